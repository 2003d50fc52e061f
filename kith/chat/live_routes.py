"""Talk as it happens: over a WebSocket, or over a stream where no socket gets through."""

from typing import Annotated

from litestar import get, websocket
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter

from kith import people
from kith.chat import frames
from kith.chat.channels import Channels
from kith.chat.converse import converse
from kith.chat.follow_live import follow_live
from kith.chat.frames import Bye, Command, Event
from kith.chat.sending import Sending
from kith.kit import clock
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.socket import AnySocket, Wire
from kith.kit.sql import Database
from kith.kit.sse import EVENT_STREAM, EventStream
from kith.kit.web import problem_of, refuses

_FORM = r"^([0-9a-f-]{36}(:[0-9]{1,19})?(,[0-9a-f-]{36}(:[0-9]{1,19})?){0,19})?$"

Points = Annotated[
    str,
    QueryParameter(
        pattern=_FORM,
        description="up to 20 conversations, separated by commas, each with `:revision` to hear what came after it",
    ),
]
LastPoints = Annotated[
    str | None,
    HeaderParameter(name="Last-Event-ID", pattern=_FORM, description="the id of the last frame; goes before `follow`"),
]


@websocket("/me/live")
async def live(socket: AnySocket, parts: NamedDependency[Parts]) -> None:
    """Everything live, both ways. Who may not is told why, and hung up on."""
    await socket.accept()
    wire = Wire(socket)
    try:
        me = await people.authenticate_socket(socket, parts)
    except Refusal as refusal:
        bye = frames.encode(Bye("refused", {}, problem_of(refusal)))
        await wire.close(4000 + refusal.status, frames.frame([bye]), parts[Channels].live.farewell_seconds)
        return
    await converse(
        parts[Database],
        parts[Hub],
        parts[Channels],
        parts[Sending],
        parts[people.Policy],
        wire=wire,
        me=me,
        time=clock.now,
    )


@get(
    "/me/live/frames",
    operation_id="followChats",
    tags=["chat"],
    media_type=EVENT_STREAM,
    responses=refuses(people.SignInFirst, people.ProfileIncomplete)
    | {
        101: ResponseSpec(
            Command,
            generate_examples=False,
            description="what a client says, a command a frame, over the WebSocket at `/me/live`, which speaks the "
            "same frames",
        ),
        200: ResponseSpec(
            list[Event],
            generate_examples=False,
            media_type=EVENT_STREAM,
            description="the `data` of each `frame`; its `id` tells where to go on",
        ),
    },
)
async def stream(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    last_event_id: LastPoints = None,
    follow: Points = "",
) -> EventStream:
    """What is said, as it is said, for those whose network lets no WebSocket through. Commands go over HTTP."""
    try:
        points = frames.points(follow if last_event_id is None else last_event_id)
    except ValueError as error:
        raise ValidationException from error
    said = follow_live(
        parts[Database],
        parts[Hub],
        parts[Channels],
        parts[people.Policy],
        me=me,
        points=points,
        time=clock.now,
    )
    return EventStream(said)


handlers = [stream]
sockets = [live]
