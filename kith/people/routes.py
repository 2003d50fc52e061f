"""HTTP: profiles, following, blocks, the gift door. With it the routes of signing in, of finding people, and others."""

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.people import (
    export_routes,
    leaving_routes,
    passkey_routes,
    photo_routes,
    report_routes,
    search_routes,
    session_routes,
)
from kith.people.block import block
from kith.people.door import door
from kith.people.follow import follow
from kith.people.gift_door import Door
from kith.people.list_outbox import list_outbox
from kith.people.list_people import list_people
from kith.people.message import OutboxMessage
from kith.people.person import (
    BirthdayImpossible,
    BirthdayLocked,
    BirthdayMissing,
    Myself,
    NotYourself,
    PersonCard,
    PersonId,
    PersonNotFound,
    PersonView,
    ProfileForm,
    TooYoung,
    UnfitText,
)
from kith.people.policy import Policy
from kith.people.save_profile import save_profile
from kith.people.session import NEWCOMERS, CrossSite, Me, ProfileIncomplete, SignInFirst
from kith.people.set_door import set_door
from kith.people.tie import Blocked, Circle, Followed, FollowLimit, NewFollower
from kith.people.unblock import unblock
from kith.people.unfollow import unfollow
from kith.people.view_me import view_me
from kith.people.view_person import view_person

_READ = (SignInFirst, ProfileIncomplete)
_WRITE = (SignInFirst, ProfileIncomplete, CrossSite)


@get("/me", operation_id="viewMe", tags=["people"], opt={NEWCOMERS: True}, responses=refuses(SignInFirst))
async def read_me(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Myself:
    """Your own account."""
    async with parts[Database].transaction() as tx:
        return await view_me(tx, me.person_id, clock.now())


@put(
    "/me/profile",
    operation_id="saveProfile",
    tags=["people"],
    opt={NEWCOMERS: True},
    responses=refuses(SignInFirst, CrossSite, UnfitText, BirthdayMissing, BirthdayLocked, BirthdayImpossible, TooYoung),
)
async def write_profile(data: JSONBody[ProfileForm], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Myself:
    """Write your profile. The first time it needs your birthday, which cannot be changed afterwards."""
    async with parts[Database].transaction() as tx:
        saved = await save_profile(tx, parts[Policy], me.person_id, data, clock.now())
    if isinstance(saved, Refusal):
        raise saved
    return saved


@get(
    "/people/{person_id:uuid}",
    operation_id="viewPerson",
    tags=["people"],
    responses=refuses(*_READ, PersonNotFound),
)
async def read_person(
    person_id: FromPath[PersonId], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> PersonView:
    """A person's page."""
    async with parts[Database].transaction() as tx:
        return await view_person(tx, me.person_id, person_id, clock.now())


@put(
    "/me/following/{person_id:uuid}",
    operation_id="follow",
    tags=["people"],
    responses=refuses(*_WRITE, NotYourself, PersonNotFound, FollowLimit),
)
async def add_following(
    person_id: FromPath[PersonId], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> Followed:
    """Follow a person."""
    async with parts[Database].transaction() as tx:
        return await follow(tx, parts[NewFollower], parts[Policy], me.person_id, person_id, now=clock.now())


@delete(
    "/me/following/{person_id:uuid}",
    operation_id="unfollow",
    tags=["people"],
    responses=refuses(*_WRITE),
)
async def remove_following(
    person_id: FromPath[PersonId], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> None:
    """Stop following a person."""
    async with parts[Database].transaction() as tx:
        await unfollow(tx, me.person_id, person_id)


@get("/me/following", operation_id="listFollowing", tags=["people"], responses=refuses(*_READ, BadCursor))
async def list_following(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PersonCard]:
    """Whom you follow."""
    return await _listed(parts, me, "following", after, limit)


@get("/me/followers", operation_id="listFollowers", tags=["people"], responses=refuses(*_READ, BadCursor))
async def list_followers(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PersonCard]:
    """Who follows you."""
    return await _listed(parts, me, "followers", after, limit)


@get("/me/friends", operation_id="listFriends", tags=["people"], responses=refuses(*_READ, BadCursor))
async def list_friends(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PersonCard]:
    """Who follows you and is followed by you."""
    return await _listed(parts, me, "friends", after, limit)


@get("/me/blocks", operation_id="listBlocks", tags=["people"], responses=refuses(*_READ, BadCursor))
async def list_blocks(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[PersonCard]:
    """Whom you have blocked."""
    return await _listed(parts, me, "blocks", after, limit)


@put(
    "/me/blocks/{person_id:uuid}",
    operation_id="block",
    tags=["people"],
    status_code=204,
    responses=refuses(*_WRITE, NotYourself, PersonNotFound),
)
async def add_block(person_id: FromPath[PersonId], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> None:
    """Block a person: you become invisible to each other and no longer follow each other."""
    async with parts[Database].transaction() as tx:
        await block(tx, parts[Blocked], me.person_id, person_id, clock.now())


@delete("/me/blocks/{person_id:uuid}", operation_id="unblock", tags=["people"], responses=refuses(*_WRITE))
async def remove_block(person_id: FromPath[PersonId], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> None:
    """Take a block back."""
    async with parts[Database].transaction() as tx:
        await unblock(tx, me.person_id, person_id)


@get("/me/gift-door", operation_id="viewGiftDoor", tags=["people"], responses=refuses(*_READ))
async def read_door(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Door:
    """Who may give you gifts, up to what price, how many in seven days."""
    async with parts[Database].transaction() as tx:
        return await door(tx, me.person_id)


@put("/me/gift-door", operation_id="setGiftDoor", tags=["people"], responses=refuses(*_WRITE))
async def write_door(data: JSONBody[Door], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Door:
    """Set your gift door. What it stops never reaches you."""
    async with parts[Database].transaction() as tx:
        return await set_door(tx, me.person_id, data, clock.now())


@get("/dev/outbox", operation_id="listOutbox", tags=["dev"], security=[{}], responses=refuses(BadCursor))
async def read_outbox(parts: NamedDependency[Parts], limit: Limit = 20, after: After = None) -> Page[OutboxMessage]:
    """Text messages that would have been sent, newest first: this is where sign-in codes are read in a demo."""
    async with parts[Database].transaction() as tx:
        return await list_outbox(tx, after, limit)


async def _listed(parts: Parts, me: Me, circle: Circle, after: str | None, limit: int) -> Page[PersonCard]:
    async with parts[Database].transaction() as tx:
        return await list_people(tx, me.person_id, circle, after=after, limit=limit, now=clock.now())


handlers = [
    *session_routes.handlers,
    *passkey_routes.handlers,
    *search_routes.handlers,
    *report_routes.handlers,
    *photo_routes.handlers,
    *export_routes.handlers,
    *leaving_routes.handlers,
    read_me,
    write_profile,
    read_person,
    add_following,
    remove_following,
    list_following,
    list_followers,
    list_friends,
    add_block,
    remove_block,
    list_blocks,
    read_door,
    write_door,
]
outbox_handlers = [read_outbox]
