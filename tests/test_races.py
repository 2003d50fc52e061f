"""People, the clock, the shop and the gateway collide: exactly one wins, and the books balance whoever it is.

Over HTTP and with every capability wired. The collisions inside one capability are tested beside its code.
"""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kith import gifts
from kith.gifts.tests.town import FEN
from kith.kit.sql import Database
from tests.arena import UNITS, Arena, arena, newcomers
from tests.cast import ANN, BO

ROUNDS = 6

Deed = Callable[[Arena, gifts.GiftId], Coroutine[Any, Any, str]]
Outcome = tuple[str, str, str]
"""How the gift ends when all time has passed, and what became of the two deeds."""


class Duel(NamedTuple):
    """Two deeds on one gift, and every way in which they may end."""

    one: str
    other: str
    ends: set[Outcome]
    accepted: bool = False
    """Whether the gift has been accepted before."""


DEEDS: dict[str, Deed] = {
    "accept": Arena.accept,
    "accept another": lambda arena, gift_id: arena.accept(gift_id, arena.town.blue),
    "decline": lambda arena, gift_id: arena.decline(gift_id, tell=True),
    "decline quietly": lambda arena, gift_id: arena.decline(gift_id, tell=False),
    "withdraw": Arena.withdraw,
    "block": lambda arena, _: arena.block(BO, ANN),
    "be blocked": lambda arena, _: arena.block(ANN, BO),
    "ship": Arena.ship,
    "be unable": Arena.unable,
    "sell out": lambda arena, gift_id: arena.unable(gift_id, "sold_out"),
    "correct": Arena.correct,
    "giver cancels": lambda arena, gift_id: arena.cancel(gift_id, ANN, days=3.5),
    "recipient cancels": lambda arena, gift_id: arena.cancel(gift_id, BO, days=3.5),
    "expire": lambda arena, _: arena.time(days=3),
    "cancel late": lambda arena, _: arena.time(days=4),
}

DUELS = [
    Duel("accept", "expire", {("accepted", "done", "done"), ("expired", "gift_ended", "done")}),
    Duel("accept", "withdraw", {("accepted", "done", "already_accepted"), ("withdrawn", "gift_ended", "done")}),
    Duel("accept", "accept", {("accepted", "done", "done")}),
    Duel(
        "accept",
        "accept another",
        {("accepted", "done", "already_answered"), ("accepted", "already_answered", "done")},
    ),
    Duel("accept", "decline", {("accepted", "done", "already_answered"), ("declined", "already_answered", "done")}),
    Duel(
        "accept",
        "decline quietly",
        {("accepted", "done", "already_answered"), ("expired", "already_answered", "done")},
    ),
    Duel("accept", "block", {("accepted", "done", "done"), ("expired", "already_answered", "done")}),
    Duel("accept", "be blocked", {("accepted", "done", "done"), ("withdrawn", "gift_ended", "done")}),
    Duel("decline", "withdraw", {("declined", "done", "gift_ended"), ("withdrawn", "gift_ended", "done")}),
    Duel("decline quietly", "withdraw", {("withdrawn", "done", "done"), ("withdrawn", "gift_ended", "done")}),
    Duel("decline", "expire", {("declined", "done", "done"), ("expired", "gift_ended", "done")}),
    Duel("block", "be blocked", {("withdrawn", "done", "done")}),
    Duel("ship", "cancel late", {("shipped", "done", "done"), ("cancelled", "order_not_open", "done")}, accepted=True),
    Duel(
        "ship",
        "be unable",
        {("shipped", "done", "order_not_open"), ("cancelled", "order_not_open", "done")},
        accepted=True,
    ),
    Duel(
        "be unable",
        "cancel late",
        {("cancelled", "done", "done"), ("cancelled", "order_not_open", "done")},
        accepted=True,
    ),
    *(
        Duel(
            "ship",
            f"{who} cancels",
            {("shipped", "done", "already_sent"), ("cancelled", "order_not_open", "done")},
            accepted=True,
        )
        for who in ("giver", "recipient")
    ),
    Duel("giver cancels", "recipient cancels", {("cancelled", "done", "done")}, accepted=True),
    Duel("sell out", "correct", {("to_choose", "done", "done")}, accepted=True),
    Duel(
        "sell out",
        "ship",
        {("to_choose", "done", "order_not_open"), ("shipped", "order_not_open", "done")},
        accepted=True,
    ),
]

KEPT = ("accepted", "to_choose", "shipped")


@pytest.fixture
async def field(db: Database, fresh_url: str, tmp_path: Path) -> AsyncGenerator[Arena]:
    async with arena(db, fresh_url, tmp_path) as field:
        yield field


