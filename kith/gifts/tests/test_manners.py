"""Without a name, with thanks, in the diary, and within what one may spend."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kith import gifts, media, people
from kith.gifts import spending
from kith.gifts.gift import GiftState
from kith.gifts.list_diary import list_diary
from kith.gifts.recipient_view import may_open
from kith.gifts.see_thanks_picture import see_thanks_picture
from kith.gifts.spending import Spending, may_spend
from kith.gifts.tests.test_giving import refused
from kith.gifts.tests.test_moves import NOON, answer, gift
from kith.gifts.tests.test_races import together
from kith.gifts.tests.test_secrecy import seen
from kith.gifts.tests.town import FEN, Town
from kith.gifts.thanks import may_thank
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, DEE, EVE, GAO

# state: opening it, saying thank you
PEOPLE: dict[GiftState, tuple[str, str]] = {
    "planned": ("gift_not_found", "gift_not_found"),
    "unpaid": ("gift_not_found", "gift_not_found"),
    "collecting": ("gift_not_found", "gift_not_found"),
    "cooling": ("gift_not_found", "gift_not_found"),
    "scheduled": ("gift_not_found", "gift_not_found"),
    "offered": ("ok", "not_yet_accepted"),
    "accepted": ("ok", "ok"),
    "to_choose": ("ok", "ok"),
    "shipped": ("ok", "ok"),
    "in_delivery": ("ok", "ok"),
    "received": ("ok", "ok"),
    "lapsed": ("gift_not_found", "gift_not_found"),
    "withdrawn": ("gift_ended", "gift_ended"),
    "declined": ("gift_ended", "gift_ended"),
    "expired": ("gift_ended", "gift_ended"),
    "cancelled": ("gift_ended", "gift_ended"),
}


@pytest.mark.parametrize("state", PEOPLE)
def test_who_may_open_and_thank(state: GiftState) -> None:
    assert (answer(may_open, gift(state), NOON), answer(may_thank, gift(state), NOON)) == PEOPLE[state]


def test_what_is_over_is_not_opened() -> None:
    quiet = gift("offered", quietly_declined_at=NOON)
    assert (answer(may_open, quiet, NOON), answer(may_thank, quiet, NOON)) == ("gift_ended", "gift_ended")
    assert answer(may_open, gift("offered"), NOON + timedelta(days=3)) == "window_over"


async def all_she_sees(town: Town, gift_id: gifts.GiftId) -> bytes:
    """Every byte that reaches the recipient of one gift, events included."""
    async with town.db.transaction() as tx:
        view = await gifts.show_received(tx, gift_id, BO, town.now)
        leaves = await list_diary(tx, BO, year=None, limit=100, after=None, now=town.now)
        found = await tx.execute("SELECT kind, ref, happened_at FROM event WHERE person_id = %s", [BO])
        events = await found.fetchall()
    return msgspec.json.encode([view, await town.received_list(), leaves, events])


def names(giver: people.PersonId, shown: bytes) -> bool:
    return str(giver).encode() in shown or b'"Ann"' in shown


async def test_who_gave_is_shown_when_it_is_opened_and_the_giver_learns_nothing(town: Town) -> None:
    gift_id, open_one = await town.offered(anonymous=True), await town.offered(CHEN, anonymous=True)
    assert not names(ANN, await all_she_sees(town, gift_id))
    assert (await town.recipient(gift_id)).giver is None
    before = await seen(town, gift_id, ANN)
    async with town.db.transaction() as tx:
        told = await (await tx.execute("SELECT count(*) FROM event WHERE person_id = %s", [ANN])).fetchone()
    opened = await town.open(gift_id)
    assert opened.giver
    assert (opened.giver.person_id, opened.opened_at) == (ANN, town.now)
    town.later(hours=1)
    assert await town.open(gift_id) == opened
    assert await seen(town, gift_id, ANN) == before == await seen(town, open_one, CHEN)
    async with town.db.transaction() as tx:
        assert await (await tx.execute("SELECT count(*) FROM event WHERE person_id = %s", [ANN])).fetchone() == told
    assert names(ANN, await all_she_sees(town, gift_id))


async def test_what_ends_unopened_stays_without_a_name(town: Town) -> None:
    declined, told, withdrawn, expired = [await town.offered(anonymous=True) for _ in range(4)]
    await town.decline(declined)
    await town.decline(told, tell=True)
    await town.withdraw(withdrawn)
    for _ in range(5):
        for gift_id in (declined, told, withdrawn, expired):
            assert not names(ANN, await all_she_sees(town, gift_id))
        await town.sweep(days=1)
    for gift_id in (declined, told, withdrawn, expired):
        with pytest.raises(gifts.GiftEnded):
            await town.open(gift_id)


async def test_a_nameless_gift_is_accepted_and_opened_later(town: Town) -> None:
    gift_id = await town.accepted(anonymous=True)
    assert (await town.recipient(gift_id)).giver is None
    assert (await town.open(gift_id)).giver


async def test_a_block_ends_a_nameless_gift_too(town: Town) -> None:
    gift_id = await town.offered(anonymous=True)
    await town.block(BO, ANN)
    assert (await town.recipient(gift_id)).state == "declined"
    await town.sweep(days=3)
    assert (await town.giver(gift_id)).state == "not_taken_up"


async def thanking(town: Town, gift_id: gifts.GiftId, who: people.PersonId, text: str, picture: str | None) -> str:
    try:
        async with town.db.transaction() as tx:
            await gifts.thank(tx, gift_id, who, gifts.Words(text, picture), town.now)
    except Refusal as refusal:
        return refusal.code
    return "ok"


async def test_thanks_are_said_once(town: Town, tmp_path: Any) -> None:
    gift_id = await town.offered()
    assert await thanking(town, gift_id, GAO, "Hm", "00") == "gift_not_found"
    assert await thanking(town, gift_id, BO, "Thank you", "00") == "not_yet_accepted"
    await town.accept(gift_id)
    assert await thanking(town, gift_id, BO, "Thank you", "00") == "picture_not_found"
    picture = await media.store(town.db, media.on_disk(tmp_path), _dot(), town.now)
    assert await thanking(town, gift_id, BO, "Thank you", picture.picture_id) == "picture_not_found"
    async with town.db.transaction() as tx:
        until_at = town.now + media.GRACE
        await media.hold(tx, picture.picture_id, "upload", BO, until_at=until_at, now=town.now)
    assert await thanking(town, gift_id, BO, "Thank you", picture.picture_id) == "ok"
    town.later(days=1)
    assert await thanking(town, gift_id, BO, "Thank you", picture.picture_id) == "ok"
    assert await thanking(town, gift_id, BO, "Thank you", "00") == "already_thanked"
    note = gifts.Note("Thank you", picture.picture_id, date(2026, 3, 1))
    assert (await town.giver(gift_id)).thanks == note == (await town.recipient(gift_id)).thanks
    town.later(days=9)
    await media.sweep(town.db, town.now)
    for viewer in (ANN, BO):
        async with town.db.transaction() as tx:
            seen = await see_thanks_picture(tx, gift_id, viewer, town.now)
        assert seen.picture_id == picture.picture_id
    for viewer in (CHEN, GAO):
        with pytest.raises(media.PictureNotFound):
            async with town.db.transaction() as tx:
                await see_thanks_picture(tx, gift_id, viewer, town.now)
    declined = await town.offered()
    await town.decline(declined)
    assert await thanking(town, declined, BO, "No", None) == "gift_ended"


def _dot() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


async def test_what_the_other_wrote_can_be_shown_to_the_operator(town: Town) -> None:
    gift_id = await town.accepted()
    await town.thank(gift_id, "Never again")

    async def quoted(reader: people.PersonId, writer: people.PersonId) -> str | None:
        async with town.db.transaction() as tx:
            return await gifts.quote(tx, reader, writer, gift_id)

    assert await quoted(BO, ANN) == "For your window"
    assert await quoted(ANN, BO) == "Never again"
    for reader, writer in ((GAO, ANN), (BO, CHEN), (ANN, ANN), (EVE, BO)):
        assert await quoted(reader, writer) is None


async def test_the_diary_has_both_sides_in_order_of_time(db: Database, now: datetime) -> None:
    town = await Town(db, now).build(units=9)
    mine: list[gifts.GiftId] = []
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE gift_door SET per_week = 100")
    town.now = datetime(2025, 12, 31, 15, tzinfo=UTC)
    for number in range(5):
        giver, recipient = (ANN, BO) if number % 2 else (BO, ANN)
        mine.append(await town.offered(giver, recipient_id=recipient))
        town.later(hours=1)
    await town.offered(CHEN)
    lines: list[Any] = []
    after = None
    while True:
        async with town.db.transaction() as tx:
            page = await list_diary(tx, ANN, year=None, limit=2, after=after, now=town.now)
        lines += page.items
        if (after := page.next) is None:
            break
    assert [line.gift_id for line in lines] == mine[::-1]
    assert [line.side for line in lines] == ["received", "given"] * 2 + ["received"]
    assert {line.other.person_id for line in lines} == {BO}
    assert [str(line.day) for line in lines] == ["2026-01-01"] * 4 + ["2025-12-31"]
    assert [line.state for line in lines[:2]] == ["offered", "waiting"]
    for year, count in ((2024, 0), (2025, 1), (2026, 4), (2027, 0)):
        async with town.db.transaction() as tx:
            page = await list_diary(tx, ANN, year=year, limit=4, after=None, now=town.now)
        assert len(page.items) == count


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(0, 10 * 86_400), st.booleans(), st.integers(-60, 60))),
    st.integers(1, 700),
    st.integers(1, 1000),
)
def test_the_weekly_ceiling(rows: list[tuple[int, int, bool, int]], fen: int, ceiling: int) -> None:
    spent = [
        Spending(each, NOON - timedelta(seconds=ago), None if paid else NOON + timedelta(seconds=left))
        for each, ago, paid, left in rows
    ]
    policy = gifts.Policy(weekly_fen=ceiling)
    total = sum(one.fen for one in spent if spending.counts(one, NOON))
    if total + fen <= ceiling:
        return may_spend(spent, fen, policy, NOON)
    with pytest.raises(gifts.OverWeeklyCeiling) as caught:
        may_spend(spent, fen, policy, NOON)
    facts = caught.value.facts
    assert (facts["left_fen"], facts["ceiling_fen"], "free_at" in facts) == (
        max(0, ceiling - total),
        ceiling,
        fen <= ceiling,
    )
    if "free_at" in facts and all(one.unpaid_until is None for one in spent):
        free_at = datetime.fromisoformat(str(facts["free_at"]))
        may_spend(spent, fen, policy, free_at)
        with pytest.raises(gifts.OverWeeklyCeiling):
            may_spend(spent, fen, policy, free_at - timedelta(microseconds=1))
    return None


async def test_what_is_spent_in_a_week(town: Town) -> None:
    town.policy = gifts.Policy(weekly_fen=3 * FEN)
    first = await town.offered()
    await town.give()
    third = await town.give()
    assert await refused(town) == "over_weekly_ceiling"
    await town.withdraw(third)
    await town.give()
    await town.sweep(minutes=31)
    await town.offered()
    await town.offered()
    assert await refused(town) == "over_weekly_ceiling"
    await town.sweep(days=3)
    assert (await town.giver(first)).state == "not_taken_up"
    await town.offered()
    await town.give(DEE)


async def test_givers_at_once_do_not_pass_their_ceiling_together(town: Town) -> None:
    town.policy = gifts.Policy(weekly_fen=2 * FEN)
    assert sorted(await together(*(town.give() for _ in range(5)))) == ["done"] * 2 + ["over_weekly_ceiling"] * 3


async def test_the_same_manner_is_the_same_gift(town: Town) -> None:
    send_at = town.now + timedelta(hours=1)
    wish = town.wish(send_at=send_at, pay="then", anonymous=True)
    async with town.db.transaction() as tx:
        await gifts.give(tx, town.policy, ANN, wish, town.now)
    for other in ({"send_at": send_at + timedelta(minutes=1)}, {"pay": "now"}, {"anonymous": False}):
        with pytest.raises(gifts.GiftIdTaken):
            async with town.db.transaction() as tx:
                await gifts.give(tx, town.policy, ANN, msgspec.structs.replace(wish, **other), town.now)
