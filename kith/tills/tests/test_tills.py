"""A shop's money: earned by orders, paid out to its account, told to its owner only."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kith import ledger, mall, merchants, payments, people, tills
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.page import Page
from kith.kit.sql import Database, Tx
from kith.mall.sale import settle as settle_sale
from kith.mall.shop_order import OrderId
from kith.payments.payout import PayoutId
from kith.payments.sweep_payouts import sweep_payouts
from kith.payments.tests.scripted import Scripted
from kith.tills.till import NewPayout, ShopMoney, ShopPayout, StatementLine, new_account
from tests.cast import BO, EVE, HUI, enrol

RING = KeyRing.parse("k1:" + "5a" * 32)
FEN = 20_000
WEN = payments.Payee("wen@flowers.example", "Wen Flowers")


class Shop:
    """Eve's shop, where Bo works; orders in it are settled without a gift."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db = db
        self.now = now
        self.gateway = Scripted()
        self.policy = tills.Policy()
        self.id = merchants.MerchantId(ids.new(now))

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({self.gateway.name: self.gateway})

    async def build(self) -> "Shop":
        async with self.db.transaction() as tx:
            for person in (EVE, BO, HUI):
                await enrol(tx, person, self.now)
            await merchants.add(
                tx,
                merchant_id=self.id,
                name="Vases",
                city="Kunming",
                phone="+8687100000000",
                staff=[EVE, BO],
                now=self.now,
            )
            vase = mall.DraftVariant("green", {}, FEN, 9)
            draft = mall.Draft("vase", "home", "Vase", "", "", "530000", [], 48, [], [], [vase])
            await mall.enter_products(tx, self.id, [draft], by="test", now=self.now)
            await tills.set_payout_account(tx, RING, self.id, gateway="scripted", payee=WEN, now=self.now)
        return self

    async def order(self) -> OrderId:
        """An order that is under way."""
        order_id = OrderId(ids.new(self.now))
        sku_id = mall.sku_id(mall.product_id(self.id, "vase"), "green")
        async with self.db.transaction() as tx:
            await mall.place_order(
                tx,
                order_id=order_id,
                merchant_id=self.id,
                sku_id=sku_id,
                purpose="gift",
                ref=order_id,
                fen=FEN,
                ship_by=self.now,
                now=self.now,
            )
        return order_id

    async def earn(self) -> OrderId:
        """An order whose money became the shop's own."""
        order_id = await self.order()
        async with self.db.transaction() as tx:
            await _post(tx, self.id, order_id, self.now)
            await mall.settle_order(tx, order_id, self.now)
        return order_id

    async def pay_out(
        self, fen: int = FEN, payout_id: PayoutId | None = None, who: people.PersonId = EVE
    ) -> ShopPayout:
        wanted = NewPayout(payout_id or PayoutId(ids.new(self.now)), fen)
        async with self.db.transaction() as tx:
            return await tills.pay_out(
                tx,
                RING,
                self.gateways,
                self.policy,
                merchant_id=self.id,
                person_id=who,
                wanted=wanted,
                now=self.now,
            )

    async def sweep(self, **later: float) -> None:
        self.now += timedelta(**later)
        moved = payments.PayoutMoved({"shop": tills.follow_payout})
        await sweep_payouts(self.db, self.gateways, RING, payments.Policy(), moved, now=self.now)

    async def statement(
        self, after: str | None = None, limit: int = 100, who: people.PersonId = EVE
    ) -> Page[StatementLine]:
        async with self.db.transaction() as tx:
            return await tills.list_statement(tx, self.id, who, after=after, limit=limit)

    async def seen(self, who: people.PersonId = EVE) -> ShopMoney:
        async with self.db.transaction() as tx:
            return await tills.view_money(tx, self.gateways, self.policy, self.id, who)

    async def money(self) -> tuple[int, int, int, int]:
        """Pending, available, under way, paid."""
        money = await self.seen()
        return money.pending_fen, money.available_fen, money.under_way_fen, money.paid_fen

    async def told(self, who: people.PersonId) -> int:
        async with self.db.transaction() as tx:
            found = await tx.execute("SELECT count(*) FROM event WHERE person_id = %s", [who])
            return int((await found.fetchone() or [0])[0])

    async def findings(self) -> list[ledger.Finding]:
        async with self.db.transaction() as tx:
            books = await ledger.audit(tx)
        return [*books, *await tills.audit(self.db)]


