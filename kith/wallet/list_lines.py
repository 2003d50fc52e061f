"""Show a wallet's statement."""

from kith import ledger, people
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx
from kith.wallet import line as lines
from kith.wallet.describe import describe
from kith.wallet.line import WalletLine
from kith.wallet.money import account


async def list_lines(
    tx: Tx, person_id: people.PersonId, *, month: str | None, after: str | None, limit: int
) -> Page[WalletLine]:
    """What moved the money of a wallet, of a month or ever, the newest first. Raises `BadCursor`."""
    since_at, until_at = lines.span_of(month)
    found = await ledger.list_lines(
        tx,
        account(person_id),
        since_at=since_at,
        until_at=until_at,
        after=key(after, ledger.Place),
        limit=limit + 1,
    )
    shown = found[:limit]
    following = cursor(*ledger.place_of(shown[-1])) if len(found) > limit else None
    return Page(await describe(tx, person_id, shown), following)
