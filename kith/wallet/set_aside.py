"""Set aside what is in the wallet of somebody who left."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.wallet.clear_out import clear_out
from kith.wallet.unclaimed import OwnerIsThere


async def set_aside(tx: Tx, person_id: people.PersonId, *, reason: str, by: str, now: datetime) -> int:
    """Move it to what the house keeps for whoever may claim it, and note why. Returns how much that was, in fen; 0
    where nothing is in it. Raises `OwnerIsThere`.
    """
    if not await people.who_left(tx, [person_id]):
        raise OwnerIsThere
    return await clear_out(tx, person_id, reason=reason, by=by, now=now)
