"""Leaving for good: nothing remains that tells who it was, nobody loses money, and for everybody else life goes on."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from kith import gifts, merchants, people
from kith.gifts import vault
from kith.gifts.tests.town import FEN
from kith.kit import clock, ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.notices import event as events
from tests import cast, traces
from tests.arena import Arena, arena
from tests.cast import ANN, BO, EVE, FAY, GAO
from tests.estate import BROWSER

PHONE = "+8613799990001"
NICKNAME, BIO, INTEREST, DEVICE = "Zoë Quillfeather", "Keeps bees on the roof", "beekeeping", "Zoë's lighthouse"
MESSAGE, REPORTED, CLOSED = "Honey for your porridge", "He sends me wasps", "He sold me wasps"
HOME = gifts.Address(
    name="Zoë Q.",
    mobile="13811119999",
    province="540000",
    city="540600",
    district="540630",
    street="Beehive Lane 731",
)
WORDS = (
    *(PHONE, PHONE[3:], NICKNAME, "zoëquillfeather", BIO, INTEREST, DEVICE, MESSAGE, REPORTED, CLOSED),
    *(HOME.name, HOME.mobile, HOME.street, HOME.city, HOME.district),
)
"""Everything that is hers and by which she could be told."""


@pytest.fixture
async def town(db: Database, fresh_url: str, tmp_path: Path) -> AsyncGenerator[Arena]:
    async with arena(db, fresh_url, tmp_path) as made:
        yield made


async def zoe(town: Arena) -> people.PersonId:
    """Somebody who has a profile, two devices, friends, somebody blocked, and Bo for a friend."""
    now = town.town.now = clock.now()
    async with town.town.db.transaction() as tx:
        person = await people.join(tx, cast.SECRET, PHONE, now)
        form = people.ProfileForm(NICKNAME, "female", BIO, [INTEREST], date(1987, 9, 23))
        assert not isinstance(await people.save_profile(tx, people.Policy(), person, form, now), Refusal)
        await people.open_session(tx, person, DEVICE, complete=True, now=now)
        for friend in (ANN, BO):
            await cast.befriend(tx, person, friend, now)
        await people.meet(tx, person, BO, now)
        await people.block(tx, people.Blocked(), person, FAY, now)
        await people.block(tx, people.Blocked(), GAO, person, now)
        await people.set_door(tx, person, people.Door("friends", 100_000, 100), now)
    return person


async def tokens(town: Arena, person: people.PersonId) -> list[str]:
    """The hashes of her sessions."""
    async with town.town.db.transaction() as tx:
        rows = await tx.execute("SELECT encode(token_hash, 'hex') FROM session WHERE person_id = %s", [person])
        return [row[0] for row in await rows.fetchall()]


async def live(town: Arena, person: people.PersonId) -> dict[str, gifts.GiftId]:
    """Do everything that leaves something behind; gifts by how far they are."""
    made: dict[str, gifts.GiftId] = {}
    made["unpaid"] = await town.town.give(person, message=MESSAGE)
    made["offered"] = await town.town.offered(person, message=MESSAGE)
    for name in ("given", "given and settled"):
        made[name] = await town.town.offered(person, message=MESSAGE)
        assert await town.accept(made[name]) == "done"
    for name in ("waiting", "taken", "taken and received"):
        made[name] = await town.town.offered(recipient_id=person)
    made["being paid"] = await town.town.give(recipient_id=person)
    for name in ("taken", "taken and received"):
        assert await town.accept(made[name], by=person, address=HOME) == "done"
    for number, name in enumerate(("given and settled", "taken and received", "taken")):
        await town.town.ship(made[name], f"SF500000000000{number}")
    assert await town.post(BO, f"/gifts/{made['given and settled']}/receipt") == "done"
    assert await town.post(person, f"/gifts/{made['taken and received']}/receipt") == "done"
    assert await town.post(person, f"/me/addresses/{ids.new()}", {"address": to_builtins(HOME)}, "PUT") == "done"
    assert await town.post(person, f"/me/shop-blocks/{town.town.shop}", method="PUT") == "done"
    for text in (REPORTED, CLOSED):
        report = {"report_id": str(ids.new()), "reason": "spam", "text": text}
        assert await town.post(person, f"/people/{BO}/reports", report) == "done"
    async with town.town.db.transaction() as tx:
        closed = next(one for one in await people.list_reports(tx, 10) if one.text == CLOSED)
        await people.close_report(tx, closed.report_id, "warned", clock.now())
    assert await town.post(person, "/me/push/subscription", BROWSER, "PUT") == "done"
    (await town.get(person, "/people?q=bo")).raise_for_status()
    assert await town.post(person, "/me/exports", {"export_id": str(ids.new())}) == "done"
    await town.work(1)
    return made


async def sweep(town: Arena, **span: float) -> None:
    """What time does to those who left, and to their gifts."""
    now = clock.now() + timedelta(**span)
    async with town.town.db.transaction() as tx:
        await people.forget(tx, people.Policy(), now)
    await people.forget_left(town.town.db, town.parts[people.Leaving], town.home / "exports", now)
    await town.heal(**span)


async def test_nothing_is_left_that_tells_who_it_was(town: Arena) -> None:
    person = await zoe(town)
    made = await live(town, person)
    hashes = await tokens(town, person)
    assert len(hashes) > 1
    async with town.town.db.transaction() as tx:
        there = {found.partition(": ")[2] for found in await traces.in_tables(tx, (*WORDS, *hashes))}
    # The addresses are sealed, and so is her number but for what was sent to it.
    assert there >= {NICKNAME, BIO, INTEREST, DEVICE, MESSAGE, REPORTED, CLOSED, *hashes}
    assert list((town.home / "exports").rglob("*.zip")) != []

    assert await town.leave(person) == "done"
    await town.work(1)
    async with town.town.db.transaction() as tx:
        # The operator still has a report to look at, which is not signed any more.
        assert await traces.in_tables(tx, (*WORDS, *hashes)) == [f"report: {REPORTED}"]
        [report] = await people.list_reports(tx, 10)
        assert str(person) not in str(to_builtins(report))
        await people.close_report(tx, report.report_id, "warned", clock.now())
        for table in ("push_subscription", "push_choice", "event_push"):
            assert await (await tx.execute(f"SELECT 1 FROM {table}")).fetchall() == []
    assert not (town.home / "exports").exists() or list((town.home / "exports").iterdir()) == []

    # A parcel is on its way to her: its address goes when it has long been there.
    assert await readable(town, made["taken"])
    for days in (30, 40, 80):
        await sweep(town, days=days)
    assert not await readable(town, made["taken"])
    async with town.town.db.transaction() as tx:
        assert await traces.in_tables(tx, (*WORDS, *hashes)) == []
    assert traces.in_files(town.home, (*WORDS, *hashes)) == []
    await town.check()


async def readable(town: Arena, gift_id: gifts.GiftId) -> bool:
    async with town.town.db.transaction() as tx:
        return await vault.alive.maybe(tx, gift_ids=[gift_id]) is not None


async def test_open_gifts_end_first_and_accepted_ones_go_on(town: Arena) -> None:
    person = await zoe(town)
    made = await live(town, person)
    assert await town.leave(person) == "done"
    states = {name: await town.town.state(gift_id) for name, gift_id in made.items()}
    assert states == {
        "unpaid": "withdrawn",
        "offered": "withdrawn",
        "given": "accepted",
        "given and settled": "received",
        "waiting": "offered",
        "taken": "shipped",
        "taken and received": "received",
        "being paid": "unpaid",
    }
    # Whoever pays for a gift to her now is, like everybody whom nobody answers, refunded in the end.
    await town.town.pay(made["being paid"])
    assert await town.town.state(made["being paid"]) == "offered"
    await town.heal(days=3)
    for name in ("waiting", "being paid"):
        assert await town.town.state(made[name]) == "expired"
    await town.heal(hours=1)
    for name in ("offered", "waiting", "being paid"):
        assert await town.given_back(made[name]) == [FEN], name
    # The shop sends what was accepted before, to her and for her.
    await town.town.ship(made["given"], "SF6000000000000")
    for days in (16, 24):
        await town.heal(days=days)
    for name in ("given", "taken"):
        assert await town.town.state(made[name]) == "received"
        assert await town.given_back(made[name]) == []
    await town.check()


async def test_the_others_see_somebody_who_is_gone(town: Arena) -> None:
    person = await zoe(town)
    made = await live(town, person)
    assert await town.leave(person) == "done"
    gone = {"person_id": str(person), "nickname": "", "age": 0, "gender": "unsaid", "gone": True, "picture_id": None}

    taken = (await town.get(BO, f"/me/received/{made['given']}")).json()
    assert (taken["giver"], taken["message"], taken["state"]) == (gone, "", "accepted")
    given = (await town.get(ANN, f"/me/given/{made['taken']}")).json()
    assert (given["recipient"], given["state"]) == (gone, "accepted")
    for who, path in ((BO, "/me/received"), (ANN, "/me/given"), (EVE, f"/shops/{town.town.shop}/orders")):
        assert (await town.get(who, f"{path}?limit=100")).json()["items"]
    label = (await town.get(EVE, f"/orders/{await town.town.order(made['taken'])}/address")).json()
    assert label["street"] == HOME.street
    for who in (ANN, BO, GAO, FAY):
        for path in ("following", "followers", "friends", "blocks"):
            assert str(person) not in (await town.get(who, f"/me/{path}?limit=100")).text
        assert (await town.get(who, "/people?q=Quill")).json()["items"] == []
        assert await town.post(who, f"/people/{person}", method="GET") == "person_not_found"
        assert await town.post(who, f"/me/following/{person}", method="PUT") == "person_not_found"
        assert await town.post(who, f"/me/blocks/{person}", method="PUT") == "person_not_found"
    assert await town.give(ANN, person, town.town.green) == "not_friends"
    assert await town.post(BO, f"/gifts/{made['given']}/decline", {"tell": True}) == "already_answered"
    assert await town.post(ANN, f"/gifts/{made['waiting']}/withdrawal") == "done"
    assert await town.post(person, "/me", method="GET") == "sign_in_first"


async def test_who_comes_back_with_the_number_is_somebody_new(town: Arena) -> None:
    person = await zoe(town)
    await live(town, person)
    assert await town.leave(person) == "done"
    async with town.town.db.transaction() as tx:
        other = await people.join(tx, cast.SECRET, PHONE, clock.now())
        assert other != person
        form = people.ProfileForm("Zoë", "female", birthday=date(1987, 9, 23))
        assert not isinstance(await people.save_profile(tx, people.Policy(), other, form, clock.now()), Refusal)
    for path in ("/me/following", "/me/followers", "/me/blocks", "/me/given", "/me/received", "/me/refunds"):
        assert (await town.get(other, path)).json()["items"] == []
    assert (await town.get(other, "/me/addresses")).json() == []
    assert (await town.get(other, "/me/exports")).json()["items"] == []


async def test_what_is_refused(town: Arena) -> None:
    """In the order of the checks. Nothing has happened afterwards."""
    person = await zoe(town)
    assert await town.leave(person, "000000") == "code_expired"
    code = await town.code(person)
    assert await town.post(person, "/me/deletion/codes") == "code_too_soon"
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(5):
        assert await town.leave(person, wrong) == "wrong_code"
    assert await town.leave(person, code) == "too_many_tries"

    code = await town.code(EVE)
    assert await town.post(EVE, "/sessions", {"phone": cast.phone_of(EVE), "code": code}) == "wrong_code"
    gift_id = await town.town.offered()
    assert await town.leave(EVE, code) == "shop_still_open"
    assert await town.withdraw(gift_id) == "done"
    gift_id = await town.town.accepted()
    assert await town.leave(EVE, code) == "shop_still_open"
    assert await town.unable(gift_id) == "done"
    assert await town.leave(EVE, code) == "done"
    goods = (await town.get(ANN, "/goods")).json()["items"]
    assert goods == []

    assert (await town.get(person, "/me")).json()["profile"]["bio"] == BIO
    await town.check()


async def test_a_code_to_sign_in_with_deletes_nothing(town: Arena) -> None:
    person = await zoe(town)
    async with town.town.db.transaction() as tx:
        await people.send_code(tx, cast.SECRET, people.Policy(), PHONE, clock.now())
        waiting = await cast.waiting.all(tx)
    for message_id in waiting:
        await people.deliver(town.town.db, town.parts[people.Sms], cast.SECRET, message_id, clock.now())
    shown = (await town.get(person, "/dev/outbox?limit=1")).json()["items"]
    code = "".join(c for c in shown[0]["body"] if c.isdigit())[:6]
    assert await town.leave(person, code) == "wrong_code"
    assert await town.post(person, "/sessions", {"phone": PHONE, "code": code}) == "done"


async def test_a_shop_that_somebody_else_keeps_holds_nobody(town: Arena) -> None:
    person = await zoe(town)
    async with town.town.db.transaction() as tx:
        await merchants.hire(tx, town.town.shop, person, clock.now())
    await town.town.accepted()
    assert await town.leave(person) == "done"
    assert (await town.get(ANN, "/goods")).json()["items"] != []


async def test_what_was_under_way_is_forgotten_a_little_later(town: Arena) -> None:
    """A request that was admitted before and writes after; and the job that deletes files is lost."""
    person = await zoe(town)
    await live(town, person)
    code = await town.code(person)
    now = clock.now()
    assert await town.leave(person, code) == "done"
    async with town.town.db.transaction() as tx:
        await tx.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'people.clear_away'")
        await people.open_session(tx, person, DEVICE, complete=True, now=now)
        form = people.ProfileForm(NICKNAME, "female", birthday=date(1987, 9, 23))
        with pytest.raises(people.SignInFirst):
            await people.save_profile(tx, people.Policy(), person, form, now)
    assert traces.in_files(town.home, [PHONE]) != []
    await sweep(town, minutes=14)
    assert list((town.home / "exports").rglob("*.zip")) != []
    for _ in range(2):
        await sweep(town, minutes=16)
        assert list((town.home / "exports").rglob("*.zip")) == []
        async with town.town.db.transaction() as tx:
            assert await traces.in_tables(tx, (DEVICE, MESSAGE, NICKNAME)) == []
            assert await events.standing.maybe(tx, person_id=person) is None


Made = dict[str, Any]
_ONCE = {"done", "sign_in_first", "code_expired"}
RACES: dict[str, tuple[Callable[[Arena, people.PersonId, Made], Coroutine[Any, Any, str]], set[str]]] = {
    "a gift arrives": (lambda town, zoe, _: town.give(ANN, zoe, town.town.green), {"done", "not_friends"}),
    "a gift leaves": (
        lambda town, zoe, _: town.give(zoe, BO, town.town.green),
        {"done", "not_friends", "sign_in_first"},
    ),
    "it is accepted": (
        lambda town, zoe, made: town.accept(made["waiting"], by=zoe, address=HOME),
        {"done", "already_answered", "sign_in_first"},
    ),
    "hers is accepted": (lambda town, _, made: town.accept(made["offered"]), {"done", "gift_ended"}),
    "she is followed": (
        lambda town, zoe, _: town.post(EVE, f"/me/following/{zoe}", method="PUT"),
        {"done", "person_not_found"},
    ),
    "she is blocked": (lambda town, zoe, _: town.block(BO, zoe), {"done", "person_not_found"}),
    "she leaves twice": (lambda town, zoe, made: town.leave(zoe, made["code"]), _ONCE),
}


@pytest.mark.parametrize("name", RACES)
async def test_whoever_is_first(town: Arena, name: str) -> None:
    """Leaving against everything that could leave something behind or lose money, in several orders."""
    deed, answers = RACES[name]
    for seed in range(3):
        person = await zoe(town)
        made: Made = {
            "waiting": await town.town.offered(recipient_id=person),
            "offered": await town.town.offered(person, message=MESSAGE),
        }
        made["code"] = await town.code(person)
        left, other = await town.together(town.leave(person, made["code"]), deed(town, person, made), seed=seed)
        assert left == "done" or (name == "she leaves twice" and left in _ONCE and other == "done")
        assert other in answers
        await town.work(1)
        await sweep(town, minutes=16)
        async with town.town.db.transaction() as tx:
            assert await traces.in_tables(tx, (NICKNAME, MESSAGE, PHONE)) == []
            for table in ("following", "follower", "block", "blocked_by"):
                rows = await tx.execute(f"SELECT 1 FROM {table} WHERE %(p)s IN (person_id, other_id)", {"p": person})
                assert await rows.fetchall() == []
        await town.heal(days=4)
        await town.check()


async def test_leaving_while_paying(town: Arena) -> None:
    """The money that comes meanwhile is in the gift before it ends, or after; either way it goes back."""
    for seed in range(4):
        person = await zoe(town)
        gift_id = await town.town.give(person, message=MESSAGE)
        number = (await town.town.open_cashier(gift_id)).hex
        town.town.gateway.pay(number)
        code = await town.code(person)
        assert "done" in await town.together(town.leave(person, code), town.notify(number, "paid"), seed=seed)
        await town.work()
        await sweep(town, minutes=20)
        await town.heal(hours=2)
        assert await town.town.state(gift_id) == "withdrawn"
        assert await town.given_back(gift_id) == [FEN]
        await town.check()
