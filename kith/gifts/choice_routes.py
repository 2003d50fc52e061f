"""Choosing over HTTP: what the recipient takes, what she could take instead, and ending what does not come."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import mall, people
from kith.gifts.accept import accept
from kith.gifts.acceptance import (
    AddressNeeded,
    Answer,
    NotThisVariant,
    OutsideDeliveryArea,
    ShopBlocked,
    ShopCannotServe,
    ShopTooNear,
    SwapDiffers,
    TooDear,
)
from kith.gifts.address import Address, RegionCode, UnknownRegion
from kith.gifts.cancel import cancel
from kith.gifts.gift import GiftId
from kith.gifts.giving import NotForSale
from kith.gifts.list_swaps import list_swaps
from kith.gifts.move import (
    AlreadyAnswered,
    AlreadySent,
    GiftEnded,
    GiftNotFound,
    NotLate,
    NotYetAccepted,
    WindowOver,
)
from kith.gifts.policy import Policy
from kith.gifts.recipient_view import ReceivedGift
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


class Yes(Struct):
    """What the recipient chooses and where it goes.

    When she chooses again, `address` may be left out: it goes where it was to go before.
    """

    sku_id: UUID
    address: Address | None = None
    returned_fen: Annotated[
        int, Meta(ge=0, description="what she knows to go back to who paid: the value less the price of what she takes")
    ] = 0


@post(
    "/gifts/{gift_id:uuid}/acceptance",
    operation_id="acceptGift",
    tags=["gifts"],
    status_code=200,
    responses=refuses(
        *_WRITE,
        GiftNotFound,
        AlreadyAnswered,
        GiftEnded,
        WindowOver,
        AddressNeeded,
        UnknownRegion,
        mall.VariantNotFound,
        NotThisVariant,
        TooDear,
        NotForSale,
        ShopTooNear,
        ShopBlocked,
        OutsideDeliveryArea,
        SwapDiffers,
        ShopCannotServe,
        mall.SoldOut,
    ),
)
async def acceptance(
    gift_id: FromPath[UUID], data: JSONBody[Yes], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """Accept a gift, or choose again what its shop has not got: this product, or another that costs no more.

    Say where it goes. Only the shop reads the address.
    """
    async with parts[Database].transaction() as tx:
        answer = await accept(
            tx,
            parts[KeyRing],
            parts[Policy],
            gift_id=GiftId(gift_id),
            recipient_id=me.person_id,
            answer=Answer(mall.SkuId(data.sku_id), data.address, data.returned_fen),
            now=clock.now(),
        )
    if isinstance(answer, ShopCannotServe):
        raise answer
    return answer


@get(
    "/me/received/{gift_id:uuid}/swaps",
    operation_id="listSwaps",
    tags=["gifts"],
    responses=refuses(*_READ, GiftNotFound, AlreadyAnswered, GiftEnded, WindowOver, BadCursor),
)
async def swaps(
    gift_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    q: Annotated[
        str | None, QueryParameter(min_length=1, max_length=64, description="Chinese, pinyin or latin")
    ] = None,
    category: FromQuery[mall.Category | None] = None,
    province: Annotated[RegionCode | None, QueryParameter(description="where it would go, if that is known")] = None,
    limit: Limit = 20,
    after: After = None,
) -> Page[mall.GoodsCard]:
    """What I could take in place of a gift: goods of its value first, then cheaper ones."""
    async with parts[Database].transaction() as tx:
        return await list_swaps(
            tx,
            GiftId(gift_id),
            me.person_id,
            text=q,
            category=category,
            province=province,
            limit=limit,
            after=after,
            now=clock.now(),
        )


@post(
    "/gifts/{gift_id:uuid}/cancellation",
    operation_id="cancelGift",
    tags=["gifts"],
    status_code=204,
    responses=refuses(*_WRITE, GiftNotFound, GiftEnded, NotYetAccepted, AlreadySent, NotLate),
)
async def cancellation(gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> None:
    """End a gift, given or received, whose shop is late or has not got it. What was paid goes back at once."""
    async with parts[Database].transaction() as tx:
        await cancel(tx, GiftId(gift_id), me.person_id, clock.now())


handlers = [acceptance, swaps, cancellation]
