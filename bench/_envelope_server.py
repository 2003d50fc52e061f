"""A server of the installation with two more routes beside the one that opens envelopes: one that does nothing, and one
that does it as usual with Redis. Both ask who it is and read the same request; `BENCH_REDIS` is the port of a Redis.

What is usual: the shares of an envelope lie in a list, who has taken one stands in a hash, and a script in Lua takes
the next share for whoever has none and writes it into a log, from which it would later go into a database.
"""

import asyncio
import os
from collections.abc import Sequence
from uuid import UUID

import uvloop
from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from kith import people
from kith.envelopes.claiming import Taken
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.routes import Opener
from kith.kit import clock
from kith.kit.settings import Settings, load
from kith.main import app, serve

GRAB = b"""
local taken = redis.call('HGET', KEYS[2], ARGV[1])
if taken then return taken end
local fen = redis.call('LPOP', KEYS[1])
if not fen then return false end
redis.call('HSET', KEYS[2], ARGV[1], fen)
redis.call('RPUSH', KEYS[3], ARGV[1] .. ' ' .. fen)
return fen
"""

_CONNECTIONS = 16


class Grabbing:
    """Some connections to the Redis at a port, each with one command under way."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: asyncio.LifoQueue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] | None = None

    async def grab(self, envelope_id: UUID, person_id: UUID) -> int:
        """What somebody gets of an envelope, in fen."""
        if self._free is None:
            self._free = asyncio.LifoQueue()
            for _ in range(_CONNECTIONS):
                self._free.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))
        keys = [f"{name}:{envelope_id}".encode() for name in ("left", "taken", "log")]
        words = [b"EVAL", GRAB, b"3", *keys, str(person_id).encode()]
        reader, writer = await self._free.get()
        writer.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(one), one) for one in words))
        length = await reader.readuntil(b"\r\n")
        assert length[:1] == b"$", length
        fen = await reader.readexactly(int(length[1:]) + 2)
        self._free.put_nowait((reader, writer))
        return int(fen)


_grabbing = Grabbing(int(os.environ.get("BENCH_REDIS", "0")))


@post("/bench/nothing/{envelope_id:uuid}", status_code=200)
async def nothing(envelope_id: FromPath[UUID], data: JSONBody[Opener], me: NamedDependency[people.Me]) -> Taken:
    """Know who it is, read the request, answer."""
    del data, me
    return Taken(EnvelopeId(envelope_id), 100, 0, clock.now())


@post("/bench/redis/{envelope_id:uuid}", status_code=200)
async def redis(envelope_id: FromPath[UUID], data: JSONBody[Opener], me: NamedDependency[people.Me]) -> Taken:
    """The same, and take a share in Redis."""
    del data
    return Taken(EnvelopeId(envelope_id), await _grabbing.grab(envelope_id, me.person_id), 0, clock.now())


def _with_more(settings: Settings) -> Sequence[HTTPRouteHandler]:
    return [*_own(settings), nothing, redis]


_own = app.handlers

if __name__ == "__main__":
    app.handlers = _with_more
    uvloop.run(serve.run(load(os.environ), web_server=True, worker=False, simulator=False))
