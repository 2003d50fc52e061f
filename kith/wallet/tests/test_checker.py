"""Whoever checks identities, spoken to over HTTP: the simulator's side of it, and answers that nobody should give."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from kith.kit import clock
from kith.simulator import create_app, identity_access
from kith.wallet.http_checker import HttpChecker
from kith.wallet.identity import Identity, Looking, Missing, Refused, Said, Unknown, Verified
from kith.wallet.tests.household import id_number

NUMBER = "5a" * 16


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> httpx.ASGITransport:
    """A way to the simulator, which follows a clock of its own."""
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    return httpx.ASGITransport(create_app(tmp_path, "http://127.0.0.1"))  # pyright: ignore[reportArgumentType] the two type ASGI apart


@pytest.fixture
async def checker(wire: httpx.ASGITransport, tmp_path: Path) -> AsyncGenerator[HttpChecker]:
    asked = HttpChecker("http://127.0.0.1/identity", identity_access(tmp_path), seconds=60, transport=wire)
    yield asked
    await asked.disconnect()


async def switch(wire: httpx.ASGITransport, *faults: str) -> None:
    async with httpx.AsyncClient(base_url="http://127.0.0.1", transport=wire) as admin:
        (await admin.put("/admin/faults", json={"seed": 1, "faults": faults})).raise_for_status()


@pytest.mark.parametrize(
    ("sequence", "said"),
    [
        (1, Verified(NUMBER, 1)),
        (2, Verified(NUMBER, 2)),
        (3, Verified(NUMBER, 3)),
        (4, Looking(NUMBER)),
        (5, Refused(NUMBER, "name_differs")),
        (6, Refused(NUMBER, "no_such_number")),
        (7, Verified(NUMBER, 2)),
    ],
)
async def test_the_number_tells_the_answer(checker: HttpChecker, sequence: int, said: Said) -> None:
    asked = Identity("安安", id_number(sequence))
    assert await checker.query(NUMBER) == Missing(NUMBER)
    assert await checker.check(NUMBER, asked) == said
    assert await checker.check(NUMBER, asked) == said
    assert await checker.query(NUMBER) == said
    assert await checker.check(NUMBER, Identity("Bo", asked.id_number)) == Unknown(NUMBER, "status_409")


async def test_who_is_looked_into_is_known_a_minute_later(checker: HttpChecker, tmp_path: Path) -> None:
    await checker.check(NUMBER, Identity("Ann", id_number(4)))
    clock.set_offset(tmp_path / "clock", clock.offset() + clock.timedelta(minutes=1))
    assert await checker.query(NUMBER) == Verified(NUMBER, 2)


@pytest.mark.parametrize(
    ("fault", "why", "known"), [("identity_error", "status_503", False), ("identity_timeout", "no_answer", True)]
)
async def test_what_goes_wrong_is_unknown(
    checker: HttpChecker, wire: httpx.ASGITransport, tmp_path: Path, fault: str, why: str, known: bool
) -> None:
    await switch(wire, fault)
    impatient = HttpChecker("http://127.0.0.1/identity", identity_access(tmp_path), seconds=0.5, transport=wire)
    assert await impatient.check(NUMBER, Identity("Ann", id_number(2))) == Unknown(NUMBER, why)
    await impatient.disconnect()
    await switch(wire)
    assert await checker.query(NUMBER) == (Verified(NUMBER, 2) if known else Missing(NUMBER))


async def test_without_the_key_nothing_is_answered(wire: httpx.ASGITransport) -> None:
    stranger = HttpChecker("http://127.0.0.1/identity", "guessed", seconds=5, transport=wire)
    assert await stranger.query(NUMBER) == Unknown(NUMBER, "status_401")
    await stranger.disconnect()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b'{"number":"%s","state":"verified","identity_class":4}', Unknown(NUMBER, "unreadable")),
        (200, b'{"number":"%s","state":"verified"}', Unknown(NUMBER, "no_class")),
        (200, b'{"number":"another","state":"verified","identity_class":3}', Unknown(NUMBER, "other_number")),
        (200, b"<html>", Unknown(NUMBER, "unreadable")),
        (302, b"", Unknown(NUMBER, "status_302")),
        (500, b"", Unknown(NUMBER, "status_500")),
        (404, b"", Missing(NUMBER)),
        (200, b'{"number":"%s","state":"refused"}', Refused(NUMBER, "refused")),
    ],
)
async def test_an_answer_that_is_none_moves_nothing(status: int, body: bytes, said: Said) -> None:
    content = body.replace(b"%s", NUMBER.encode())
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=content))
    asked = HttpChecker("http://id.example", "key", seconds=5, transport=transport)
    assert await asked.query(NUMBER) == said
    if status == 404:
        assert await asked.check(NUMBER, Identity("Ann", id_number())) == Unknown(NUMBER, "status_404")
    await asked.disconnect()
