"""Write a month of a wallet's statement as a file."""

from kith import people
from kith.kit.sql import Tx
from kith.wallet import line as lines
from kith.wallet.line import WalletLine
from kith.wallet.list_lines import list_lines

_PAGE = 1000


async def export_lines(tx: Tx, person_id: people.PersonId, month: str) -> bytes:
    """All lines of the month as CSV, the newest first."""
    found: list[WalletLine] = []
    after = None
    while True:
        page = await list_lines(tx, person_id, month=month, after=after, limit=_PAGE)
        found += page.items
        after = page.next
        if after is None:
            return lines.table(found)
