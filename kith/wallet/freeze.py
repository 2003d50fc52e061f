"""Freeze a wallet."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.wallet import wallet as wallets


async def freeze(tx: Tx, person_id: people.PersonId, *, reason: str, by: str, now: datetime) -> bool:
    """Let nothing out of it any more; what is under way goes on, and what comes in is kept. Its owner reads the reason.

    Whoever is paying from it comes first or is refused. False when it was frozen before. Raises `PersonNotFound`.
    """
    await people.card(tx, person_id, now)
    wallets.want.send(tx, person_id=person_id)
    if not await wallets.freeze.run(tx, person_id=person_id, reason=reason, now=now):
        return False
    await wallets.note.run(tx, person_id=person_id, deed="freeze", reason=reason, by=by, now=now)
    await notices.tell(tx, person_id, "wallet", person_id, now)
    return True
