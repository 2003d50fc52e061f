"""The corner of the tests of ads: Eve's shop, its placements, and people who look and tap."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kith import ledger, merchants, payments, people, places
from kith.ads import sight as sights
from kith.ads.ask_for import ask_for
from kith.ads.asking import NewPlacement
from kith.ads.fund import fund
from kith.ads.meter import meter
from kith.ads.metering import Deed, Kind, Reason, flaw
from kith.ads.money import placement_account
from kith.ads.offer import Offer
from kith.ads.placement import PlacementId, charge_id_of
from kith.ads.placement_view import PlacementReport
from kith.ads.policy import Policy
from kith.ads.report_placement import report_placement
from kith.ads.review import review
from kith.ads.sight import Shown
from kith.kit import ids
from kith.kit.sql import Tx
from tests.cast import BO, EVE, HUI, enrol

BUND = 31.2397, 121.4908


@dataclass
class Corner:
    """Eve owns the shop, Bo works there; Hui has another."""

    now: datetime
    policy: Policy = field(default_factory=Policy)
    shop: merchants.MerchantId = field(init=False)
    other: merchants.MerchantId = field(init=False)

    async def begin(self, tx: Tx) -> "Corner":
        """Everybody comes."""
        self.shop, self.other = (merchants.MerchantId(ids.new(self.now)) for _ in range(2))
        for person in (EVE, BO, HUI):
            await enrol(tx, person, self.now)
        for shop, name, staff in ((self.shop, "Vases", [EVE, BO]), (self.other, "Lamps", [HUI])):
            await merchants.add(
                tx, merchant_id=shop, name=name, city="Shanghai", phone="+862100000000", staff=staff, now=self.now
            )
        return self

    def later(self, **span: float) -> datetime:
        """Let time go on."""
        self.now += timedelta(**(span or {"seconds": 1}))
        return self.now

    def new(self, **other: object) -> NewPlacement:
        """Ten yuan for people reached, today, all day."""
        content: dict[str, object] = {
            "placement_id": PlacementId(ids.new(self.now)),
            "model": "reach",
            "title": "Vases",
            "words": "Green ones, around the corner",
            "place": places.Position(*BUND),
            "radius_km": 2,
            "first_day": people.day_of(self.now),
            "days": 1,
            "hours": list(range(24)),
            "fen": 1_000,
        }
        return NewPlacement(**content | other)  # pyright: ignore[reportArgumentType] by name

    async def ask(self, tx: Tx, **other: object) -> PlacementId:
        """Eve asks for a placement."""
        new = self.new(**other)
        await ask_for(tx, self.policy, self.shop, EVE, new, now=self.now)
        return new.placement_id

    async def fund(self, tx: Tx, placement_id: PlacementId) -> bool:
        """The money has come: as `payments` says it, without a gateway."""
        charge = await payments.charge_of(tx, charge_id_of(placement_id))
        outside = ledger.NewAccount(ids.derived(charge.charge_id, "outside"), "house", charge.charge_id, "none")
        charged = ledger.NewAccount(payments.charge_account(charge.charge_id), "charge", charge.charge_id, "debits")
        await ledger.want_accounts(tx, [outside, charged], self.now)
        paid = ledger.Transfer(
            id=ids.derived(charge.charge_id, "paid"),
            debit=outside.account_id,
            credit=charged.account_id,
            fen=charge.fen,
            reason="test",
        )
        await ledger.transfer(tx, paid, self.now)
        return await fund(tx, charge, self.now)

    async def run(self, tx: Tx, **other: object) -> PlacementId:
        """Eve has a placement that was reviewed and paid."""
        placement_id = await self.ask(tx, **other)
        await review(tx, self.policy, placement_id, refused=None, by="test", now=self.now)
        assert await self.fund(tx, placement_id)
        return placement_id

    async def show(self, tx: Tx, placement_id: PlacementId, *some: people.PersonId, fen: int = 0) -> list[Offer]:
        """It is shown to some, a second ago."""
        await sights.put.run(
            tx, **sights.columns([Shown(one, placement_id, self.now) for one in some]), keep=self.policy.a_day
        )
        offers = [Offer(ids.new(self.now), placement_id, 1, fen, self.now) for _ in some]
        self.later(seconds=2)
        return offers

    async def report(self, tx: Tx, kind: Kind, *deeds: tuple[people.PersonId, Offer]) -> list[Reason | None]:
        """They saw or tapped it, all at once."""
        return await meter(
            tx,
            [
                Deed(person, kind, offer, self.now, flaw(kind, offer, 1_000, self.policy, self.now))
                for person, offer in deeds
            ],
        )

    async def seen(self, tx: Tx, placement_id: PlacementId) -> PlacementReport:
        """What Eve reads of it."""
        return await report_placement(tx, self.shop, EVE, placement_id)

    async def balances(self, tx: Tx, placement_id: PlacementId) -> tuple[int, int]:
        """What the placement and its charge have."""
        accounts = [placement_account(placement_id), payments.charge_account(charge_id_of(placement_id))]
        found = await ledger.balances(tx, accounts)
        return tuple(found[one].net if one in found else 0 for one in accounts)  # pyright: ignore[reportReturnType]