async def _post(tx: Tx, merchant_id: UUID, order_id: OrderId, now: datetime) -> None:
    """What settling a gift does in the ledger."""
    source = ledger.NewAccount(ledger.account_id("gift", order_id), "gift", order_id, "none")
    await ledger.open_accounts(tx, [source, new_account(merchant_id)], now)
    move = ledger.Transfer(
        id=ids.derived(order_id, "post"),
        debit=source.account_id,
        credit=new_account(merchant_id).account_id,
        fen=FEN,
        reason="gift-settled",
    )
    await ledger.transfer(tx, move, now)


@pytest.fixture
async def shop(db: Database, now: datetime) -> Shop:
    return await Shop(db, now).build()


async def test_money_is_pending_then_available_then_paid(shop: Shop) -> None:
    await shop.order()
    assert await shop.money() == (FEN, 0, 0, 0)
    await shop.earn()
    assert await shop.money() == (FEN, FEN, 0, 0)
    payout = await shop.pay_out(15_000)
    assert (payout.state, payout.account) == ("wanted", "wen***@flowers.example")
    assert await shop.money() == (FEN, 5_000, 15_000, 0)
    await shop.sweep()
    assert await shop.money() == (FEN, 5_000, 0, 15_000)
    assert shop.gateway.payout_orders[0].payee == WEN
    assert await shop.findings() == []


async def test_what_comes_back_is_available_again_and_stands_in_the_statement(shop: Shop) -> None:
    order_id = await shop.earn()
    payout = await shop.pay_out()
    await shop.sweep(minutes=1)
    for sent in shop.gateway.payouts.values():
        sent.state = "returned"
    await shop.sweep(hours=7)
    assert await shop.money() == (0, FEN, 0, 0)
    lines = (await shop.statement()).items
    assert [(line.kind, line.id, line.fen) for line in lines] == [
        ("returned", payout.payout_id, FEN),
        ("paid", payout.payout_id, -FEN),
        ("order", order_id, FEN),
    ]
    assert [line.title for line in lines] == [None, None, "Vase"]
    assert await shop.findings() == []


async def test_a_statement_is_paged_without_a_gap_though_moments_are_the_same(shop: Shop) -> None:
    for _ in range(4):
        await shop.earn()
    shop.gateway.faults["pay_out"] = ["lost_after"]
    for fen in (100, 200):
        await shop.pay_out(fen)
    await shop.sweep()
    for sent in shop.gateway.payouts.values():
        sent.state = "returned"
    await shop.sweep(hours=7)
    whole = (await shop.statement()).items
    assert len(whole) == 8
    assert [line.at for line in whole] == sorted((line.at for line in whole), reverse=True)
    for limit in (1, 2, 3):
        seen, after = [], None
        while True:
            page = await shop.statement(after, limit)
            seen += page.items
            after = page.next
            if after is None:
                break
        assert seen == whole


