"""Tell friends who were asked that what they see of it has changed."""

from collections.abc import Sequence
from datetime import datetime

from kith import notices, people
from kith.gifts import ask as asks
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def tell_asked(tx: Tx, gift_id: GiftId, person_ids: Sequence[people.PersonId], now: datetime) -> None:
    """Those of these persons from whom a block has not taken the ask away, whether or not they dismissed it."""
    if not person_ids:
        return
    ask_ids = [asks.ask_id(gift_id, person_id) for person_id in person_ids]
    for one in await asks.reached.all(tx, person_ids=list(person_ids), ask_ids=ask_ids):
        await notices.tell(tx, one.person_id, "ask", one.ask_id, now)
