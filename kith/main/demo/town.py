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
from kith.main.demo.crowd import acquaintances, everybody
from kith.main.demo.envelopes import start_envelopes
from kith.main.demo.gifts import PLANS, charge_id, start_gifts
from kith.main.demo.ground import take_places
from kith.main.demo.guests import GUESTS, Guest
from kith.main.demo.portraits import take_portraits
from kith.main.demo.purses import fill_wallets
from kith.main.demo.residents import follows, settle_people
from kith.main.demo.rewards import reward_tasks
from kith.main.demo.script import script
from kith.main.demo.talk import begin_talk
from kith.main.demo.trade import open_shops
from kith.main.demo.wishes import make_wishes


class NoTownHere(Refusal):
    """A town of fictional people is built only where no real money moves and codes are shown in the dev outbox."""


class Town(NamedTuple):
    """What is there. `fresh` is True for whoever built it just now."""

    people: int
    shops: int
    goods: int
    gifts: int
    groups: int
    guests: tuple[Guest, ...]
    fresh: bool

    def welcome(self) -> str:
        """What whoever started the town should know."""
        things = f"{self.shops} shops, {self.goods} goods, {self.gifts} gifts and {self.groups} groups"
        head = f"The town has {self.people} people, {things}."
        how = "Sign in with a phone number; the code is at /dev/outbox. Try:"
        width = max(len(guest.phone) for guest in self.guests)
        lines = [f"  {guest.phone:{width}}  {guest.nickname}, who {guest.to_try}" for guest in self.guests]
        return "\n".join([head, how, *lines])


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
    here = await settle_people(parts, everybody().values(), [*follows(), *acquaintances()], now)
    progress(f"{len(here)} people live here")
    await take_portraits(parts, here, now)
    await take_places(parts, here, now)
    await begin_talk(parts, here, now)
    progress(f"{len(script().groups)} groups talk")
    await open_shops(parts, here, now)
    progress(f"{len(shops())} shops are open, with {_goods()} goods from their feeds")
    await make_wishes(parts, here, now)
    await fill_wallets(parts, here, now)
    await reward_tasks(parts, here, now)
    await start_envelopes(parts, here, now)
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
    return Town(len(everybody()), len(shops()), _goods(), len(PLANS), len(script().groups), GUESTS, fresh)
