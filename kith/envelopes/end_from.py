"""End envelopes of the operator."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from kith import chat, ledger
from kith.envelopes import envelope as envelopes
from kith.envelopes import house, money
from kith.kit.sql import Tx


async def end_from(tx: Tx, source_id: UUID, state: Literal["expired", "stopped"], *, limit: int, now: datetime) -> int:
    """Close some of those that the account paid, and give it back what is left of them; how many, 0 when all are over.

    Their cards move on, as when one ends by itself.
    """
    closed = await house.close.all(tx, source_id=source_id, state=state, limit=limit, now=now)
    if closed:
        back = [money.house_rest(one.envelope_id, source_id, one.rest_fen) for one in closed]
        await ledger.transfer_all(tx, back, now)
    for one in closed:
        await chat.move_card_in(tx, one.conversation_id, envelopes.OPERATOR, "envelope", one.envelope_id)
    return len(closed)
