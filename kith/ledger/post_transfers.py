"""Post transfers: the one entrance through which money moves."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit import arrays
from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger import batch as batches
from kith.ledger import posting as postings
from kith.ledger.books import Books
from kith.ledger.post_plain import post_plain
from kith.ledger.posting import Transfer
from kith.ledger.result import Result


async def post_transfers(tx: Tx, transfers: Sequence[Transfer], now: datetime) -> list[Result]:
    """Make the transfers, in order; each gets its own result, and those that are refused leave no trace.

    A plain batch is written as it is, unless something stands against it. For any other: find the accounts of the holds
    that are to end; lock the accounts and the transfers' own ids in one order and read both, in one round trip; decide
    in memory; write everything in one statement, which nobody waits for. The locks last until `tx` ends.
    """
    if batches.is_plain(transfers, now) and await post_plain(tx, transfers, now):
        return [Result.CREATED] * len(transfers)
    named = [asked.id for asked in transfers]
    holds = [asked.pending_id for asked in transfers if asked.pending_id]
    touched = {account_id for asked in transfers for account_id in (asked.debit, asked.credit) if account_id}
    if holds:
        touched |= postings.accounts_of(await postings.legs.all(tx, ids=arrays.uuids(holds)))
    accounts.lock.send(tx, keys=accounts.lock_keys(touched, named))
    standing = accounts.by_ids.send(tx, ids=arrays.uuids(list(touched)))
    kept = postings.by_ids.send(tx, ids=arrays.uuids(named + holds))
    books = Books(await standing.all(), await kept.all(), now)
    results = books.post(transfers)
    if books.steps:
        postings.record.expect(tx, now=now, **postings.columns(books.steps))
    return results
