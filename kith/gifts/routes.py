"""Gifts over HTTP: giving them, answering them, and their two sides."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from kith import mall, payments, people
from kith.gifts.address_routes import handlers as address_handlers
from kith.gifts.ask_routes import handlers as ask_handlers
from kith.gifts.choice_routes import handlers as choice_handlers
from kith.gifts.confirm_receipt import confirm_receipt
from kith.gifts.decline import decline
from kith.gifts.gift import GiftId
from kith.gifts.gift_box import GiftSummary
from kith.gifts.give import give
from kith.gifts.giver_view import GiverView
from kith.gifts.giving import (
    DoorClosed,
    GiftIdTaken,
    NewGift,
    NotForSale,
    NotFriends,
    NotToYourself,
    OwnShop,
    TooManyUnpaid,
)
from kith.gifts.hour import CollectsTooLong, HourPassed, NoHourToPay, NotAMinute, TooFarAhead
from kith.gifts.list_given import list_given
from kith.gifts.list_received import list_received
from kith.gifts.manner_routes import handlers as manner_handlers
from kith.gifts.move import (
    AlreadyAccepted,
    AlreadyAnswered,
    GiftEnded,
    GiftNotFound,
    NothingSentYet,
    NotYetAccepted,
    WindowOver,
)
from kith.gifts.policy import Policy
from kith.gifts.recipient_view import ReceivedGift, RecipientView
from kith.gifts.show_given import show_given
from kith.gifts.show_received import show_received
from kith.gifts.spending import OverWeeklyCeiling
from kith.gifts.view_gift_summary import view_gift_summary
from kith.gifts.withdraw import withdraw
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


class No(Struct):
    """Whether the giver is to know at once, or will see nothing but a gift that was not taken up."""

    tell: bool = False


@post(
    "/gifts",
    operation_id="giveGift",
    tags=["gifts"],
    responses=refuses(
        *_WRITE,
        GiftIdTaken,
        NoHourToPay,
        NotAMinute,
        HourPassed,
        TooFarAhead,
        CollectsTooLong,
        mall.VariantNotFound,
        NotToYourself,
        NotFriends,
        NotForSale,
        OwnShop,
        DoorClosed,
        TooManyUnpaid,
        mall.SoldOut,
        OverWeeklyCeiling,
        payments.ChargeDiffers,
    ),
)
async def give_gift(
    data: JSONBody[NewGift], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GiverView:
    """Give something to a friend. It is offered when it is paid, by me or friends whom I ask, and its hour has come."""
    async with parts[Database].transaction() as tx:
        return await give(tx, parts[Policy], me.person_id, data, clock.now())


@get("/me/given", operation_id="listGivenGifts", tags=["gifts"], responses=refuses(*_READ, BadCursor))
async def given(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[GiverView]:
    """The gifts I gave, newest first."""
    async with parts[Database].transaction() as tx:
        return await list_given(tx, me.person_id, limit=limit, after=after, now=clock.now())


@get(
    "/me/given/{gift_id:uuid}",
    operation_id="viewGivenGift",
    tags=["gifts"],
    responses=refuses(*_READ, GiftNotFound),
)
async def given_gift(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GiverView:
    """A gift I gave. Of its delivery I see the day of each step, once that day is over."""
    async with parts[Database].transaction() as tx:
        return await show_given(tx, GiftId(gift_id), me.person_id, clock.now())


@post(
    "/gifts/{gift_id:uuid}/withdrawal",
    operation_id="withdrawGift",
    tags=["gifts"],
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, AlreadyAccepted, GiftEnded),
)
async def withdrawal(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GiverView:
    """Take back a gift that was not accepted. What was paid goes back at once."""
    async with parts[Database].transaction() as tx:
        return await withdraw(tx, GiftId(gift_id), me.person_id, clock.now())


@get("/me/gift-summary", operation_id="viewGiftSummary", tags=["gifts"], responses=refuses(*_READ))
async def gift_summary(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> GiftSummary:
    """How many gifts wait for my answer, and how many for my payment."""
    async with parts[Database].transaction() as tx:
        return await view_gift_summary(tx, me.person_id, clock.now())


@get("/me/received", operation_id="listReceivedGifts", tags=["gifts"], responses=refuses(*_READ, BadCursor))
async def received(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[RecipientView]:
    """The gifts that reached me, newest first."""
    async with parts[Database].transaction() as tx:
        return await list_received(tx, me.person_id, limit=limit, after=after, now=clock.now())


@get(
    "/me/received/{gift_id:uuid}",
    operation_id="viewReceivedGift",
    tags=["gifts"],
    responses=refuses(*_READ, GiftNotFound),
)
async def received_gift(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """A gift that reached me: which shop will read my address, what I can choose, where the parcel is."""
    async with parts[Database].transaction() as tx:
        return await show_received(tx, GiftId(gift_id), me.person_id, clock.now())


@post(
    "/gifts/{gift_id:uuid}/decline",
    operation_id="declineGift",
    tags=["gifts"],
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, AlreadyAnswered, GiftEnded, WindowOver),
)
async def declining(
    gift_id: FromPath[UUID], data: JSONBody[No], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """Decline a gift for good. Unless told, its giver cannot tell this from a gift that nobody answered."""
    async with parts[Database].transaction() as tx:
        return await decline(tx, GiftId(gift_id), me.person_id, tell=data.tell, now=clock.now())


@post(
    "/gifts/{gift_id:uuid}/receipt",
    operation_id="confirmReceipt",
    tags=["gifts"],
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, GiftEnded, NotYetAccepted, NothingSentYet),
)
async def receipt(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """Say that the gift came."""
    async with parts[Database].transaction() as tx:
        return await confirm_receipt(tx, parts[Policy], GiftId(gift_id), me.person_id, clock.now())


handlers = [
    give_gift,
    given,
    given_gift,
    withdrawal,
    gift_summary,
    received,
    received_gift,
    declining,
    receipt,
    *choice_handlers,
    *manner_handlers,
    *address_handlers,
    *ask_handlers,
]
