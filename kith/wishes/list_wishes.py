"""List what somebody wishes for."""

from kith import mall, people
from kith.kit.page import TOP, Newest, Page, key
from kith.kit.sql import Tx
from kith.wishes import wish as wishes
from kith.wishes.wish import FriendsOnly, Wish


async def list_wishes(
    tx: Tx, viewer_id: people.PersonId, person_id: people.PersonId, *, limit: int, after: str | None
) -> Page[Wish]:
    """The newest wish first, one's own or a friend's. Raises `FriendsOnly`, also for nobody; `BadCursor`."""
    if viewer_id != person_id and not await people.mutual(tx, viewer_id, person_id):
        raise FriendsOnly
    after_at, after_id = key(after, Newest) or TOP
    rows = await wishes.newest.all(tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=limit + 1)
    page = rows[:limit]
    goods = await mall.known_goods(tx, [row.product_id for row in page])
    return Page(wishes.shown(page, goods), wishes.following(rows, limit))
