"""Gifts over HTTP: opening them, saying thank you, and the diary of both sides."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from kith import media, people
from kith.gifts.gift import GiftId
from kith.gifts.leaf import Line
from kith.gifts.list_diary import list_diary
from kith.gifts.move import GiftEnded, GiftNotFound, NotYetAccepted, WindowOver
from kith.gifts.open_gift import open_gift
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.see_thanks_picture import see_thanks_picture
from kith.gifts.thank import thank
from kith.gifts.thanks import AlreadyThanked, Words
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)

Year = Annotated[int | None, QueryParameter(ge=2000, le=2999, description="only this year's, as counted in Beijing")]


@post(
    "/gifts/{gift_id:uuid}/opening",
    operation_id="openGift",
    tags=["gifts"],
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, GiftEnded, WindowOver),
)
async def opening(
    gift_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """Unwrap a gift. Who gave an anonymous one is shown from then on; its giver does not learn of the opening."""
    async with parts[Database].transaction() as tx:
        return await open_gift(tx, GiftId(gift_id), me.person_id, clock.now())


@post(
    "/gifts/{gift_id:uuid}/thanks",
    operation_id="thankForGift",
    tags=["gifts"],
    status_code=200,
    responses=refuses(*_WRITE, GiftNotFound, GiftEnded, NotYetAccepted, AlreadyThanked, media.PictureNotFound),
)
async def thanking(
    gift_id: FromPath[UUID], data: JSONBody[Words], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ReceivedGift:
    """Say thank you, once. Those who gave and paid see it."""
    async with parts[Database].transaction() as tx:
        return await thank(tx, GiftId(gift_id), me.person_id, data, clock.now())


@get(
    "/gifts/{gift_id:uuid}/thanks/picture/{size:str}",
    operation_id="readThanksPicture",
    tags=["gifts"],
    media_type="image/webp",
    responses=refuses(*_READ, media.PictureNotFound),
)
async def thanks_picture(
    request: AnyRequest,
    gift_id: FromPath[UUID],
    size: FromPath[media.Size],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> Response[bytes]:
    """The picture of a thank-you as WebP, for those who see the thank-you."""
    async with parts[Database].transaction() as tx:
        stored = await see_thanks_picture(tx, GiftId(gift_id), me.person_id, clock.now())
    return await media.serve(request, parts[media.Shelf], stored, size, public=False)


@get("/me/diary", operation_id="listDiary", tags=["gifts"], responses=refuses(*_READ, BadCursor))
async def diary(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    year: Year = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[Line]:
    """What I gave and what reached me, newest first."""
    async with parts[Database].transaction() as tx:
        return await list_diary(tx, me.person_id, year=year, limit=limit, after=after, now=clock.now())


handlers = [opening, thanking, thanks_picture, diary]
