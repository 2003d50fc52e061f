"""Freeze a person's wallet, or free it."""

from datetime import datetime

from kith import people, wallet
from kith.kit.sql import Tx
from kith.ops.operator import Operator
from kith.ops.record import record


async def set_freeze(
    tx: Tx, person_id: people.PersonId, *, frozen: bool, reason: str, operator: Operator, now: datetime
) -> None:
    """With a reason that its owner reads; what is so already stays so. Raises `PersonNotFound`."""
    verb = wallet.freeze if frozen else wallet.unfreeze
    if await verb(tx, person_id, reason=reason, by=operator.name, now=now):
        deed = "freeze_wallet" if frozen else "free_wallet"
        await record(tx, operator, deed, f"person/{person_id}", now=now, facts={"reason": reason})
