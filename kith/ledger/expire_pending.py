"""Expire holds whose time is over."""

from datetime import datetime

from kith.kit import arrays
from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger import posting as postings
from kith.ledger.books import Books


async def expire_pending(tx: Tx, now: datetime, limit: int) -> int:
    """Give back what at most `limit` holds hold that are over since `now` or before, the oldest first; how many.

    Read which are due, without a lock; lock their accounts; read again, since some may have ended meanwhile; write.
    Fewer than `limit` does not mean that none are left: ask again until the answer is 0.
    """
    due = await postings.due.all(tx, now=now, limit=limit)
    if not due:
        return 0
    touched = postings.accounts_of(await postings.legs.all(tx, ids=arrays.uuids(due)))
    accounts.lock.send(tx, keys=accounts.lock_keys(touched))
    standing = accounts.by_ids.send(tx, ids=arrays.uuids(list(touched)))
    kept = postings.by_ids.send(tx, ids=arrays.uuids(due))
    books = Books(await standing.all(), await kept.all(), now)
    books.expire(due)
    if books.steps:
        postings.record.expect(tx, now=now, **postings.columns(books.steps))
    return len(books.steps)
