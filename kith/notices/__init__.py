"""Notices: what a person is told when something of theirs has changed, live and afterwards.

An **event** says that something changed (`kind`) and of what (`ref`), never how: whoever hears it looks again. It is
written by the deed that changes something and kept for some days.

What always holds:
- A person's events are numbered without a gap. None becomes visible after a later one, so that whoever knows number N
  and reads what comes after it misses nothing.
- An event is committed with its deed or not at all, and a deed tells the same thing to the same person once.
- Events are written at the very end of a transaction, to persons in one order: their locks come after all others.
- The stream of events is a convenience: it may break at any moment, and goes on after the last number heard. Who was
  away for too long is told to look at everything again (`resync`).
"""

from kith.notices.event import PREFIX, Event, Kind, NumberedEvent, Told
from kith.notices.exported import exported
from kith.notices.follow_events import follow_events
from kith.notices.forget import forget
from kith.notices.forget_person import forget_person
from kith.notices.last_ids import last_ids
from kith.notices.list_events import list_events
from kith.notices.policy import Policy
from kith.notices.streams import Streams
from kith.notices.take_due import take_due
from kith.notices.tell import tell
from kith.notices.want_push import want_push

__all__ = [
    "PREFIX",
    "Event",
    "Kind",
    "NumberedEvent",
    "Policy",
    "Streams",
    "Told",
    "exported",
    "follow_events",
    "forget",
    "forget_person",
    "last_ids",
    "list_events",
    "take_due",
    "tell",
    "want_push",
]
