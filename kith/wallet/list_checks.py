"""List a person's identity checks."""

from kith import people
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.wallet import identity_check as checks
from kith.wallet.identity_check import IdentityCheck


async def list_checks(tx: Tx, person_id: people.PersonId, *, after: str | None, limit: int) -> Page[IdentityCheck]:
    """Every time they had it checked who they are, the newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    found = await checks.newest.all(tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = found[:limit]
    following = cursor(shown[-1].wanted_at, shown[-1].check_id) if len(found) > limit else None
    return Page([checks.shown(check) for check in shown], following)
