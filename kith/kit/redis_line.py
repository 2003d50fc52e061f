"""The hub's line over the publish and subscribe of Redis or Valkey, which keep nothing."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Any

import msgspec
from redis.asyncio import Redis

_ALIVE_SECONDS = 10.0
"""After so much silence the listener asks whether the line is still there."""


class LineDown(Exception):
    """The other end does not answer any more."""


class RedisLine:
    """Sends on pooled connections; listens on one connection that does nothing else. In use while it is entered."""

    def __init__(self, url: str, *, alive_seconds: float = _ALIVE_SECONDS) -> None:
        self._redis: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType] untyped there
        # Redis delivers to all its databases: only the name of the channel keeps them apart.
        self._channel = f"kith_live_{self._redis.connection_pool.connection_kwargs.get('db', 0)}"
        self._alive_seconds = alive_seconds

    async def __aenter__(self) -> "RedisLine":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._redis.aclose()

    async def send(self, message: Sequence[str]) -> None:
        """Publish it, whole. Raises `redis.RedisError` when nobody answers."""
        await self._redis.publish(self._channel, msgspec.json.encode(message))

    async def listen(self) -> AsyncGenerator[Sequence[str]]:
        """What is published from now on, and an empty message whenever it has been subscribed to anew, which the
        library does by itself. Raises `redis.RedisError` when it cannot, and `LineDown`.
        """
        async with aclosing(self._redis.pubsub()) as heard:
            await heard.subscribe(self._channel)
            asked = False
            while True:
                told = await heard.get_message(timeout=self._alive_seconds)
                if told is None:
                    if asked:
                        raise LineDown
                    await heard.ping()
                    asked = True
                    continue
                asked = False
                if told["type"] == "subscribe":
                    yield []
                elif told["type"] == "message":
                    yield msgspec.json.decode(told["data"], type=list[str])
