"""Free a wallet that was frozen."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.wallet import due as dues
from kith.wallet import wallet as wallets


async def unfreeze(tx: Tx, person_id: people.PersonId, *, reason: str, by: str, now: datetime) -> bool:
    """Let money out of it again. False when it was not frozen."""
    if not await wallets.unfreeze.run(tx, person_id=person_id):
        return False
    await wallets.note.run(tx, person_id=person_id, deed="unfreeze", reason=reason, by=by, now=now)
    await dues.hurry.run(tx, person_id=person_id, now=now)
    await notices.tell(tx, person_id, "wallet", person_id, now)
    return True