async def test_refusals_come_in_their_order(shop: Shop) -> None:
    await shop.earn()
    with pytest.raises(merchants.NotYourShop):
        await shop.pay_out(1, who=HUI)
    with pytest.raises(merchants.OwnerOnly):
        await shop.pay_out(1, who=BO)
    done = await shop.pay_out(FEN - 1_000)
    with pytest.raises(payments.PayoutDiffers):
        await shop.pay_out(1, done.payout_id)
    async with shop.db.transaction() as tx:
        await tx.execute("DELETE FROM payout_account")
    with pytest.raises(tills.NoPayoutAccount):
        await shop.pay_out(1)
    assert (await shop.seen()).account is None
    assert await shop.pay_out(FEN - 1_000, done.payout_id) == done, "what was begun is answered as it was"
    async with shop.db.transaction() as tx:
        await tills.set_payout_account(tx, RING, shop.id, gateway="scripted", payee=WEN, now=shop.now)
    shop.gateway.pays_out = False
    with pytest.raises(tills.PayoutTooSmall) as small:
        await shop.pay_out(99)
    assert small.value.facts == {"smallest_fen": 100}
    with pytest.raises(payments.PayoutsOff):
        await shop.pay_out(1_001)
    assert not (await shop.seen()).on
    shop.gateway.pays_out = True
    with pytest.raises(payments.PayoutTooLarge) as large:
        await shop.pay_out(1_001)
    assert large.value.facts == {"available_fen": 1_000}


async def test_only_the_owner_sees_it_and_is_told(shop: Shop) -> None:
    order_id = await shop.order()
    before = await shop.told(EVE), await shop.told(BO)
    for who, refusal in ((HUI, merchants.NotYourShop), (BO, merchants.OwnerOnly)):
        with pytest.raises(refusal):
            await shop.statement(who=who)
        with pytest.raises(refusal):
            await shop.seen(who)
    async with shop.db.transaction() as tx:
        await _post(tx, shop.id, order_id, shop.now)
        await mall.settle_order(tx, order_id, shop.now)
    await shop.pay_out()
    await shop.sweep()
    assert (await shop.told(EVE) - before[0], await shop.told(BO) - before[1]) == (4, 0)


async def test_of_two_payouts_at_once_over_the_sum_one_is_refused(shop: Shop) -> None:
    await shop.earn()
    outcomes = await asyncio.gather(*(shop.pay_out(12_000) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(each, ShopPayout) for each in outcomes) == 1
    assert sum(isinstance(each, payments.PayoutTooLarge) for each in outcomes) == 2
    assert await shop.money() == (0, 8_000, 12_000, 0)


async def test_the_same_payout_at_once_is_one(shop: Shop) -> None:
    await shop.earn()
    payout_id = PayoutId(ids.new(shop.now))
    outcomes = await asyncio.gather(*(shop.pay_out(12_000, payout_id) for _ in range(3)))
    assert len({outcome.payout_id for outcome in outcomes}) == 1
    assert await shop.money() == (0, 8_000, 12_000, 0)


async def test_payouts_under_way_go_where_they_were_sent(shop: Shop) -> None:
    await shop.earn()
    await shop.pay_out(10_000)
    async with shop.db.transaction() as tx:
        await tills.set_payout_account(
            tx, RING, shop.id, gateway="scripted", payee=payments.Payee("13800138000", "Eve"), now=shop.now
        )
    await shop.pay_out(10_000)
    await shop.sweep()
    assert {order.payee.account for order in shop.gateway.payout_orders} == {WEN.account, "13800138000"}
    async with shop.db.transaction() as tx:
        page = await tills.list_payouts(tx, shop.id, EVE, after=None, limit=1)
        rest = await tills.list_payouts(tx, shop.id, EVE, after=page.next, limit=9)
    assert sorted(payout.account for payout in [*page.items, *rest.items]) == ["138****8000", "wen***@flowers.example"]


async def test_the_audit_sees_money_that_was_not_earned(shop: Shop) -> None:
    order_id = await shop.earn()
    async with shop.db.transaction() as tx:
        await tx.execute("UPDATE shop_order SET fen = fen + 1")
    assert [finding.check for finding in await shop.findings()] == ["shop_has_its_money"]
    async with shop.db.transaction() as tx:
        assert not await settle_sale.run(tx, order_id=order_id, now=shop.now)
