"""List programmes."""

from kith import promotions
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.tasks import programme as programmes
from kith.tasks.standing import Standing, standing_of


async def list_programmes(tx: Tx, *, after: str | None = None, limit: int = 20) -> Page[Standing]:
    """Every programme with what is left of it, the newest first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or TOP
    rows = await programmes.newest.all(tx, after_at=after_at, after_id=after_id, limit=limit + 1)
    shown = rows[:limit]
    left = await promotions.left(tx, [one.programme_id for one in shown])
    following = cursor(shown[-1].made_at, shown[-1].programme_id) if len(rows) > limit else None
    return Page([standing_of(one, left[one.programme_id]) for one in shown], following)