@pytest.mark.parametrize("duel", DUELS, ids=lambda duel: f"{duel.one} against {duel.other}")
async def test_a_duel_has_one_winner(field: Arena, duel: Duel) -> None:
    units, taken = await _units(field), 0
    for number in range(ROUNDS):
        await field.befriend()
        gift_id = await (field.town.accepted() if duel.accepted else field.town.offered())
        deeds = [DEEDS[name](field, gift_id) for name in (duel.one, duel.other)]
        outcomes = await field.together(*deeds, seed=number)
        if await field.town.state(gift_id) == "offered":
            await field.heal(days=3)
        await field.heal()
        state = await field.town.state(gift_id)
        assert (state, *outcomes) in duel.ends, f"round {number}"
        kept = state in KEPT
        assert await field.town.money(gift_id) == ((FEN, FEN, 0, 0) if kept else (0, 0, 0, FEN))
        assert await field.given_back(gift_id) == ([] if kept else [FEN])
        assert units - await _units(field) == (taken := taken + kept)
        await field.check()


async def test_fifty_people_and_the_last_item(db: Database, fresh_url: str, tmp_path: Path) -> None:
    async with arena(db, fresh_url, tmp_path, units=1) as field:
        town = field.town
        crowd = await newcomers(db, 50, town.now)
        for number, sku_id in enumerate((town.green, town.blue, town.golden)):
            wishes = [field.give(person, crowd[place ^ 1], sku_id) for place, person in enumerate(crowd)]
            assert Counter(await field.together(*wishes, seed=number)) == {"done": 1, "sold_out": 49}
            assert await town.available(sku_id) == 0
            async with db.transaction() as tx:
                rows = await tx.execute("SELECT gift_id, giver_id FROM gift WHERE sku_id = %s", [sku_id])
                [(gift_id, giver_id)] = await rows.fetchall()
            await town.pay(gift_id)
            # The dear one is a first gift between the two, and cools off.
            state = "cooling" if sku_id == town.golden else "waiting"
            assert (await town.giver(gift_id, giver_id)).state == state
            assert await town.available(sku_id) == 0
            await field.check()


async def test_one_payment_told_by_everybody_at_once(field: Arena) -> None:
    for number in range(ROUNDS):
        gift_id, attempt = await _paid(field)
        told = await field.together(
            *(field.notify(attempt.hex, "paid") for _ in range(4)), field.work(), field.sweep(), seed=number
        )
        assert told[:4] == ("success",) * 4
        await field.together(field.work(), field.sweep(), field.sweep(), seed=number)
        assert await field.town.state(gift_id) == "offered"
        assert await field.captured() == number + 1
        assert await field.town.money(gift_id) == (FEN, FEN, 0, 0)
        await field.check()


async def test_a_gift_is_withdrawn_while_its_payment_arrives(field: Arena) -> None:
    for number in range(ROUNDS):
        gift_id, attempt = await _paid(field)
        assert await field.notify(attempt.hex, "paid") == "success"
        *_, withdrawn = await field.together(
            field.work(1), field.notify(attempt.hex, "paid"), field.withdraw(gift_id), seed=number
        )
        assert withdrawn == "done"
        await field.work()
        await field.heal()
        assert await field.town.state(gift_id) == "withdrawn"
        assert await field.captured() == number + 1
        assert await field.given_back(gift_id) == [FEN]
        assert await _units(field) == 2 * UNITS
        await field.check()


async def test_a_refund_is_sent_while_late_news_arrives(field: Arena) -> None:
    for number in range(ROUNDS):
        gift_id, attempt = await _paid(field)
        await field.notify(attempt.hex, "paid")
        await field.work()
        assert await field.withdraw(gift_id) == "done"
        async with field.town.db.transaction() as tx:
            rows = await tx.execute(
                "SELECT refund_id FROM refund JOIN part USING (charge_id) WHERE gift_id = %s", [gift_id]
            )
            [(refund_id,)] = await rows.fetchall()
        field.town.gateway.faults["refund"] = [["lost_after"], ["pending"], []][number % 3]
        await field.together(
            field.work(),
            field.sweep(),
            field.notify(attempt.hex, "paid"),
            field.notify(attempt.hex, "refunded", refund_number=refund_id.hex),
            field.sweep(),
            seed=number,
        )
        await field.work()
        await field.heal()
        assert await field.given_back(gift_id) == [FEN]
        assert await field.town.money(gift_id) == (0, 0, 0, FEN)
        await field.check()


async def _paid(field: Arena) -> tuple[gifts.GiftId, Any]:
    """A gift whose giver has paid; we have not heard of it."""
    await field.befriend()
    gift_id = await field.town.give()
    attempt = await field.town.open_cashier(gift_id)
    field.town.gateway.pay(attempt.hex)
    return gift_id, attempt


async def _units(field: Arena) -> int:
    """Units of the gifts' two variants that could be sold now."""
    return await field.town.available() + await field.town.available(field.town.blue)
