"""The demo town: what stands in it, what is under way, and that it is built once."""

import asyncio
import re
import subprocess
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from kith import merchants, people
from kith.kit import clock, ids
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import serve
from kith.main.audit import audit, books
from kith.main.demo import NoTownHere, Town, build_town, living
from kith.main.demo.crowd import crowd, everybody
from kith.main.demo.gifts import PLANS, Plan
from kith.main.demo.ground import homes
from kith.main.demo.names import named
from kith.main.demo.residents import follows, residents
from kith.main.demo.script import script, turn
from kith.main.drawing import SUBJECTS, draw
from kith.main.quarters import quarters
from kith.main.stories.actor import Actor
from kith.main.stories.instance import throwaway
from kith.main.stories.stage import staged

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()
TOUR = README.partition("## A tour in ten lines\n```sh\n")[2].partition("```")[0]

GIVER_SEES = {"put_aside": "waiting", "confirmed": "accepted", "shipped": "accepted", "received": "accepted"}
"""Of what is done with the parcel the giver learns only when the day is over."""

RECIPIENT_SEES = {
    "waiting": "offered",
    "put_aside": "declined",
    "confirmed": "accepted",
    "unpaid": None,
    "collecting": None,
}


class Built(NamedTuple):
    """A running installation with the town in it, and what was said while it was built."""

    settings: Settings
    town: Town
    told: list[str]


