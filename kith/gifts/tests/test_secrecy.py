"""What the giver must not learn: that a gift was declined, and anything of where it goes."""

import re
from datetime import timedelta

import msgspec
import pytest

from kith import chat, gifts, payments, people
from kith.chat.conversation import pair_id
from kith.chat.show_chat import show_chat
from kith.gifts import giver_view
from kith.gifts.tests.town import FEN, NUMBER, Town, leaks
from kith.kit.sql import Query
from tests.cast import ANN, BO, CHEN

FORBIDDEN = re.compile(
    r"acceptance|address|order_gift|shop_order|carrier|tracking|shipment|quiet|asked_at|trouble|order_id|dismissed|opened",
    re.I,
)


def test_what_answers_the_giver_reads_nothing_else() -> None:
    statements = [value for value in vars(giver_view).values() if isinstance(value, Query)]
    assert len(statements) == 5
    for statement in statements:
        assert not FORBIDDEN.search(statement.text)
        assert set(re.findall(r"(?:FROM|JOIN)\s+(\w+)", statement.text)) <= {"gift", "gift_move", "part", "ask"}


async def seen(town: Town, gift_id: gifts.GiftId, giver: people.PersonId) -> bytes:
    """Every byte that reaches the giver of one gift, its own ids left out."""
    charge_id = await town.charge(gift_id)
    async with town.db.transaction() as tx:
        view = await gifts.show_given(tx, gift_id, giver, town.now)
        page = await gifts.list_given(tx, giver, limit=100, after=None, now=town.now)
        listed = [item for item in page.items if item.gift_id == gift_id]
        charge = await payments.charge_of(tx, charge_id)
        refunds = await payments.refunds_of(tx, [charge_id])
    paid = [(charge.state, charge.fen, charge.paid_at, charge.cancelled_at)]
    back = [(refund.fen, refund.state, refund.reason, refund.wanted_at, refund.refunded_at) for refund in refunds]
    text = msgspec.json.encode([view, listed, paid, back]).decode()
    return text.replace(str(gift_id), "GIFT").replace(str(charge_id), "CHARGE").replace(str(giver), "GIVER").encode()


async def heard(town: Town, gift_id: gifts.GiftId, giver: people.PersonId) -> str:
    """Every byte of the giver's conversation with the recipient, which is about one gift, ids left out."""
    pair = pair_id(giver, BO)
    async with town.db.transaction() as tx:
        page = await chat.read_messages(tx, chat.Policy(), pair, giver, since=0, before=None, most=9, now=town.now)
        shown = await show_chat(tx, chat.Policy(), pair, giver, town.now)
    text = msgspec.json.encode([page.items, page.revision, page.more, shown]).decode()
    for name in (pair, gift_id, giver, *(message.message_id for message in page.items)):
        text = text.replace(str(name), "ID")
    return text


@pytest.mark.parametrize("days", [1, 3])
async def test_declined_and_not_answered_are_the_same_in_every_byte_at_every_moment(town: Town, days: int) -> None:
    waiting = await town.offered(ANN, window_days=days)
    declined = await town.offered(CHEN, window_days=days)
    town.later(hours=1)
    await town.decline(declined)
    assert (await town.recipient(declined)).state == "declined"
    moments, over = 0, town.now + timedelta(days=days, hours=12)
    while town.now < over:
        assert await seen(town, waiting, ANN) == await seen(town, declined, CHEN), town.now
        assert await heard(town, waiting, ANN) == await heard(town, declined, CHEN), town.now
        assert await town.available() == (5 if b"not_taken_up" in await seen(town, waiting, ANN) else 3)
        await town.sweep(hours=5, minutes=59)
        moments += 1
    assert moments > days * 4
    assert b"not_taken_up" in await seen(town, declined, CHEN)
    assert (await town.recipient(declined)).state == "declined"
    assert await town.findings() == []


async def test_a_block_ends_gifts_like_a_quiet_decline(town: Town) -> None:
    waiting, blocked = await town.offered(ANN), await town.offered(CHEN)
    await town.block(BO, CHEN)
    for hours in (0, 1, 70.9, 0.2, 24):
        await town.sweep(hours=hours)
        assert await seen(town, waiting, ANN) == await seen(town, blocked, CHEN)
    assert b"not_taken_up" in await seen(town, blocked, CHEN)


async def test_withdrawing_works_the_same_on_a_declined_gift(town: Town) -> None:
    waiting, declined = await town.offered(), await town.offered()
    await town.decline(declined)
    for gift_id in (waiting, declined):
        await town.withdraw(gift_id)
    await town.sweep()
    assert await seen(town, waiting, ANN) == await seen(town, declined, ANN)
    assert await town.money(declined) == (0, 0, 0, FEN)
    assert (await town.recipient(declined)).state == "declined"
    assert (await town.recipient(waiting)).state == "withdrawn"


async def test_rows_that_the_giver_can_cause_to_be_counted_are_the_same(town: Town) -> None:
    async def unpaid_and_reaching() -> list[object]:
        async with town.db.transaction() as tx:
            one = await (await tx.execute("SELECT count(*) FROM given WHERE unpaid_until IS NOT NULL")).fetchone()
            other = await (await tx.execute("SELECT count(*) FROM received WHERE offered_at IS NOT NULL")).fetchone()
        return [one, other]

    gift_id = await town.offered()
    before = await unpaid_and_reaching()
    await town.decline(gift_id)
    assert await unpaid_and_reaching() == before


async def test_no_byte_of_the_delivery_reaches_the_giver(town: Town) -> None:
    gift_id = await town.offered()

    async def hidden() -> None:
        bytes_seen = (await seen(town, gift_id, ANN)).decode()
        order_id = str(await town.order(gift_id))
        assert leaks(bytes_seen) == []
        for secret in (NUMBER, '"sf"', "Kunming", "blue", order_id, str(town.blue)):
            assert secret not in bytes_seen, secret
        days = re.findall(r'"day":"([^"]*)"', bytes_seen)
        assert days
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)

    await town.accept(gift_id, town.blue)
    await hidden()
    town.later(hours=7)
    await town.ship(gift_id)
    await hidden()
    for status in ("in_transit", "exception", "delivered"):
        town.later(hours=13)
        await town.carrier(status)
        await hidden()
    await town.sweep(days=40)
    await hidden()
    assert b'"received"' in await seen(town, gift_id, ANN)


async def test_the_hour_of_a_step_cannot_be_told_by_looking_often(town: Town) -> None:
    """Two gifts that are sent at different hours of one day look the same at every hour."""
    early, late = await town.offered(ANN), await town.offered(CHEN)
    for gift_id in (early, late):
        await town.accept(gift_id)
    for hour in range(20):
        town.later(hours=1)
        if hour == 1:
            await town.ship(early)
        if hour == 9:
            await town.ship(late, "SF1234567890124")
        assert await seen(town, early, ANN) == await seen(town, late, CHEN), town.now
    assert b'"shipped"' in await seen(town, late, CHEN)
