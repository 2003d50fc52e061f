"""List the copies of their data that a person asked for."""

from datetime import datetime

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import export as exports
from kith.people.export import ExportView
from kith.people.person import PersonId


async def list_exports(
    tx: Tx, person_id: PersonId, *, after: str | None, limit: int, now: datetime
) -> Page[ExportView]:
    """One's own, the newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    found = await exports.newest.all(tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = found[:limit]
    following = cursor(shown[-1].wanted_at, shown[-1].export_id) if len(found) > limit else None
    return Page([exports.view(each, now) for each in shown], following)
