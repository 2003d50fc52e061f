"""The town: built once, found again afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from kith import payments
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.demo.catalogue import shops
from kith.main.demo.gifts import PLANS, charge_id, start_gifts
from kith.main.demo.portraits import take_portraits
from kith.main.demo.residents import residents, settle_people
from kith.main.demo.trade import open_shops
from kith.main.demo.wishes import make_wishes


class NoTownHere(Refusal):
    """A town of fictional people is built only where no real money moves and codes are shown in the dev outbox."""


class Guest(NamedTuple):
    """Somebody as whom one can sign in, and what to try then."""

    nickname: str
    phone: str
    to_try: str


class Town(NamedTuple):
    """What is there. `fresh` is True for whoever built it just now."""

    people: int
    shops: int
    goods: int
    gifts: int
    guests: tuple[Guest, ...]
    fresh: bool

    def welcome(self) -> str:
        """What whoever started the town should know."""
        head = f"The town has {self.people} people, {self.shops} shops, {self.goods} goods and {self.gifts} gifts."
        how = "Sign in with a phone number; the code is at /dev/outbox. Try:"
        width = max(len(guest.phone) for guest in self.guests)
        lines = [f"  {guest.phone:{width}}  {guest.nickname}, who {guest.to_try}" for guest in self.guests]
        return "\n".join([head, how, *lines])


_GUESTS = (
    ("林晚", "has two gifts to answer, one to pay, and one on its way to a friend"),
    ("Leo", "has given: one waits for its answer, one is taken back, one is on its way; and has one to answer"),
    ("秦木", "keeps the shop 窑路 Kiln Road, where an order waits to be sent"),
    ("苏糖", "keeps the shop 苏糖香铺 Sugar & Scent, and has declined a gift and said so"),
    ("叶知秋", "is 19, takes gifts up to 200 yuan, two a week, and has blocked somebody"),
)


async def build_town(parts: Parts, now: datetime, progress: Callable[[str], None]) -> Town:
    """Settle the people, open the shops, bring gifts on their way; a town that is complete is only found.

    Interrupted at any moment, it is finished by the next call: everything in it has an id of its own that says whether
    it is there. The gifts are given over HTTP, so the server, a worker and the simulator must be running. `progress` is
    told each stage when it is done. Raises `NoTownHere`, `TownNeedsAServer`.
    """
    settings = parts[Settings]
    if not settings.simulated or settings.sms_url is not None:
        raise NoTownHere
    if await _stands(parts):
        return _town(fresh=False)
    here = await settle_people(parts, now)
    progress(f"{len(here)} people live here")
    await take_portraits(parts, here, now)
    await open_shops(parts, here, now)
    progress(f"{len(shops())} shops are open, with {_goods()} goods from their feeds")
    await make_wishes(parts, here, now)
    await start_gifts(parts, here, now)
    progress(f"{len(PLANS)} gifts are under way")
    return _town(fresh=True)


async def _stands(parts: Parts) -> bool:
    """The last gift of the town is given when everything else is done."""
    try:
        async with parts[Database].transaction() as tx:
            await payments.charge_of(tx, charge_id(PLANS[-1]))
    except payments.ChargeNotFound:
        return False
    return True


def _goods() -> int:
    return sum(shop.goods for shop in shops().values())


def _town(*, fresh: bool) -> Town:
    guests = tuple(Guest(name, residents()[name].phone, to_try) for name, to_try in _GUESTS)
    return Town(len(residents()), len(shops()), _goods(), len(PLANS), guests, fresh)
