"""What gifts keep of a person, as files of an export: each gift as this person sees it, and not a word more."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.gifts import address as addresses
from kith.gifts import vault
from kith.gifts.address import Label
from kith.gifts.ask_view import AskView
from kith.gifts.gift import GiftId
from kith.gifts.giver_view import GiverView
from kith.gifts.list_addresses import list_addresses
from kith.gifts.list_asks import list_asks
from kith.gifts.list_given import list_given
from kith.gifts.list_paid import list_paid
from kith.gifts.list_received import list_received
from kith.gifts.payer_view import PayerView
from kith.gifts.recipient_view import RecipientView
from kith.gifts.saved_address import SavedAddress
from kith.gifts.vault import KeyRing
from kith.kit.page import Page
from kith.kit.sql import Tx

_PAGE = 100


class Taken(Struct, frozen=True):
    """A gift that reached the person, and the address entered for it while that can be read."""

    gift: RecipientView
    address: Label | None


def exported(ring: KeyRing) -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""

    async def received(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Taken]:
        page = await list_received(tx, person_id, limit=_PAGE, after=after, now=now)
        taken = [Taken(gift, await _address(tx, ring, gift.gift_id)) for gift in page.items]
        return Page(taken, page.next)

    async def kept(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[SavedAddress]:
        del after, now
        return Page(await list_addresses(tx, ring, person_id), None)

    return (
        people.Part("gifts/given", "送出的礼物", "gifts you gave", _given),
        people.Part("gifts/paid", "帮忙付款的礼物", "gifts you helped to pay", _paid),
        people.Part("gifts/asks", "请你付款的礼物", "what friends ask you to pay", _asks),
        people.Part("gifts/received", "收到的礼物", "gifts for you", received),
        people.Part("gifts/addresses", "你的地址", "addresses you keep", kept),
    )


def exported_pictures() -> tuple[people.Read, ...]:
    """What the person said thank you with."""
    return (_thanks,)


async def _thanks(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[str]:
    page = await list_received(tx, person_id, limit=_PAGE, after=after, now=now)
    said = [one.thanks for one in page.items if one.thanks]
    return Page([note.picture_id for note in said if note.picture_id], page.next)


async def _given(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[GiverView]:
    return await list_given(tx, person_id, limit=_PAGE, after=after, now=now)


async def _paid(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[PayerView]:
    return await list_paid(tx, person_id, limit=_PAGE, after=after, now=now)


async def _asks(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[AskView]:
    return await list_asks(tx, person_id, limit=_PAGE, after=after, now=now)


async def _address(tx: Tx, ring: KeyRing, gift_id: GiftId) -> Label | None:
    vaulted = await vault.of.maybe(tx, gift_id=gift_id)
    if vaulted is None or vaulted.wrapped is None:
        return None
    return addresses.label(vault.unseal(vaulted, ring, gift_id))
