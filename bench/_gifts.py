"""Gifts as fast as they go: given, paid and accepted over HTTP by many pairs of friends at once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import psycopg
from msgspec import Struct

from bench._line import Line
from kith import people, simulator
from kith.kit import clock, ids, money
from kith.kit.sql import Database
from kith.main.stories.stage import ADDRESS, Stage
from kith.simulator.keys import Signer
from kith.simulator.notify import signed_content
from kith.simulator.trade import beijing
from tests.arena import newcomers

CLIENTS = 16
_FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
_UNITS = 1_000_000
_WAIT_SECONDS = 0.02


class Cast(Struct):
    """Who gives to whom, and which goods at which price."""

    pairs: list[tuple[people.PersonId, people.PersonId]]
    skus: list[str]
    fen: int


@dataclass(frozen=True)
class Pair:
    """Two friends who are signed in."""

    giver: str
    recipient: str
    giver_id: people.PersonId
    recipient_id: people.PersonId


@dataclass(frozen=True)
class Flow:
    """One gift with all that is known before the clock starts; the gateway has signed its word already."""

    pair: Pair
    sku_id: str
    gift_id: str
    charge_id: str
    attempt_id: str
    word: bytes


class Town:
    """Pairs and shops in a running installation, with flows to play."""

    def __init__(self, stage: Stage, watcher: psycopg.AsyncConnection, pairs: list[Pair], cast: Cast) -> None:
        self.stage = stage
        self.cast = cast
        self.watcher = watcher
        """A connection that only looks."""
        self._pairs = pairs
        self._skus = cast.skus
        self._fen = cast.fen
        self._made = 0
        self._signer = Signer(simulator.prepare(stage.settings.home / "simulator"))

    def flows(self, count: int) -> list[Flow]:
        """So many new ones, spread over the pairs and the goods."""
        return [self._flow() for _ in range(count)]

    async def rate(self, flows: list[Flow]) -> float:
        """Flows a second: each given and paid, then, when the jobs have offered all of them, each accepted."""
        lines = [await Line(self.stage.settings.host, self.stage.settings.port).open() for _ in range(CLIENTS)]
        began = clock.stopwatch()
        await _each(lines, flows, self._give)
        await self._offered()
        await _each(lines, flows, self._accept)
        taken = clock.stopwatch() - began
        await asyncio.gather(*(line.close() for line in lines))
        return len(flows) / taken

    async def _give(self, line: Line, flow: Flow) -> None:
        wish = {"gift_id": flow.gift_id, "charge_id": flow.charge_id, "sku_id": flow.sku_id}
        wish |= {"recipient_id": str(flow.pair.recipient_id), "message": "For your window"}
        await line.post_json("/gifts", wish, flow.pair.giver)
        attempt = {"attempt_id": flow.attempt_id, "gateway": "alipay", "way": "page"}
        await line.post_json(f"/charges/{flow.charge_id}/attempts", attempt, flow.pair.giver)
        await line.post("/gateways/alipay/notifications", flow.word, _FORM)

    async def _accept(self, line: Line, flow: Flow) -> None:
        answer = {"sku_id": flow.sku_id, "address": ADDRESS}
        await line.post_json(f"/gifts/{flow.gift_id}/acceptance", answer, flow.pair.recipient)

    async def _offered(self) -> None:
        while True:
            row = await self.watcher.execute("SELECT EXISTS (SELECT FROM timer WHERE kind = 'lapse')")
            if await row.fetchone() == (False,):
                return
            await asyncio.sleep(_WAIT_SECONDS)

    def _flow(self) -> Flow:
        pair, sku_id = self._pairs[self._made % len(self._pairs)], self._skus[self._made % len(self._skus)]
        self._made += 1
        attempt_id = ids.new()
        return Flow(pair, sku_id, str(ids.new()), str(ids.new()), str(attempt_id), self._word(attempt_id.hex))

    def _word(self, number: str) -> bytes:
        """What the gateway will say when it has the money."""
        amount, now = money.yuan(self._fen), clock.now()
        fields = {
            "notify_type": "trade_status_sync",
            "notify_id": ids.new().hex,
            "notify_time": beijing(now),
            "app_id": simulator.APP_ID,
            "seller_id": simulator.SELLER_ID,
            "charset": "utf-8",
            "version": "1.0",
            "sign_type": "RSA2",
            "trade_no": f"{now:%Y%m%d}{ids.digits(20)}",
            "out_trade_no": number,
            "trade_status": "TRADE_SUCCESS",
            "total_amount": amount,
            "receipt_amount": amount,
            "gmt_payment": beijing(now + timedelta(seconds=1)),
        }
        return urlencode(fields | {"sign": self._signer.sign(signed_content(fields))}).encode()


@asynccontextmanager
async def opened(stage: Stage, *, pairs: int, shops: int, cast: Cast | None = None) -> AsyncGenerator[Town]:
    """Friends whose doors are open, and shops that never run out. A `cast` was there before, and what its givers gave
    in an earlier measurement counts as given long ago; from there nobody is signed in any more."""
    db, now = stage.parts[Database], clock.now()
    if cast is None:
        cast = await _found(stage, pairs, shops)
    made: list[Pair] = []
    for giver, recipient in cast.pairs[:pairs]:
        async with db.transaction() as tx:
            await tx.execute(
                "UPDATE spending SET spent_at = spent_at - interval '8 days' WHERE person_id = %s", [giver]
            )
            for table in ("session", "device"):
                await tx.execute(f"DELETE FROM {table} WHERE person_id = ANY(%s)".encode(), [[giver, recipient]])
            await people.set_door(tx, recipient, people.Door("friends", 100_000, 100), now)
            tokens = [(await people.open_session(tx, one, "bench", True, now))[0] for one in (giver, recipient)]
        made.append(Pair(tokens[0], tokens[1], giver, recipient))
    async with await psycopg.AsyncConnection.connect(db.url, autocommit=True) as watcher:
        yield Town(stage, watcher, made, cast)


async def _found(stage: Stage, pairs: int, shops: int) -> Cast:
    stocked = [await stage.shop() for _ in range(shops)]
    for shop in stocked:
        for sku_id in (shop.red, shop.white):
            await shop.staff.put(f"/skus/{sku_id}/stock", {"units": _UNITS, "was": shop.stock})
    persons = await newcomers(stage.parts[Database], pairs * 2, clock.now())
    return Cast(
        pairs=list(zip(persons[::2], persons[1::2], strict=True)),
        skus=[sku_id for shop in stocked for sku_id in (shop.red, shop.white)],
        fen=stocked[0].fen,
    )


async def _each(lines: list[Line], flows: list[Flow], deed: Callable[[Line, Flow], Awaitable[Any]]) -> None:
    left = iter(flows)

    async def work(line: Line, left: Iterator[Flow]) -> None:
        for flow in left:
            await deed(line, flow)

    await asyncio.gather(*(work(line, left) for line in lines))
