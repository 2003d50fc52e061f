"""Stores over HTTP: looked at by everybody, edited by those who keep them."""

from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kith import media, merchants, people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.stores.edit_store import edit_store
from kith.stores.hours import HoursOverlap
from kith.stores.store import ShopIsBlocked, ShopTalk, ShopUnattended, Store, StoreForm, YourOwnShop
from kith.stores.talk_to_owner import talk_to_owner
from kith.stores.view_store import view_store

_WRITE = (people.SignInFirst, people.ProfileIncomplete, people.CrossSite)


@get(
    "/shops/{merchant_id:uuid}",
    operation_id="viewStore",
    tags=["shops"],
    security=[{}],
    responses=refuses(merchants.MerchantNotFound),
)
async def get_store(merchant_id: FromPath[UUID], parts: NamedDependency[Parts]) -> Store:
    """A shop: what it sells, where it is, whether it is open now, and whether its papers were checked."""
    async with parts[Database].transaction() as tx:
        return await view_store(tx, merchants.MerchantId(merchant_id), clock.now())


@put(
    "/shops/{merchant_id:uuid}/store",
    operation_id="editStore",
    tags=["shops"],
    responses=refuses(*_WRITE, merchants.NotYourShop, HoursOverlap, media.PictureNotFound),
)
async def put_store(
    merchant_id: FromPath[UUID],
    data: JSONBody[StoreForm],
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
) -> Store:
    """Say how my shop shows itself: words, place, hours and photos."""
    async with parts[Database].transaction() as tx:
        return await edit_store(tx, merchants.MerchantId(merchant_id), me.person_id, data, clock.now())


@put(
    "/shops/{merchant_id:uuid}/conversation",
    operation_id="talkToShop",
    tags=["shops"],
    responses=refuses(
        *_WRITE, merchants.MerchantNotFound, ShopIsBlocked, ShopUnattended, YourOwnShop, people.PersonNotFound
    ),
)
async def put_conversation(
    merchant_id: FromPath[UUID], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> ShopTalk:
    """My conversation with whoever owns the shop."""
    async with parts[Database].transaction() as tx:
        return await talk_to_owner(tx, merchants.MerchantId(merchant_id), me.person_id, clock.now())


handlers = [get_store, put_store, put_conversation]
