"""Subscribing: who may, where to, how long it lasts; and what is chosen."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kith import people, push
from kith.kit import clock
from kith.kit.sql import Database
from kith.people import session as sessions
from kith.people.sign_out_everywhere import sign_out_everywhere
from kith.push import routes
from kith.push.service import judged
from kith.push.tests.receiver import Receiver, receiving
from kith.push.vapid import BadKey, Vapid
from tests import cast
from tests.cast import ANN, BO

KEYS = {"p256dh": "BNNL5ZaTfK81qhXOx23-wewhigUeFb632jN6LvRWCFH1ubQr77FE_9qV1FuojuRmHP42zmf34rXgW80OvUVDgTk"}
KEYS["auth"] = "zqbxT6JKstKSY9JKibZLSQ"


@dataclass
class Door:
    """An HTTP client, two people, and a push service."""

    db: Database
    client: Any
    receiver: Receiver
    heads: dict[people.PersonId, dict[str, str]]

    async def ask(self, who: people.PersonId, method: str, path: str, body: object = None) -> httpx.Response:
        return await self.client.request(method, path, json=body, headers=self.heads[who])

    async def code(self, who: people.PersonId, method: str, path: str, body: object = None) -> str:
        answer = await self.ask(who, method, path, body)
        return "done" if answer.is_success else answer.json()["code"]

    async def subscribe(self, who: people.PersonId, body: object = None) -> str:
        return await self.code(who, "PUT", "/me/push/subscription", body or self.receiver.browser().told())

    async def state(self, who: people.PersonId) -> Any:
        return (await self.ask(who, "GET", "/me/push")).raise_for_status().json()

    async def again(self, who: people.PersonId) -> None:
        """Somebody signs in on another device."""
        self.heads[who] = await cast.bearer(self.db, who)


@pytest.fixture
async def door(db: Database, tmp_path: Path) -> AsyncGenerator[Door]:
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await cast.enrol(tx, person, clock.now())
    async with receiving(tmp_path) as (receiver, service):
        parts = cast.parts(db, service, push.Policy(subscriptions=2))
        async with cast.client(parts, routes.handlers) as client:
            made = Door(db, client, receiver, {})
            for person in (ANN, BO):
                await made.again(person)
            yield made


async def test_a_browser_subscribes_and_is_shown_without_its_address(door: Door) -> None:
    assert (await door.state(ANN))["subscriptions"] == []
    browser = door.receiver.browser()
    for _ in range(2):
        assert await door.subscribe(ANN, browser.told(zone="Europe/Berlin")) == "done"
    state = await door.state(ANN)
    assert state["key"] == door.receiver.vapid.public
    assert [(one["this"], one["used_on"]) for one in state["subscriptions"]] == [(True, None)]
    assert state["choices"] == {
        "off": [],
        "quiet": {"on": True, "begins": "23:00", "ends": "08:00", "zone": "Europe/Berlin"},
    }
    assert browser.endpoint not in str(state)
    async with door.db.connection() as connection:
        rows = await connection.execute("SELECT sealed, endpoint_key FROM push_subscription")
        [(sealed, key)] = await rows.fetchall()
    assert b"push.example" not in sealed + key


@pytest.mark.parametrize(
    ("endpoint", "keys", "zone", "code"),
    [
        ("http://push.example/1", KEYS, None, "bad_endpoint"),
        ("ftp://push.example/1", KEYS, None, "bad_endpoint"),
        ("https://localhost/1", KEYS, None, "bad_endpoint"),
        ("https://127.0.0.1/1", KEYS, None, "bad_endpoint"),
        ("https://10.1.2.3/1", KEYS, None, "bad_endpoint"),
        ("https://[::1]/1", KEYS, None, "bad_endpoint"),
        ("https://ann:secret@push.example/1", KEYS, None, "bad_endpoint"),
        ("push", KEYS, None, "bad_endpoint"),
        ("https://push.example/1", KEYS | {"auth": "AAAA"}, None, "bad_push_keys"),
        ("https://push.example/1", KEYS | {"p256dh": "A" * 87}, None, "bad_push_keys"),
        ("https://push.example/1", KEYS, "Nowhere/Land", "zone_unknown"),
        ("https://push.example/1", KEYS, "../../etc/passwd", "invalid_input"),
        ("https://push.example/1", KEYS, "Europe", "zone_unknown"),
        ("https://push.example/1", KEYS, "Asia/Shanghai", "done"),
    ],
)
async def test_where_one_can_be_pushed(door: Door, endpoint: str, keys: object, zone: str | None, code: str) -> None:
    assert await door.subscribe(ANN, {"endpoint": endpoint, "keys": keys, "zone": zone}) == code


async def test_on_so_many_devices_and_no_more(door: Door) -> None:
    assert await door.subscribe(ANN) == "done"
    await door.again(ANN)
    assert await door.subscribe(ANN) == "done"
    await door.again(ANN)
    assert await door.subscribe(ANN) == "too_many_subscriptions"
    first = (await door.state(ANN))["subscriptions"][0]["device_id"]
    assert await door.code(BO, "DELETE", f"/me/push/subscriptions/{first}") == "subscription_not_found"
    assert await door.code(ANN, "DELETE", f"/me/push/subscriptions/{first}") == "done"
    assert await door.code(ANN, "DELETE", f"/me/push/subscriptions/{first}") == "subscription_not_found"
    assert await door.subscribe(ANN) == "done"


async def test_a_browser_is_pushed_for_whoever_subscribed_last(door: Door) -> None:
    browser = door.receiver.browser()
    for who in (ANN, BO):
        assert await door.subscribe(who, browser.told()) == "done"
    assert (await door.state(ANN))["subscriptions"] == []
    assert len((await door.state(BO))["subscriptions"]) == 1


@pytest.mark.parametrize("how", ["signed out everywhere", "session over"])
async def test_it_ends_with_the_session(door: Door, how: str) -> None:
    assert await door.subscribe(ANN) == "done"
    async with door.db.transaction() as tx:
        if how == "session over":
            later = clock.now() + timedelta(days=400)
            await people.forget(tx, people.Policy(), later)
        else:
            await sign_out_everywhere(tx, ANN)
        assert await sessions.tokens_of.all(tx, person_id=ANN) == []
    await door.again(ANN)
    assert (await door.state(ANN))["subscriptions"] == []


async def test_what_is_chosen(door: Door) -> None:
    quiet = {"on": False, "begins": "22:15", "ends": "06:45", "zone": "Asia/Kathmandu"}
    for off in ([], ["shop", "messages", "shop"]):
        assert await door.code(ANN, "PUT", "/me/push/choices", {"off": off, "quiet": quiet}) == "done"
    assert (await door.state(ANN))["choices"] == {"off": ["messages", "shop"], "quiet": quiet}
    wrong = quiet | {"zone": "Asia/Atlantis"}
    assert await door.code(ANN, "PUT", "/me/push/choices", {"off": [], "quiet": wrong}) == "zone_unknown"
    for wrong in ({"off": ["weather"], "quiet": quiet}, {"off": [], "quiet": quiet | {"ends": "24:00"}}):
        assert (await door.ask(ANN, "PUT", "/me/push/choices", wrong)).status_code == 400
    # A new device in another place changes nothing that was chosen.
    assert await door.subscribe(ANN, door.receiver.browser().told(zone="Europe/Berlin")) == "done"
    assert (await door.state(ANN))["choices"]["quiet"] == quiet


@pytest.mark.parametrize(
    ("status", "retry_after", "outcome", "seconds"),
    [
        (201, "", "taken", 0),
        (404, "", "gone", 0),
        (410, "", "gone", 0),
        (429, "17", "busy", 17),
        (503, "Sun, 01 Mar 2026 04:01:00 GMT", "busy", 60),
        (503, "Sun, 01 Mar 2026 03:01:00 GMT", "busy", 0),
        (503, "soon", "busy", 0),
        (302, "", "refused", 0),
        (400, "", "refused", 0),
        (413, "", "refused", 0),
    ],
)
def test_what_an_answer_means(status: int, retry_after: str, outcome: str, seconds: int, now: datetime) -> None:
    found = judged(status, retry_after, now)
    assert (found.outcome, found.wait) == (outcome, timedelta(seconds=seconds))


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_wrong_key_is_refused_and_not_quoted(pem: bytes) -> None:
    with pytest.raises(BadKey) as refused:
        Vapid(pem, "mailto:kith@localhost", clock.real_now)
    assert str(refused.value) == ""


def test_a_signature_is_used_again_while_it_lasts(now: datetime) -> None:
    hours = [now, now + timedelta(hours=5), now + timedelta(hours=7)]
    vapid = Vapid(push.fresh_key().encode(), "mailto:kith@localhost", lambda: hours[0])
    first = vapid.authorization("https://push.example")
    hours.pop(0)
    assert vapid.authorization("https://push.example") == first
    assert vapid.authorization("https://other.example") != first
    hours.pop(0)
    assert vapid.authorization("https://push.example") != first
