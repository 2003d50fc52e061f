"""HTTP: finding people, and whether one is found."""

from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.people.nickname import Privacy
from kith.people.person import PersonCard
from kith.people.policy import Policy
from kith.people.search_people import TooManySearches, search_people
from kith.people.session import CrossSite, Me, ProfileIncomplete, SignInFirst
from kith.people.set_privacy import set_privacy
from kith.people.view_privacy import view_privacy

Typed = Annotated[
    str,
    QueryParameter(min_length=1, max_length=30, pattern=r"^[^\x00]*$", description="a part of the nickname"),
]


@get(
    "/people",
    operation_id="searchPeople",
    tags=["people"],
    responses=refuses(SignInFirst, ProfileIncomplete, BadCursor, TooManySearches),
)
async def find_people(
    q: Typed, me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PersonCard]:
    """People by nickname: that very one first, then those that begin so, then the newest people."""
    async with parts[Database].transaction() as tx:
        return await search_people(tx, parts[Policy], me.person_id, q, after=after, limit=limit, now=clock.now())


@get("/me/privacy", operation_id="viewPrivacy", tags=["people"], responses=refuses(SignInFirst, ProfileIncomplete))
async def read_privacy(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Privacy:
    """What others can find out about you."""
    async with parts[Database].transaction() as tx:
        return await view_privacy(tx, me.person_id)


@put(
    "/me/privacy",
    operation_id="setPrivacy",
    tags=["people"],
    responses=refuses(SignInFirst, ProfileIncomplete, CrossSite),
)
async def write_privacy(data: JSONBody[Privacy], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Privacy:
    """Set what others can find out about you. Who has a link to your page can open it either way."""
    async with parts[Database].transaction() as tx:
        return await set_privacy(tx, me.person_id, data)


handlers = [find_people, read_privacy, write_privacy]
