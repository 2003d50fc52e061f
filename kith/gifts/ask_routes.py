"""Letting others pay, over HTTP: collecting for a gift, asking friends, and what they see."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter

from kith import payments, people
from kith.gifts.ask import AskedTooOften, AskId, AskNotFound, NewAsks, NotTheRecipient
from kith.gifts.ask_friends import ask_friends
from kith.gifts.ask_view import AskView
from kith.gifts.collecting import NewPart, NotCollecting, OpenedPart, PartTooLarge, PartTooSmall
from kith.gifts.come_by_link import come_by_link
from kith.gifts.dismiss_ask import dismiss_ask
from kith.gifts.gift import GiftId
from kith.gifts.giver_view import GiverView
from kith.gifts.giving import NotFriends, OwnShop
from kith.gifts.list_asks import list_asks
from kith.gifts.list_paid import list_paid
from kith.gifts.make_pay_link import make_pay_link
from kith.gifts.move import GiftNotFound
from kith.gifts.open_part import open_part
from kith.gifts.pay_link import NewPayLink, PayLink, PayLinkNotFound, YourOwnLink
from kith.gifts.payer_view import PayerView
from kith.gifts.policy import Policy
from kith.gifts.revoke_pay_link import revoke_pay_link
from kith.gifts.show_ask import show_ask
from kith.gifts.show_paid import show_paid
from kith.gifts.spending import OverWeeklyCeiling
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_TAGS = ["asks"]


@post(
    "/gifts/{gift_id:uuid}/parts",
    operation_id="openPart",
    tags=_TAGS,
    responses=refuses(
        *_WRITE,
        GiftNotFound,
        payments.ChargeDiffers,
        NotCollecting,
        OwnShop,
        PartTooLarge,
        PartTooSmall,
        OverWeeklyCeiling,
    ),
)
async def parts_of_gift(
    gift_id: FromPath[UUID], data: JSONBody[NewPart], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> OpenedPart:
    """Begin to pay a part of a gift that I collect for, or was asked to pay. It is kept for me while I pay."""
    async with parts[Database].transaction() as tx:
        return await open_part(
            tx, parts[Policy], gift_id=GiftId(gift_id), payer_id=me.person_id, asked=data, now=clock.now()
        )


@post(
    "/gifts/{gift_id:uuid}/asks",
    operation_id="askFriends",
    tags=_TAGS,
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, NotCollecting, NotTheRecipient, NotFriends, AskedTooOften),
)
async def asks_of_gift(
    gift_id: FromPath[UUID], data: JSONBody[NewAsks], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GiverView:
    """Ask friends to pay for a gift of mine. Who does not want to need not say so."""
    async with parts[Database].transaction() as tx:
        return await ask_friends(
            tx, parts[Policy], gift_id=GiftId(gift_id), asker_id=me.person_id, asked=data, now=clock.now()
        )


@put(
    "/gifts/{gift_id:uuid}/pay-link",
    operation_id="makePayLink",
    tags=_TAGS,
    responses=refuses(*_WRITE, GiftNotFound, NotCollecting),
)
async def pay_link(
    gift_id: FromPath[UUID], data: JSONBody[NewPayLink], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> PayLink:
    """The link over which my friends come to pay. It stays the same until I revoke it."""
    async with parts[Database].transaction() as tx:
        return await make_pay_link(
            tx, parts[people.Secret], gift_id=GiftId(gift_id), asker_id=me.person_id, asked=data, now=clock.now()
        )


@delete(
    "/gifts/{gift_id:uuid}/pay-link",
    operation_id="revokePayLink",
    tags=_TAGS,
    responses=refuses(*_WRITE, GiftNotFound),
)
async def no_pay_link(gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> None:
    """Let the link lead nowhere from now on."""
    async with parts[Database].transaction() as tx:
        await revoke_pay_link(tx, parts[people.Secret], GiftId(gift_id), me.person_id, clock.now())


@post(
    "/pay-links/{token:str}/asks",
    operation_id="comeByPayLink",
    tags=_TAGS,
    status_code=200,
    responses=refuses(*_WRITE, PayLinkNotFound, YourOwnLink, NotFriends, NotCollecting),
)
async def asks_by_link(
    token: Annotated[str, PathParameter(max_length=60)],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> AskView:
    """Come over a friend's link. Nobody sees that I came; coming again is coming once."""
    async with parts[Database].transaction() as tx:
        return await come_by_link(tx, token, me.person_id, clock.now())


@get("/me/asks", operation_id="listAsks", tags=_TAGS, responses=refuses(*_READ, BadCursor))
async def asks_of_me(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[AskView]:
    """What friends ask me to pay, newest first, without what I dismissed."""
    async with parts[Database].transaction() as tx:
        return await list_asks(tx, me.person_id, limit=limit, after=after, now=clock.now())


@get("/asks/{ask_id:uuid}", operation_id="viewAsk", tags=_TAGS, responses=refuses(*_READ, AskNotFound))
async def one_ask(ask_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> AskView:
    """What a friend asks me to pay."""
    async with parts[Database].transaction() as tx:
        return await show_ask(tx, AskId(ask_id), me.person_id, clock.now())


@post(
    "/asks/{ask_id:uuid}/dismissal",
    operation_id="dismissAsk",
    tags=_TAGS,
    status_code=200,
    responses=refuses(*_WRITE, AskNotFound),
)
async def dismissal(ask_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> AskView:
    """Take an ask off my list. Nobody can tell it from one that I never looked at."""
    async with parts[Database].transaction() as tx:
        return await dismiss_ask(tx, AskId(ask_id), me.person_id, clock.now())


@get("/me/paid", operation_id="listPaidGifts", tags=_TAGS, responses=refuses(*_READ, BadCursor))
async def paid(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[PayerView]:
    """The gifts of friends that I helped to pay, newest first."""
    async with parts[Database].transaction() as tx:
        return await list_paid(tx, me.person_id, limit=limit, after=after, now=clock.now())


@get("/me/paid/{gift_id:uuid}", operation_id="viewPaidGift", tags=_TAGS, responses=refuses(*_READ, GiftNotFound))
async def paid_gift(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> PayerView:
    """A gift of a friend's that I helped to pay: its steps as its giver sees them, and my part."""
    async with parts[Database].transaction() as tx:
        return await show_paid(tx, GiftId(gift_id), me.person_id, clock.now())


handlers = [
    parts_of_gift,
    asks_of_gift,
    pay_link,
    no_pay_link,
    asks_by_link,
    asks_of_me,
    one_ask,
    dismissal,
    paid,
    paid_gift,
]
