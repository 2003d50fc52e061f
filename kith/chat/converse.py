"""Talk with a live client over a socket."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import msgspec

from kith import people
from kith.chat import frames
from kith.chat.attendant import Attendant
from kith.chat.channels import Channels
from kith.chat.frames import Alive, Command, Refused, Say
from kith.chat.heed import heed
from kith.chat.listener import Listener
from kith.chat.sending import Sending
from kith.chat.speaking import Speaking
from kith.kit.ending import end
from kith.kit.hub import Hub
from kith.kit.socket import Wire
from kith.kit.sql import Database
from kith.kit.web import malformed
from kith.kit.whole import whole


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
        with channels.listening(me) as listener, channels.courier.serving(listener, wire):
            attendant = Attendant(db, hub, sessions, live=channels.live, listener=listener, time=time)

            speaking = Speaking(sending, listener)

            async def do(command: Command) -> None:
                if isinstance(command, Say):
                    await speaking.say(command, time())
                elif not isinstance(command, Alive):
                    await whole(heed(db, hub, channels, listener=listener, command=command, time=time))

            tasks = [
                asyncio.create_task(work)
                for work in (
                    _read(wire, listener, attendant, channels.live.command_bytes, do),
                    listener.gone(),
                    attendant.list(),
                    attendant.session(hints),
                    attendant.beat(),
                )
            ]
            try:
                await asyncio.wait(tasks[:2], return_when=asyncio.FIRST_COMPLETED)
                sent_away = listener.why is not None
            finally:
                for task in tasks:
                    task.cancel()
        try:
            if sent_away:
                code, bye = attendant.farewell()
                await wire.close(code, frames.frame([bye]), channels.live.farewell_seconds)
        finally:
            await end(*tasks)


async def _read(
    wire: Wire,
    listener: Listener,
    attendant: Attendant,
    longest: int,
    do: Callable[[Command], Coroutine[Any, Any, None]],
) -> None:
    while (said := await wire.receive()) is not None:
        attendant.heard()
        if len(said) > longest:
            listener.send_away("too_large")
        elif not listener.may_ask():
            listener.send_away("too_fast")
        else:
            try:
                command = frames.decode(said)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                listener.tell(Refused(frames.number(said), malformed()))
            else:
                await do(command)
