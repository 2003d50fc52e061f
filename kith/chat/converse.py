"""Talk with a live client over a socket."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import msgspec
import structlog

from kith import people
from kith.chat import frames
from kith.chat.attendant import Attendant
from kith.chat.channels import Channels
from kith.chat.frames import Beat, Refused
from kith.chat.heed import heed
from kith.chat.listener import Listener
from kith.chat.live_policy import LivePolicy
from kith.chat.sending import Sending
from kith.kit.hub import Hub
from kith.kit.socket import FAREWELL_SECONDS, Wire
from kith.kit.sql import Database
from kith.kit.web import broken, malformed
from kith.kit.whole import whole

_log = structlog.get_logger("kith.chat")


async def converse(
    db: Database,
    hub: Hub,
    channels: Channels,
    sending: Sending,
    sessions: people.Policy,
    *,
    wire: Wire,
    me: people.Me,
    time: Callable[[], datetime],
) -> None:
    """Send frames and do commands until the client goes, or has to: with `bye`, which tells why and where to go on.

    No connection to the database is held while it waits for the client or for news.
    """
    # Until its farewell the client is one of those for whom a server that stops waits.
    async with hub.subscribe(people.sessions_topic(me.person_id)) as hints:
        with channels.listening(me) as listener:
            attendant = Attendant(db, hub, sessions, live=channels.live, listener=listener, time=time)

            async def do(said: str | bytes) -> None:
                await _do(db, hub, channels, sending, listener=listener, said=said, time=time)

            writing = asyncio.create_task(_write(wire, listener, attendant, channels.live))
            others = [
                asyncio.create_task(work)
                for work in (
                    _read(wire, listener, attendant, channels.live.command_bytes, do),
                    listener.gone(),
                    attendant.list(),
                    attendant.session(hints),
                )
            ]
            try:
                await asyncio.wait([writing, *others[:2]], return_when=asyncio.FIRST_COMPLETED)
                sent_away = listener.why is not None
            finally:
                for task in others:
                    task.cancel()
        try:
            if sent_away:
                # What is being sent is sent to its end, so that the farewell can follow it.
                await asyncio.wait([writing], timeout=FAREWELL_SECONDS)
                code, bye = attendant.farewell()
                await wire.close(code, frames.frame([bye]))
        finally:
            writing.cancel()
            await asyncio.gather(writing, *others, return_exceptions=True)


async def _read(
    wire: Wire,
    listener: Listener,
    attendant: Attendant,
    longest: int,
    do: Callable[[str | bytes], Coroutine[Any, Any, None]],
) -> None:
    while (said := await wire.receive()) is not None:
        attendant.heard()
        if len(said) > longest:
            listener.send_away("too_large")
        elif not listener.may_ask():
            listener.send_away("too_fast")
        else:
            await whole(do(said))


async def _do(
    db: Database,
    hub: Hub,
    channels: Channels,
    sending: Sending,
    *,
    listener: Listener,
    said: str | bytes,
    time: Callable[[], datetime],
) -> None:
    try:
        command = frames.decode(said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        listener.tell(Refused(frames.number(said), malformed()))
        return
    try:
        await heed(db, hub, channels, sending, listener=listener, command=command, time=time)
    except Exception as error:
        _log.error("a command failed", error=type(error).__name__, exc_info=error)
        listener.tell(Refused(command.n, broken()))


async def _write(wire: Wire, listener: Listener, attendant: Attendant, live: LivePolicy) -> None:
    """What comes while the last frame is sent, and for a moment after it, goes as the next."""
    while listener.why is None:
        taken = await listener.take(live.heartbeat_seconds)
        if not taken and listener.why is None and attendant.silent():
            listener.send_away("silent")
        if not taken and listener.why is not None:
            return
        texts = [text for text, _, _ in taken] or [frames.encode(Beat())]
        if not await wire.send(frames.frame(texts)):
            return
        listener.sent(taken)
        await asyncio.sleep(live.frame_seconds)
