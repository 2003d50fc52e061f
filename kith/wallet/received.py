"""Have money that came in sent on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet import due as dues


async def received(tx: Tx, custody: Custody, person_ids: Sequence[UUID], now: datetime) -> None:
    """These people were given money, in this transaction: where no wallet may keep it, it goes on to their accounts."""
    if custody == "provider" and person_ids:
        dues.want.send(tx, person_ids=list(person_ids), now=now)
