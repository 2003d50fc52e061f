"""A wallet as its owner knows it: what went in and out, under the names that their phone gave it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kith import wallet
from kith.kit import ids
from kith.main.stories.actor import Actor, Json
from tests.faults.gateways import ALIPAY
from tests.faults.part import Part

if TYPE_CHECKING:
    from tests.faults.scene import Scene

NAME = "安安"
_SMALLEST_FEN = 10
_births = itertools.count()


class Withdrawal(NamedTuple):
    """Money of the wallet that is to be sent to its owner's account."""

    withdrawal_id: str
    fen: int
    number: str
    """The transfer at the gateway."""


@dataclass
class Purse:
    """Somebody's wallet."""

    owner: Actor
    top_ups: list[Part] = field(default_factory=list[Part])
    spent: list[Part] = field(default_factory=list[Part])
    """What was paid from it."""
    withdrawals: list[Withdrawal] = field(default_factory=list[Withdrawal])
    shares: int = 0
    """What came out of envelopes, in fen."""
    checked: bool = False

    async def prove_identity(self, scene: Scene) -> bool:
        """Have it checked whose wallet it is, and wait for the answer; False when it never comes."""
        if self.checked:
            return True
        check_id = str(ids.new())
        asked = {"check_id": check_id, "name": NAME, "id_number": identity_number(looked_into=True)}
        number = ids.derived(self.owner.id, f"identity {check_id.replace('-', '')}").hex
        await scene.town.faults(number, scene.wrong_with_identity)
        await self.owner.post("/me/wallet/identity-checks", asked)
        for minutes in (2, 10, 60, 240):
            await scene.later(minutes=minutes)
            found = await self.owner.get(f"/me/wallet/identity-checks/{check_id}")
            if found["state"] == "verified":
                self.checked = True
                return True
        return False

    async def top_up(self, scene: Scene, fen: int) -> bool:
        """Put money in by the scene's gateway, and wait until it is there; False when it never is."""
        if not await self.prove_identity(scene):
            return False
        wanted = {"top_up_id": str(ids.new()), "fen": fen}
        begun = await self.owner.post("/me/wallet/top-ups", wanted)
        part = scene.first_to_pay(Part(self.owner, fen, begun["charge_id"]))
        self.top_ups.append(part)
        before = await self.balance()
        await scene.pay(part=part)
        for minutes in (1, 4, 5, 20, 30, 180):
            await scene.later(minutes=minutes)
            if await self.balance() >= before + fen:
                return True
        return False

    async def withdraw(self, scene: Scene) -> bool:
        """Have all of it sent to the owner's account; False when there is nothing that could be."""
        fen = await self.balance()
        if fen < _SMALLEST_FEN or not await self.prove_identity(scene):
            return False
        await self.owner.put(
            "/me/wallet/payee", {"gateway": ALIPAY.name, "account": "ann@wallet.example", "name": NAME}
        )
        withdrawal_id = str(ids.new())
        number = ids.derived(self.owner.id, withdrawal_id.replace("-", "")).hex
        await scene.town.faults(number, scene.wrong_with_payout)
        await self.owner.post("/me/wallet/withdrawals", {"withdrawal_id": withdrawal_id, "fen": fen})
        self.withdrawals.append(Withdrawal(withdrawal_id, fen, number))
        return True

    async def balance(self) -> int:
        """What is in it now."""
        return int((await self.owner.get("/me/wallet"))["balance_fen"])

    def expected(self, paid: Mapping[str, int], back: Mapping[str, int], sent: Mapping[str, bool]) -> int:
        """What must be in it in the end, by the gateways' books and what came back of what was paid from it.

        `sent` says of transfers that were made whether they came back.
        """
        came = sum(paid.get(number, 0) - back.get(number, 0) for part in self.top_ups for number in part.numbers)
        spent = sum(part.paid * part.fen - part.returned for part in self.spent)
        gone = sum(each.fen for each in self.withdrawals if sent.get(each.number) is False)
        return came + self.shares - spent - gone


@dataclass
class Packet:
    """A red envelope for a group of three, and what was taken of it."""

    part: Part
    envelope_id: str = field(default_factory=lambda: str(ids.new()))
    taken: list[int] = field(default_factory=list[int])

    async def open(self, scene: Scene, actor: Actor) -> None:
        """Somebody opens it."""
        share: Json = await actor.post(f"/envelopes/{self.envelope_id}/claims", {}, expect=200)
        self.taken.append(share["fen"])
        scene.purse(actor).shares += share["fen"]


def identity_number(*, looked_into: bool) -> str:
    """One that nobody else here has; whoever checks it may take a minute for it."""
    day = date(1950, 1, 1) + timedelta(days=next(_births))
    places = f"990000{day:%Y%m%d}{'014' if looked_into else '012'}"
    return places + wallet.check_digit(places)
