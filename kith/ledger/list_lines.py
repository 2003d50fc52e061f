"""Tell how an account became what it is."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.ledger import statement as statements
from kith.ledger.statement import Line, Place


async def list_lines(
    tx: Tx, account_id: UUID, *, since_at: datetime, until_at: datetime, after: Place | None, limit: int
) -> list[Line]:
    """The lines of the time from `since_at` until before `until_at`, the newest first, those that come after a place.

    The sum of all lines that an account ever had is what is free in it.
    """
    at, out, transfer_id = after or statements.START
    return await statements.lines.all(
        tx,
        account_id=account_id,
        since_at=since_at,
        until_at=until_at,
        at=at,
        out=out,
        transfer_id=transfer_id,
        limit=limit,
    )
