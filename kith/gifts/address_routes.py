"""Addresses over HTTP: the regions to choose from, those one keeps, correcting one, and the shop's reading of it."""

from typing import Annotated, cast
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from kith import mall, people
from kith.gifts import region as regions
from kith.gifts.acceptance import OutsideDeliveryArea
from kith.gifts.address import Address, Label, UnknownRegion
from kith.gifts.correct_address import correct_address
from kith.gifts.delete_address import delete_address
from kith.gifts.gift import GiftId
from kith.gifts.list_addresses import list_addresses
from kith.gifts.move import AddressIsFinal, GiftEnded, GiftNotFound, NotYetAccepted
from kith.gifts.policy import Policy
from kith.gifts.read_address import read_address
from kith.gifts.region import Region
from kith.gifts.save_address import save_address
from kith.gifts.saved_address import AddressForm, AddressId, SavedAddress, TooManyAddresses
from kith.gifts.vault import AddressGone
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_SECRET = {"Cache-Control": "no-store"}


@put(
    "/gifts/{gift_id:uuid}/address",
    operation_id="correctAddress",
    tags=["gifts"],
    status_code=204,
    responses=refuses(
        *_WRITE, GiftNotFound, GiftEnded, NotYetAccepted, AddressIsFinal, UnknownRegion, OutsideDeliveryArea
    ),
)
async def address_of_gift(
    gift_id: FromPath[UUID], data: JSONBody[Address], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> None:
    """Correct the address of a gift I accepted, until the shop has sent it."""
    async with parts[Database].transaction() as tx:
        await correct_address(
            tx, parts[KeyRing], gift_id=GiftId(gift_id), recipient_id=me.person_id, address=data, now=clock.now()
        )


@get(
    "/orders/{order_id:uuid}/address",
    operation_id="readOrderAddress",
    tags=["orders"],
    response_headers=_SECRET,
    responses=refuses(*_READ, mall.OrderNotFound, AddressGone),
)
async def address_of_order(
    order_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> Label:
    """Where an order of my shop goes, while we fulfil it. Each reading is noted."""
    async with parts[Database].transaction() as tx:
        return await read_address(tx, parts[KeyRing], mall.OrderId(order_id), me.person_id, clock.now())


@get(
    "/me/addresses",
    operation_id="listAddresses",
    tags=["addresses"],
    response_headers=_SECRET,
    responses=refuses(*_READ),
)
async def my_addresses(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> list[SavedAddress]:
    """The addresses I keep, the default first. Nobody else ever reads them."""
    async with parts[Database].transaction() as tx:
        return await list_addresses(tx, parts[KeyRing], me.person_id)


@put(
    "/me/addresses/{address_id:uuid}",
    operation_id="saveAddress",
    tags=["addresses"],
    response_headers=_SECRET,
    responses=refuses(*_WRITE, UnknownRegion, TooManyAddresses),
)
async def keep_mine(
    address_id: FromPath[AddressId],
    data: JSONBody[AddressForm],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> SavedAddress:
    """Keep an address under an id that the client makes, in place of what was there."""
    async with parts[Database].transaction() as tx:
        return await save_address(
            tx,
            parts[KeyRing],
            parts[Policy],
            person_id=me.person_id,
            address_id=address_id,
            form=data,
            now=clock.now(),
        )


@delete(
    "/me/addresses/{address_id:uuid}",
    operation_id="deleteAddress",
    tags=["addresses"],
    responses=refuses(*_WRITE),
)
async def delete_mine(
    address_id: FromPath[AddressId], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> None:
    """Destroy an address I keep. Gifts that I accepted with it keep their copy."""
    async with parts[Database].transaction() as tx:
        await delete_address(tx, me.person_id, address_id)


@get("/regions", operation_id="listRegions", tags=["gifts"], security=[{}])
async def list_regions(
    known: Annotated[str | None, HeaderParameter(name="If-None-Match", description="the ETag one has")] = None,
) -> Response[list[Region]]:
    """Provinces, cities and districts with their GB/T 2260 codes, to choose an address from. They rarely change."""
    headers = {"Cache-Control": "public, max-age=86400", "ETag": regions.tag()}
    if known == regions.tag():
        return cast("Response[list[Region]]", Response(None, status_code=304, headers=headers))  # which has no body
    return Response(list(regions.regions()), headers=headers)


handlers = [address_of_gift, address_of_order, my_addresses, keep_mine, delete_mine, list_regions]