@pytest.fixture(scope="module")
def built() -> Generator[Built]:
    """Built in two goes: the first ends among the gifts, as if somebody had pressed Ctrl-C."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        settings = runner.run(stack.enter_async_context(throwaway()))
        told: list[str] = []
        try:
            runner.run(_interrupted(settings))
            town = runner.run(_build(settings, told))
            yield Built(settings, town, told)
        finally:
            runner.run(stack.aclose())


async def _build(settings: Settings, told: list[str]) -> Town:
    async with serve.running(settings) as (parts, _):
        return await build_town(parts, clock.now(), told.append)


async def _interrupted(settings: Settings) -> None:
    async with serve.running(settings) as (parts, _):
        reached: list[str] = []
        building = asyncio.create_task(build_town(parts, clock.now(), reached.append))
        while not building.done() and (len(reached) < 3 or await _answered(parts) < 3):  # noqa: ASYNC110 it happens in another process
            await asyncio.sleep(0.05)
        building.cancel()
        with pytest.raises(asyncio.CancelledError):
            await building


async def _answered(parts: Parts) -> int:
    async with parts[Database].transaction() as tx:
        row = await (await tx.execute("SELECT count(*) FROM gift WHERE state NOT IN ('unpaid', 'offered')")).fetchone()
    return row[0] if row else 0


@pytest.fixture
async def parts(built: Built) -> AsyncGenerator[Parts]:
    async with serve.running(built.settings, size=4) as (parts, _):
        yield parts


@pytest.fixture
async def client(built: Built) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=built.settings.local_url, trust_env=False, timeout=30) as client:
        yield client


async def sign_in(parts: Parts, client: httpx.AsyncClient, nickname: str) -> Actor:
    phone = residents()[nickname].phone
    async with parts[Database].transaction() as tx:
        person_id = await people.join(tx, parts[people.Secret], phone, clock.now())
        token, _ = await people.open_session(tx, person_id, "test", True, clock.now())
    return Actor(nickname, phone, client, token, str(person_id))


async def every(actor: Actor, path: str) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await actor.get(f"{path}{'&' if '?' in path else '?'}limit=100{after}")
        found += page["items"]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


async def snapshot(parts: Parts) -> object:
    """Counts of everything and the money."""
    tables = (
        *("person", "phone", "profile", "following", "block", "met", "session", "device", "gift_door"),
        *("merchant", "merchant_staff", "product", "variant", "product_picture", "picture", "photo", "feed_import"),
        *("saved_address", "gift", "gift_move", "charge", "attempt", "refund", "transfer"),
    )
    async with parts[Database].transaction() as tx:
        counts = {}
        for table in tables:
            row = await (await tx.execute(f"SELECT count(*) FROM {table}")).fetchone()  # pyright: ignore[reportArgumentType] a literal of this file
            counts[table] = row[0] if row else None
        return counts, await books(tx)


def test_what_was_said(built: Built) -> None:
    assert built.town[:5] == (300, 12, 200, len(PLANS), len(script().groups))
    assert built.town.fresh
    assert len(built.told) == 4
    assert all(guest.phone.startswith("+86199") for guest in built.town.guests)


async def test_forty_people_are_known_by_their_friends(parts: Parts) -> None:
    async with parts[Database].transaction() as tx:
        here = {
            name: await people.join(tx, parts[people.Secret], one.phone, clock.now())
            for name, one in residents().items()
        }
        cards = await people.cards(tx, list(here.values()), clock.now())
        edges = set(follows())
        friends = {edge for edge in edges if edge[::-1] in edges}
        assert all([await people.mutual(tx, here[one], here[other]) for one, other in friends])
        assert await people.blocked(tx, here["Ruth"], here["罗一鸣"])
        doors = Counter([(await people.door(tx, person_id)).who for person_id in here.values()])
    assert len(cards) == 40
    assert {card.age: card for card in cards.values()}.keys() >= {19, 67}
    assert {name: cards[here[name]].age for name in here} == {name: one.age for name, one in residents().items()}
    assert len({card.gender for card in cards.values()}) == 4
    assert len(edges) - len(friends) >= 20
    assert set(doors) == {"nobody", "met", "friends"}


def test_three_hundred_people_live_in_it() -> None:
    assert len(everybody()) == 300
    assert len({one.phone for one in everybody().values()}) == 300
    assert len({one.bio for one in everybody().values()}) > 230
    assert {quarter for quarter, _ in homes().values()} == set(quarters())


async def test_a_guest_meets_the_neighbours(parts: Parts, client: httpx.AsyncClient) -> None:
    lin = await sign_in(parts, client, "林晚")
    around = await every(lin, "/nearby")
    assert len(around) > 250
    assert Counter(one["band_km"] for one in around).keys() >= {1, 2, 5, 10}
    assert {one["active"] for one in around} == {"15m", "1h", "1d", "3d"}
    assert all(one["person"]["picture_id"] for one in around)
    groups = await every(lin, "/groups")
    assert {one["name"] for one in groups} == {group.name for group in script().groups}


async def test_a_guest_finds_talk(parts: Parts, client: httpx.AsyncClient) -> None:
    lin = await sign_in(parts, client, "林晚")
    chats = await every(lin, "/me/chats")
    assert Counter(chat["kind"] for chat in chats)["group"] == 3
    leo = next(chat for chat in chats if chat["person"] and chat["person"]["nickname"] == "Leo")
    said = (await lin.get(f"/conversations/{leo['conversation_id']}/messages?since=0"))["items"]
    lines = next(pair.lines for pair in script().pairs if pair.who == ("Leo", "林晚"))
    assert [one["body"] for one in said if one["kind"] == "text"] == [turn(line)[1] for line in lines]
    assert len((await lin.get("/me/greetings"))["items"]) == 1


async def test_life_goes_on_while_one_looks(parts: Parts, client: httpx.AsyncClient) -> None:
    lin = await sign_in(parts, client, "林晚")
    stranger = next(one["person"] for one in await every(lin, "/nearby") if one["person"]["nickname"] in crowd())
    talk = (await lin.put(f"/people/{stranger['person_id']}/conversation"))["conversation_id"]
    club = str(next(group.group_id for group in script().groups if group.quarter == "翠湖"))
    before = (await lin.get(f"/conversations/{club}"))["last_seq"]
    async with living(parts, pace=20), asyncio.timeout(60):
        await lin.post(f"/conversations/{talk}/messages", {"message_id": str(ids.new()), "body": "你好！"})
        while (await lin.get(f"/conversations/{talk}"))["last_seq"] < 2:  # noqa: ASYNC110 it happens in the background
            await asyncio.sleep(0.1)
        while (await lin.get(f"/conversations/{club}"))["last_seq"] == before:  # noqa: ASYNC110 the same
            await asyncio.sleep(0.1)
    news = (await lin.get(f"/conversations/{talk}/messages?since=1"))["items"]
    assert news[0]["sender_id"] == stranger["person_id"]
    assert news[0]["body"] in script().answers.chinese


async def test_who_receives_gifts_keeps_addresses(parts: Parts, client: httpx.AsyncClient) -> None:
    kept: Any = await (await sign_in(parts, client, "林晚")).call("GET", "/me/addresses", None, 200)
    assert [(one["is_default"], one["label"]["province"]) for one in kept] == [(True, "云南省"), (False, "浙江省")]


async def test_twelve_shops_sell_two_hundred_things(parts: Parts, client: httpx.AsyncClient) -> None:
    actor = await sign_in(parts, client, "林晚")
    goods = await every(actor, "/goods")
    assert len(goods) == 200
    assert Counter(one["category"] for one in goods) == dict.fromkeys(SUBJECTS, 40)
    assert len({one["title"] for one in goods}) == 200
    assert all(10_000 <= one["from_fen"] <= 100_000 for one in goods)
    async with parts[Database].transaction() as tx:
        shops = await merchants.list_merchants(tx, 100)
        assert len(shops) == 12
        assert len({shop.city for shop in shops}) == 6
        assert {one["merchant_id"] for one in goods} == {str(shop.merchant_id) for shop in shops}
        row = await (
            await tx.execute("SELECT count(*) FROM feed_import WHERE source LIKE '%%.xml' AND rows > 0")
        ).fetchone()
        assert row == (6,)


async def test_everything_has_a_picture_that_is_served(parts: Parts, client: httpx.AsyncClient) -> None:
    goods = await every(await sign_in(parts, client, "Leo"), "/goods")
    numbers = [one["picture_id"] for one in goods]
    assert all(numbers)
    assert len(set(numbers)) > 150
    for number in numbers[::10]:
        for size in ("thumb", "full"):
            answer = await client.get(f"/pictures/{number}/{size}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/webp"


async def test_everybody_has_a_face(parts: Parts, client: httpx.AsyncClient) -> None:
    friends = (await (await sign_in(parts, client, "Leo")).get("/me/friends?limit=100"))["items"]
    faces = {one["picture_id"] for one in friends}
    assert len(faces) == len(friends) > 3
    for picture_id in faces:
        assert (await client.get(f"/pictures/{picture_id}/thumb")).status_code == 200


async def test_goods_are_found_in_both_languages(parts: Parts, client: httpx.AsyncClient) -> None:
    actor = await sign_in(parts, client, "Leo")
    for text in ("玫瑰", "Rose Bouquet", "meigui"):
        found = await actor.get(f"/goods?q={text}")
        assert any("玫瑰花束" in one["title"] for one in found["items"]), text


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.until}-{plan.recipient}")
async def test_each_gift_is_as_far_as_planned(parts: Parts, client: httpx.AsyncClient, plan: Plan) -> None:
    gift_id = str(named(plan.key))
    giver, recipient = await sign_in(parts, client, plan.giver), await sign_in(parts, client, plan.recipient)
    assert (await giver.given(gift_id))["state"] == GIVER_SEES.get(plan.until, plan.until)
    expected = RECIPIENT_SEES.get(plan.until, plan.until)
    if expected is None:
        await recipient.refused("GET", f"/me/received/{gift_id}", None, 404, "gift_not_found")
    else:
        assert (await recipient.received(gift_id))["state"] == expected


async def test_a_guest_signs_in_with_a_code(built: Built) -> None:
    guest = built.town.guests[1]
    async with staged(built.settings) as stage:
        actor = await stage.person(guest.nickname, guest.phone)
        assert (await actor.get("/me"))["profile"]["nickname"] == guest.nickname
        received = (await actor.get("/me/received"))["items"]
    assert Counter(gift["state"] for gift in received) == {"offered": 1}


async def test_the_audit_is_clean_and_money_is_held(parts: Parts) -> None:
    assert await audit(parts) == []
    async with parts[Database].transaction() as tx:
        money = await books(tx)
    assert money.difference == 0
    assert money.held > 0
    assert money.refunded > 0


async def test_nobody_is_left_signed_in(built: Built, parts: Parts) -> None:
    async with parts[Database].transaction() as tx:
        row = await (await tx.execute("SELECT count(*) FROM device WHERE name = 'demo'")).fetchone()
    assert row == (0,)


async def test_a_second_call_changes_nothing(parts: Parts, built: Built) -> None:
    before = await snapshot(parts)
    told: list[str] = []
    again = await build_town(parts, clock.now(), told.append)
    assert again == built.town._replace(fresh=False)
    assert told == []
    assert await snapshot(parts) == before


async def test_there_is_no_town_where_real_codes_are_sent(built: Built, parts: Parts, now: datetime) -> None:
    real = msgspec.structs.replace(built.settings, sms_url="https://sms.example/send")
    with pytest.raises(NoTownHere):
        await build_town(Parts(real, parts[Database]), now, [].append)


@pytest.mark.parametrize("subject", [subject for subjects in SUBJECTS.values() for subject in subjects])
def test_a_picture_is_always_the_same_for_its_name(subject: str) -> None:
    assert draw("a", subject) == draw("a", subject)
    assert len({draw(name, subject) for name in "abcd"}) > 1


# The last one: it gives a gift, so that the town is no longer as it was built.
def test_the_tour_of_the_readme_ends_at_a_cashier(built: Built) -> None:
    tour = TOUR.replace("http://127.0.0.1:8400", built.settings.local_url) + "as $at/me/given/$gift\n"
    done = subprocess.run(["bash", "-euc", tour], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    cashier = re.search(r"http://\S+/gateway\.do\S+", done.stdout)
    assert cashier, done.stdout
    assert '"state":"unpaid"' in done.stdout.splitlines()[-1]
    assert httpx.get(cashier[0], follow_redirects=True, trust_env=False).status_code == 200
    assert len(TOUR.strip().splitlines()) == 10
