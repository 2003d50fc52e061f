"""What wishes keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.wishes.list_wishes import list_wishes
from kith.wishes.wish import Wish

_PAGE = 100


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (people.Part("wishes/wishes", "你的心愿", "what you wish for", _wishes),)


async def _wishes(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Wish]:
    del now
    return await list_wishes(tx, person_id, person_id, limit=_PAGE, after=after)
