"""What happened to me, over HTTP: as a stream, and as a list for those who cannot hold one open."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery, HeaderParameter, QueryParameter

from kith import people
from kith.kit import clock
from kith.kit.hub import Hub
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.sse import EVENT_STREAM, EventStream
from kith.kit.web import refuses
from kith.notices.event import Event, NumberedEvent
from kith.notices.follow_events import follow_events
from kith.notices.list_events import list_events
from kith.notices.policy import Policy
from kith.notices.streams import Streams

_READ = (people.SignInFirst, people.ProfileIncomplete)
_MOST = (1 << 63) - 1

LastEventId = Annotated[
    int | None,
    HeaderParameter(name="Last-Event-ID", ge=0, le=_MOST, description="the last number heard; goes before `after`"),
]
Number = Annotated[int | None, QueryParameter(ge=0, le=_MOST, description="the number to go on from; now, if left out")]


@get(
    "/me/events",
    operation_id="followEvents",
    tags=["events"],
    media_type=EVENT_STREAM,
    responses=refuses(*_READ)
    | {
        200: ResponseSpec(
            Event,
            generate_examples=False,
            media_type=EVENT_STREAM,
            description="the `data` of an event; its `id` is its number and its `event` the `kind`, or `ready`, "
            "`resync` or `displaced`, whose `data` is `{last_id}`; that of `ready` has the time as `now`, too",
        )
    },
)
async def follow(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    last_event_id: LastEventId = None,
    after: Number = None,
) -> EventStream:
    """What happens to me, as it happens. Each event says what to look at again, never what became of it."""
    frames = follow_events(
        parts[Database],
        parts[Hub],
        parts[Streams],
        parts[Policy],
        parts[people.Policy],
        me=me,
        after=after if last_event_id is None else last_event_id,
        time=clock.now,
    )
    return EventStream(frames)


@get("/me/events/page", operation_id="listEvents", tags=["events"], responses=refuses(*_READ, BadCursor))
async def page(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[NumberedEvent]:
    """What happened to me, oldest first. `after` is an event's number, refused when what came next is forgotten."""
    async with parts[Database].transaction() as tx:
        return await list_events(tx, me.person_id, limit=limit, after=after)


handlers = [follow, page]
