"""Count what goes out of a wallet."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.wallet import spent as spents


async def count_out(
    tx: Tx, person_id: people.PersonId, now: datetime, *, paid_fen: int = 0, withdrawn_fen: int = 0
) -> None:
    """Add it to every window that runs now. The wallet is locked."""
    found = spents.windows(await spents.of.all(tx, person_id=person_id), now)
    spents.count.send(
        tx,
        person_id=person_id,
        spans=list(found),
        since_ats=[window.since_at for window in found.values()],
        paid_fen=paid_fen,
        withdrawn_fen=withdrawn_fen,
    )
