"""The gateways' bills against the books."""

from datetime import date, datetime
from uuid import UUID

from kith import payments
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.stories.actor import Json
from kith.main.stories.stage import Stage


async def reconcile(stage: Stage) -> None:
    """Payments and refunds of one day: the bill leaves one out, has another with a fen too much, and everything comes
    to rest; and so does what was paid by card."""
    stage.step("At noon Ann pays three gifts, and two by card; Bo declines one of each, and its money goes back")
    await stage.until(12)
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gifts = [await ann.give(bo, shop.red) for _ in range(3)]
    checkouts = [await ann.begin_payment(gift_id) for gift_id in gifts]
    for checkout in checkouts:
        await stage.pay(checkout)
    by_card = [await ann.give(bo, shop.red) for _ in range(2)]
    cards = [await ann.begin_payment(gift_id, "card", "stripe") for gift_id in by_card]
    for checkout in cards:
        await stage.pay(checkout)
    for gift_id in (gifts[2], by_card[1]):
        await bo.decline(gift_id, tell=True)
    await stage.settle()
    for gift_id in (gifts[2], by_card[1]):
        await stage.refunded(ann, gift_id, shop.fen)
    late, odd = (_number(checkout) for checkout in checkouts[:2])
    await stage.faults_of(late, "bill_line_late")
    await stage.faults_of(odd, "bill_amount")
    lost = _number(cards[0])
    await stage.faults_of(lost, "bill_line_missing")
    day = clock.now()

    stage.step("The next morning the day is reconciled: one payment is missing there, one is of another amount")
    await stage.until(10)
    found = await _stands(stage, day, {late: ("missing_there", "open"), odd: ("amount", "open")})

    stage.step("Stripe's transactions leave one out as well, and have it when they are asked for again")
    await _stands(stage, day, {lost: ("missing_there", "open")}, "stripe")
    await stage.faults_of(lost)
    await _again(stage, "stripe", payments.day_of(day))
    await _stands(stage, day, {lost: ("missing_there", "closed")}, "stripe")

    stage.step("The operator closes the one: the gateway's mistake, for the fen there is no explanation")
    before = await _holding(stage)
    async with stage.parts[Database].transaction() as tx:
        await payments.close_break(
            tx, found[odd].break_id, reason="gateway_error", note="told them", to=None, by="Mei", now=clock.now()
        )
    after = await _holding(stage)
    await stage.same("clearing", after.clearing - before.clearing, 1)
    await stage.same("suspense", after.suspense - before.suspense, -1)

    stage.step("The other stands on the bill of the day after, and closes by itself")
    await stage.advance(days=1)
    found = await _stands(stage, day, {late: ("late", "closed"), odd: ("amount", "closed")})
    await stage.same("why", found[late].reason, "came_late")

    stage.step("The gateway sends the right bill: nothing is left in suspense, either")
    await stage.faults_of(odd)
    await _again(stage, "alipay", found[odd].day)
    found = await _stands(stage, day, {late: ("late", "closed"), odd: ("amount", "closed")})
    await stage.same("why", found[odd].reason, "bill_corrected")
    await stage.same("suspense", (await _holding(stage)).suspense, before.suspense)


def _number(checkout: Json) -> str:
    return UUID(checkout["attempt_id"]).hex


async def _again(stage: Stage, gateway: str, day: date) -> None:
    await payments.reconcile_day(
        stage.parts[Database], stage.parts[payments.Gateways], stage.parts[payments.Policy], gateway=gateway, day=day,
        now=clock.now(),
    )  # fmt: skip


async def _stands(
    stage: Stage, day: datetime, expected: dict[str, tuple[str, str]], gateway: str = "alipay"
) -> dict[str, payments.Break]:
    """The breaks of the day, by number; they must be exactly these."""
    async with stage.parts[Database].transaction() as tx:
        page = await payments.list_breaks(
            tx, gateway=gateway, day=payments.day_of(day), closed=True, after=None, limit=100
        )
    found = {row.number: row for row in page.items}
    await stage.same("breaks", {number: (row.kind, row.state) for number, row in found.items()}, expected)
    held = await _holding(stage, gateway)
    await stage.same("what is in the clearing accounts", held.clearing, held.clearing_explained)
    return found


async def _holding(stage: Stage, gateway: str = "alipay") -> payments.Holding:
    async with stage.parts[Database].transaction() as tx:
        [held] = await payments.holdings(tx, [gateway])
    return held
