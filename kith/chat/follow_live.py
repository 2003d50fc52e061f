"""Follow conversations over a stream, where no socket gets through."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime

import structlog

from kith import people
from kith.chat import frames
from kith.chat.attendant import Attendant
from kith.chat.channels import Channels
from kith.chat.conversation import ConversationId
from kith.chat.frames import Beat, Follow
from kith.chat.heed import heed
from kith.chat.listener import Listener
from kith.kit import clock
from kith.kit.hub import Hub
from kith.kit.sql import Database
from kith.kit.whole import whole

_log = structlog.get_logger("kith.chat")


async def follow_live(
    db: Database,
    hub: Hub,
    channels: Channels,
    sessions: people.Policy,
    *,
    me: people.Me,
    points: Mapping[ConversationId, int | None],
    time: Callable[[], datetime],
) -> AsyncGenerator[bytes]:
    """The same frames as over a socket, of the conversations that are named from the beginning. The id of each frame
    names them with the revisions up to which they were sent; whoever comes back with it misses nothing.
    """
    async with hub.subscribe(people.sessions_topic(me.person_id)) as hints:
        with channels.listening(me) as listener:
            ends = clock.stopwatch() + channels.live.stream_seconds
            attendant = Attendant(db, hub, sessions, live=channels.live, listener=listener, time=time)

            async def follow() -> None:
                try:
                    for name, after in points.items():
                        command = Follow(conversation_id=name, after=after)
                        await whole(heed(db, hub, channels, listener=listener, command=command, time=time))
                except Exception as error:
                    _log.error("a stream cannot be followed", error=type(error).__name__, exc_info=error)
                    listener.send_away("broken")

            tasks = [
                asyncio.create_task(work) for work in (whole(follow()), attendant.list(), attendant.session(hints))
            ]
            try:
                while listener.why is None:
                    silence = min(channels.live.heartbeat_seconds, ends - clock.stopwatch())
                    if silence <= 0:
                        listener.send_away("over")
                    await listener.news(silence)
                    if listener.why is None:
                        texts = listener.take()
                        yield _frame(listener, texts or (frames.encode(Beat()),))
                        await asyncio.sleep(channels.live.frame_seconds)
                left = listener.take()
                yield _frame(listener, (*left, attendant.farewell()[1]))
            finally:
                # Whoever goes is cancelled at every step: nothing is waited for here.
                for task in tasks:
                    task.cancel()


def _frame(listener: Listener, texts: tuple[str, ...]) -> bytes:
    return f"id: {frames.written(listener.resume)}\nevent: frame\ndata: {frames.frame(texts)}\n\n".encode()
