"""What chat keeps of a person, as files of an export."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat import chat as chats
from kith.chat import leaving as departures
from kith.chat.chat import Chat
from kith.chat.message import Row
from kith.chat.policy import Policy
from kith.chat.see_chats import see_chats
from kith.chat.view_door import view_door
from kith.chat.writing import ChatDoor
from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx

_PAGE = 100
_FIRST = (UUID(int=0), 0)


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("chat/chats", "你的会话", "your conversations", _mine),
        people.Part("chat/messages", "你发出的消息", "what you wrote", _written),
        people.Part("chat/door", "谁可以给你发消息", "who may write to you", _door),
    )


def exported_pictures() -> tuple[people.Read, ...]:
    """The pictures that the person sent."""
    return (_pictures,)


async def _pictures(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[str]:
    page = await _written(tx, person_id, after, now)
    return Page([row.ref for row in page.items if row.kind == "photo" and row.ref], page.next)


async def _mine(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Chat]:
    after_at, after_id = key(after, Newest) or TOP
    entries = await departures.entries.all(tx, person_id=person_id, after_at=after_at, after_id=after_id, limit=_PAGE)
    # Where a link leads is nothing to a copy.
    return Page(await see_chats(tx, Policy(), person_id, entries, now), chats.following(entries, _PAGE))


async def _written(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Row]:
    del now
    after_id, after_seq = key(after, tuple[UUID, int]) or _FIRST
    rows = await departures.written.all(tx, person_id=person_id, after_id=after_id, after_seq=after_seq, limit=_PAGE)
    return Page(rows, cursor(rows[-1].conversation_id, rows[-1].seq) if len(rows) == _PAGE else None)


async def _door(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[ChatDoor]:
    del after, now
    return Page([await view_door(tx, person_id)], None)
