"""Where somebody really is stands nowhere: in no table, log, metric or answer, whatever goes wrong on the way.

Positions are sent in every way that fits the schema and in many that do not, to the whole application with every log
on; at the end the database breaks. Then everything is searched for the digits that were sent, and for the true cell.
"""

import logging
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
import structlog
from litestar.testing import AsyncTestClient

from kith import ads, people, places
from kith.kit import clock, geo, log
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.app import create_app
from kith.main.client import Client
from kith.main.document import Document
from kith.main.observe import Observed
from tests import cast, traces
from tests.cast import ANN

LAT, LNG = 39.90421337, 116.40711337
DIGITS = ("90421337", "40711337")
HEADERS = {"Content-Type": "application/json"}

BODIES = [
    f'{{"lat": {LAT}, "lng": {LNG}}}',
    f'{{"lat": {LAT}, "lng": {LNG}, "accuracy": 12.5}}',
    f'{{"lat": 1{LAT}, "lng": {LNG}}}',
    f'{{"lat": {LAT}, "lng": 9{LNG}}}',
    f'{{"lat": "{LAT}", "lng": {LNG}}}',
    f'{{"lat": {LAT}, "lng": null}}',
    f'{{"lat": {LAT}}}',
    f'{{"position": {{"lat": {LAT}, "lng": {LNG}}}}}',
    f'{{"lat": {LAT}, "lng": {LNG}',
    f"[{LAT}, {LNG}]",
]


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Generator[pytest.CaptureFixture[str]]:
    """Every log of the process, as a server writes it."""
    configured = structlog.get_config()
    handlers, level = [*logging.root.handlers], logging.root.level
    log.configure("debug")
    yield capsys
    structlog.configure(**configured)
    logging.basicConfig(handlers=handlers or None, level=level, force=True)


async def test_no_position_is_anywhere(db: Database, tmp_path: Path, logged: pytest.CaptureFixture[str]) -> None:
    true, next_true = geo.snap(LAT, LNG), geo.snap(LAT + 0.03, LNG)
    async with db.transaction() as tx:
        await cast.enrol(tx, ANN, clock.now())
        seed = await people.lasting_key(tx, cast.SECRET, ANN, "nearby")
    # One draw in seven leaves somebody where she is, and the search would mean nothing.
    noise = next(
        noise
        for noise in (places.Noise(bytes([number]) * 32) for number in range(256))
        if all(noise.noised(seed, cell) != cell for cell in (true, next_true))
    )
    policy = places.Policy(positions_a_minute=100, positions_a_minute_device=100)
    parts = cast.parts(
        db,
        Settings(home=tmp_path, clock=tmp_path / "clock"),
        Document(),
        Client(),
        places.CheckIns(db, noise, policy),
        places.Brakes(policy),
        places.Lookout(policy),
        ads.Showcase(db, ads.Showing(db, ads.Policy()), ads.Offers(b"a key"), ads.Policy(), clock.now),
    )
    said: list[str] = []
    statuses: list[int] = []
    head = await cast.bearer(db, ANN) | HEADERS
    async with AsyncTestClient(Observed(create_app(parts)), base_url="http://kith.test") as asking:

        async def ask(method: str, path: str, body: str | None = None) -> None:
            answer = await asking.request(method, path, content=body, headers=head)
            statuses.append(answer.status_code)
            said.append(answer.text + repr(answer.headers.raw))

        await ask("PUT", "/me/position", BODIES[0])
        await ask("PUT", "/me/nearby", '{"sharing": true}')
        for body in BODIES:
            await ask("PUT", "/me/position", body)
        for path in ("/nearby", "/me/nearby", "/metrics"):
            await ask("GET", path)
        async with db.transaction() as tx:
            words = (*DIGITS, str(true), geo.written(true))
            assert await traces.in_tables(tx, words) == []
            await tx.execute("ALTER TABLE spot RENAME COLUMN area TO broken")
        await ask("PUT", "/me/position", f'{{"lat": {LAT + 0.03}, "lng": {LNG}}}')
    assert statuses == [409, 200, 200, 200, *[400] * 8, 200, 200, 200, 500]
    sys.stderr.flush()
    written = logged.readouterr().err
    assert "request failed" in written
    assert "answered" in written
    for word in (*words, str(next_true)):
        assert word not in written
        assert not any(word in text for text in said)
    assert traces.in_files(tmp_path, words) == []
