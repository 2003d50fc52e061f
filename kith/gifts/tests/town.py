"""The town in which gifts are tested: Ann gives to Bo, who are friends; Eve's shop sells vases; Gao looks on.

Everything commits, the money is real to the ledger, and only the far side of the payment gateway is scripted.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from kith import gifts, ledger, mall, merchants, payments, people
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as rows
from kith.gifts import timer as timers
from kith.gifts.ask import NewAsk, NewAsks, ask_id
from kith.gifts.ask_friends import ask_friends
from kith.gifts.ask_view import AskView
from kith.gifts.collecting import NewPart
from kith.gifts.come_by_link import come_by_link
from kith.gifts.dismiss_ask import dismiss_ask
from kith.gifts.make_pay_link import make_pay_link
from kith.gifts.money import gift_account, shop_account
from kith.gifts.open_part import open_part
from kith.gifts.pay_link import NewPayLink
from kith.gifts.payer_view import PayerView
from kith.gifts.show_ask import show_ask
from kith.gifts.show_paid import show_paid
from kith.kit import ids
from kith.kit.sql import Database
from kith.mall.carriers.carrier import Report, Sighting, Status
from kith.mall.refuse_order import refuse_order
from kith.mall.ship import ship
from kith.mall.track import track
from kith.payments.sweep import sweep as sweep_payments
from kith.payments.tend_attempt import tend_attempt
from kith.payments.tests.scripted import Scripted
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, GAO, SECRET, befriend, enrol

FEN = 28_800
LESS = 20_000
RING = gifts.KeyRing.parse("k1:" + "5a" * 32)
HOME = gifts.Address(
    name="Bo Lin",
    mobile="13912345678",
    province="440000",
    city="440300",
    district="440305",
    street="Keyuan Road 15-802",
)
NUMBER = "SF1234567890123"
_WORDS = re.compile(
    r"Bo Lin|13912345678|广东|深圳|南山|Keyuan|Road 15-802|(?<![\w.-])(?:440000|440300|440305)(?![\w-])"
)


def leaks(text: str) -> list[str]:
    """What a text gives away of `HOME`; a code of a place is one only where it is no piece of an id or a moment."""
    return _WORDS.findall(text)


@dataclass
class Town:
    """A database, the hour, and what everybody can do."""

    db: Database
    now: datetime
    policy: gifts.Policy = field(default_factory=gifts.Policy)
    gateway: Scripted = field(default_factory=Scripted)
    paying: payments.Policy = field(default_factory=payments.Policy)
    shop: merchants.MerchantId = field(init=False)
    green: mall.SkuId = field(init=False)
    blue: mall.SkuId = field(init=False)
    golden: mall.SkuId = field(init=False)
    """Two variants of one price and a dearer one."""
    lamps: merchants.MerchantId = field(init=False)
    lamp: mall.ProductId = field(init=False)
    tall: mall.SkuId = field(init=False)
    small: mall.SkuId = field(init=False)
    great: mall.SkuId = field(init=False)

    def __post_init__(self) -> None:
        self.shop = merchants.MerchantId(ids.new(self.now))
        product = mall.product_id(self.shop, "vase")
        self.green, self.blue, self.golden = (mall.sku_id(product, name) for name in ("green", "blue", "golden"))
        self.lamps = merchants.MerchantId(ids.new(self.now))
        self.lamp = mall.product_id(self.lamps, "lamp")
        self.tall, self.small, self.great = (mall.sku_id(self.lamp, name) for name in ("tall", "small", "great"))

    @property
    def product(self) -> mall.ProductId:
        return mall.product_id(self.shop, "vase")

    @property
    def paid(self) -> payments.Paid:
        return payments.Paid({"gift": partial(gifts.fund, policy=self.policy)}, {"gift": gifts.hold_gift})

    @property
    def moved(self) -> mall.OrderMoved:
        return mall.OrderMoved({"gift": partial(gifts.follow_order, policy=self.policy)}, {"gift": gifts.follow_parcel})

    @property
    def charged(self) -> payments.Moved:
        return payments.Moved({"gift": gifts.follow_charge})

    @property
    def blocked(self) -> people.Blocked:
        return people.Blocked((gifts.end_on_block,))

    def later(self, **span: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(**span)
        return self.now

    async def build(self, units: int = 5, ships_to: tuple[str, ...] = ()) -> "Town":
        """People, friends, a shop and its vase."""
        async with self.db.transaction() as tx:
            for person in (ANN, BO, CHEN, DEE, EVE, FAY, GAO):
                await enrol(tx, person, self.now)
            for friend in (ANN, CHEN, DEE, EVE):
                await befriend(tx, friend, BO, self.now)
            await merchants.add(
                tx,
                merchant_id=self.shop,
                name="Vases",
                city="Kunming",
                phone="+8687100000000",
                staff=[EVE],
                now=self.now,
            )
            variants = [
                mall.DraftVariant(name, {"colour": name}, fen, units)
                for name, fen in (("green", FEN), ("blue", FEN), ("golden", FEN * 2))
            ]
            vase = mall.Draft("vase", "home", "Vase", "", "", "530000", [*ships_to], 48, [], [], variants)
            await mall.enter_products(tx, self.shop, [vase], by="test", now=self.now)
            await mall.review(tx, self.product, "approved", by="test", why="", now=self.now)
        return self

    async def open_lamps(
        self, units: int = 5, ships_to: tuple[str, ...] = (), hours: int = 48, staff: people.PersonId = FAY
    ) -> None:
        """Another shop, whose lamp comes tall for the price of a vase, small for less, and great for more."""
        async with self.db.transaction() as tx:
            await merchants.add(
                tx, merchant_id=self.lamps, name="Lamps", city="Dali", phone="0872", staff=[staff], now=self.now
            )
            variants = [
                mall.DraftVariant(name, {"size": name}, fen, units)
                for name, fen in (("tall", FEN), ("small", LESS), ("great", FEN * 2))
            ]
            lamp = mall.Draft("lamp", "home", "Lamp", "", "", "530000", [*ships_to], hours, [], [], variants)
            await mall.enter_products(tx, self.lamps, [lamp], by="test", now=self.now)
            await mall.review(tx, self.lamp, "approved", by="test", why="", now=self.now)

    async def give(self, giver: people.PersonId = ANN, **other: object) -> gifts.GiftId:
        """An unpaid gift for Bo."""
        asked = self.wish(**other)
        async with self.db.transaction() as tx:
            await gifts.give(tx, self.policy, giver, asked, self.now)
        return asked.gift_id

    def wish(self, **other: object) -> gifts.NewGift:
        content: dict[str, object] = {
            "gift_id": ids.new(self.now),
            "charge_id": ids.new(self.now),
            "recipient_id": BO,
            "sku_id": self.green,
            "message": "For your window",
        }
        return gifts.NewGift(**content | other)

    async def collect(self, giver: people.PersonId = ANN, **other: object) -> gifts.GiftId:
        """A gift for Bo that friends may pay for three days."""
        return await self.give(giver, **{"collect_days": 3} | other)

    async def ask(
        self, gift_id: gifts.GiftId, *friends: people.PersonId, asker: people.PersonId = ANN, fen: int | None = None
    ) -> gifts.GiverView:
        asked = NewAsks([NewAsk(friend, fen) for friend in friends], "Let us do it together")
        async with self.db.transaction() as tx:
            return await ask_friends(tx, self.policy, gift_id=gift_id, asker_id=asker, asked=asked, now=self.now)

    async def open_part(
        self, gift_id: gifts.GiftId, payer: people.PersonId, fen: int, charge_id: UUID | None = None
    ) -> payments.ChargeId:
        asked = NewPart(payments.ChargeId(charge_id or ids.new(self.now)), fen)
        async with self.db.transaction() as tx:
            part = await open_part(tx, self.policy, gift_id=gift_id, payer_id=payer, asked=asked, now=self.now)
        return part.charge_id

    async def pay_part(self, gift_id: gifts.GiftId, payer: people.PersonId, fen: int) -> payments.ChargeId:
        """Somebody opens a part and pays it."""
        charge_id = await self.open_part(gift_id, payer, fen)
        await self.pay_charge(charge_id, payer)
        return charge_id

    async def pay_charge(self, charge_id: payments.ChargeId, payer: people.PersonId) -> None:
        attempt_id = await self.begin(charge_id, payer)
        self.gateway.pay(attempt_id.hex)
        await self.tend(charge_id, attempt_id)

    async def asked(self, gift_id: gifts.GiftId, payer: people.PersonId) -> AskView:
        async with self.db.transaction() as tx:
            return await show_ask(tx, ask_id(gift_id, payer), payer, self.now)

    async def dismiss(self, gift_id: gifts.GiftId, payer: people.PersonId) -> AskView:
        async with self.db.transaction() as tx:
            return await dismiss_ask(tx, ask_id(gift_id, payer), payer, self.now)

    async def paid_by(self, gift_id: gifts.GiftId, payer: people.PersonId) -> PayerView:
        async with self.db.transaction() as tx:
            return await show_paid(tx, gift_id, payer, self.now)

    async def link(self, gift_id: gifts.GiftId, asker: people.PersonId = ANN) -> str:
        async with self.db.transaction() as tx:
            asked = NewPayLink("Come along")
            made = await make_pay_link(tx, SECRET, gift_id=gift_id, asker_id=asker, asked=asked, now=self.now)
        return made.token

    async def come(self, token: str, payer: people.PersonId) -> AskView:
        async with self.db.transaction() as tx:
            return await come_by_link(tx, token, payer, self.now)

    async def befriend(self, one: people.PersonId, other: people.PersonId) -> None:
        async with self.db.transaction() as tx:
            await befriend(tx, one, other, self.now)

    async def pay(self, gift_id: gifts.GiftId) -> None:
        """Ann opens the cashier and pays; the gateway is asked and says so."""
        charge_id, attempt_id = await self.charge(gift_id), await self.open_cashier(gift_id)
        self.gateway.pay(attempt_id.hex)
        await self.tend(charge_id, attempt_id)

    async def open_cashier(self, gift_id: gifts.GiftId) -> payments.AttemptId:
        async with self.db.transaction() as tx:
            payer = (await rows.by_id.one(tx, gift_id=gift_id)).giver_id
        return await self.begin(await self.charge(gift_id), payer)

    async def begin(self, charge_id: payments.ChargeId, payer: people.PersonId) -> payments.AttemptId:
        attempt_id = payments.AttemptId(ids.new(self.now))
        await payments.begin(
            self.db,
            self.gateways,
            payments.Policy(),
            attempt_id=attempt_id,
            charge_id=charge_id,
            payer_id=payer,
            gateway=self.gateway.name,
            way="qr",
            site="http://kith.example",
            now=self.now,
        )
        return attempt_id

    async def tend(self, charge_id: payments.ChargeId, attempt_id: payments.AttemptId) -> None:
        await tend_attempt(
            self.db,
            self.gateways,
            payments.Policy(),
            self.paid,
            self.charged,
            charge_id=charge_id,
            attempt_id=attempt_id,
            now=self.now,
        )

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({self.gateway.name: self.gateway})

    async def charge(self, gift_id: gifts.GiftId) -> payments.ChargeId:
        async with self.db.transaction() as tx:
            row = await (await tx.execute("SELECT charge_id FROM part WHERE gift_id = %s", [gift_id])).fetchone()
        if row is None:
            raise LookupError("nobody pays for it yet")
        return row[0]

    async def offered(self, giver: people.PersonId = ANN, **other: object) -> gifts.GiftId:
        gift_id = await self.give(giver, **other)
        await self.pay(gift_id)
        return gift_id

    async def received_list(self) -> list[gifts.RecipientView]:
        async with self.db.transaction() as tx:
            return (await gifts.list_received(tx, BO, limit=100, after=None, now=self.now)).items

    async def open(self, gift_id: gifts.GiftId) -> gifts.ReceivedGift:
        async with self.db.transaction() as tx:
            return await gifts.open_gift(tx, gift_id, BO, self.now)

    async def thank(self, gift_id: gifts.GiftId, text: str = "It stands in my window") -> gifts.ReceivedGift:
        async with self.db.transaction() as tx:
            return await gifts.thank(tx, gift_id, BO, gifts.Words(text), self.now)

    async def accept(
        self,
        gift_id: gifts.GiftId,
        sku_id: UUID | None = None,
        address: gifts.Address | None = HOME,
        *,
        returned_fen: int = 0,
    ) -> gifts.ReceivedGift | gifts.ShopCannotServe:
        async with self.db.transaction() as tx:
            return await gifts.accept(
                tx,
                RING,
                self.policy,
                gift_id=gift_id,
                recipient_id=BO,
                answer=gifts.Answer(mall.SkuId(sku_id or self.green), address, returned_fen),
                now=self.now,
            )

    async def accepted(self, **other: object) -> gifts.GiftId:
        gift_id = await self.offered(**other)
        await self.accept(gift_id)
        return gift_id

    async def decline(self, gift_id: gifts.GiftId, *, tell: bool = False) -> gifts.ReceivedGift:
        async with self.db.transaction() as tx:
            return await gifts.decline(tx, gift_id, BO, tell=tell, now=self.now)

    async def withdraw(self, gift_id: gifts.GiftId) -> gifts.GiverView:
        async with self.db.transaction() as tx:
            return await gifts.withdraw(tx, gift_id, ANN, self.now)

    async def correct(self, gift_id: gifts.GiftId, address: gifts.Address = HOME) -> None:
        async with self.db.transaction() as tx:
            await gifts.correct_address(tx, RING, gift_id=gift_id, recipient_id=BO, address=address, now=self.now)

    async def read(self, gift_id: gifts.GiftId, reader: people.PersonId = EVE) -> gifts.Label:
        order_id = await self.order(gift_id)
        async with self.db.transaction() as tx:
            return await gifts.read_address(tx, RING, order_id, reader, self.now)

    async def confirm(self, gift_id: gifts.GiftId) -> gifts.ReceivedGift:
        async with self.db.transaction() as tx:
            return await gifts.confirm_receipt(tx, self.policy, gift_id, BO, self.now)

    async def order(self, gift_id: gifts.GiftId) -> mall.OrderId:
        async with self.db.transaction() as tx:
            return (await acceptances.of.one(tx, gift_id=gift_id)).order_id

    async def unable(
        self, gift_id: gifts.GiftId, reason: mall.UnableReason = "other", staff: people.PersonId = EVE
    ) -> None:
        order_id = await self.order(gift_id)
        async with self.db.transaction() as tx:
            await refuse_order(tx, self.moved, order_id=order_id, person_id=staff, reason=reason, now=self.now)

    async def cancel(self, gift_id: gifts.GiftId, who: people.PersonId = BO) -> None:
        async with self.db.transaction() as tx:
            await gifts.cancel(tx, gift_id, who, self.now)

    async def ship(self, gift_id: gifts.GiftId, number: str = NUMBER, staff: people.PersonId = EVE) -> None:
        order_id = await self.order(gift_id)
        async with self.db.transaction() as tx:
            await ship(
                tx,
                self.moved,
                mall.OrderPolicy(),
                order_id=order_id,
                person_id=staff,
                carrier="sf",
                tracking_no=number,
                now=self.now,
            )

    async def shipped(self) -> gifts.GiftId:
        gift_id = await self.accepted()
        await self.ship(gift_id)
        return gift_id

    async def carrier(self, status: Status, number: str = NUMBER) -> None:
        """What the carrier says now."""
        report = Report("sf", number, [Sighting(status, self.now, "in Shenzhen")])
        async with self.db.transaction() as tx:
            await track(tx, self.moved, mall.OrderPolicy(), report, self.now)

    async def block(self, who: people.PersonId, whom: people.PersonId) -> None:
        async with self.db.transaction() as tx:
            await people.block(tx, self.blocked, who, whom, self.now)

    async def minute(self) -> None:
        """The sweep of this minute."""
        await gifts.sweep(self.db, self.policy, self.now)

    async def sweep(self, **span: float) -> None:
        """Move the clock on and let time, and the gateway, do their work."""
        self.later(**span)
        await gifts.sweep(self.db, self.policy, self.now)
        await sweep_payments(self.db, self.gateways, self.paying, self.paid, self.charged, now=self.now)

    async def giver(self, gift_id: gifts.GiftId, giver: people.PersonId = ANN) -> gifts.GiverView:
        async with self.db.transaction() as tx:
            return await gifts.show_given(tx, gift_id, giver, self.now)

    async def recipient(self, gift_id: gifts.GiftId) -> gifts.ReceivedGift:
        async with self.db.transaction() as tx:
            return await gifts.show_received(tx, gift_id, BO, self.now)

    async def state(self, gift_id: gifts.GiftId) -> gifts.GiftState:
        async with self.db.transaction() as tx:
            return (await rows.by_id.one(tx, gift_id=gift_id)).state

    async def timers(self, gift_id: gifts.GiftId) -> dict[str, datetime]:
        async with self.db.transaction() as tx:
            return {timer.kind: timer.due_at for timer in await timers.of.all(tx, gift_id=gift_id)}

    async def money(
        self, gift_id: gifts.GiftId, merchant_id: merchants.MerchantId | None = None
    ) -> tuple[int, int, int, int]:
        """What the gift has and holds, what the shop is owed, and what has gone back."""
        owed = shop_account(merchant_id or self.shop)
        async with self.db.transaction() as tx:
            found = await ledger.balances(tx, [gift_account(gift_id), owed])
            back = await payments.refunds_of(tx, [await self.charge(gift_id)])
        none = ledger.Balance(0, 0, 0, 0)
        gift, shop = found.get(gift_account(gift_id), none), found.get(owed, none)
        return gift.net, gift.debits_pending, shop.net, sum(refund.fen for refund in back if refund.state == "refunded")

    async def available(self, sku_id: mall.SkuId | None = None) -> int:
        async with self.db.transaction() as tx:
            return (await mall.variant(tx, sku_id or self.green)).available

    async def findings(self) -> list[ledger.Finding]:
        async with self.db.transaction() as tx:
            books = await ledger.audit(tx)
        books += await payments.audit(self.db, self.gateways, payments.Policy(), self.now)
        return [*books, *await gifts.audit(self.db, self.policy, self.now)]
