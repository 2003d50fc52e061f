"""What envelopes keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.envelopes.envelope_view import EnvelopeLine
from kith.envelopes.list_envelopes import list_envelopes
from kith.kit.page import Page
from kith.kit.sql import Tx

_PAGE = 100


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("envelopes/sent", "发出的红包", "envelopes you sent", _sent),
        people.Part("envelopes/received", "收到的红包", "envelopes you opened", _received),
    )


async def _sent(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[EnvelopeLine]:
    return await list_envelopes(tx, person_id, "sent", limit=_PAGE, after=after, now=now)


async def _received(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[EnvelopeLine]:
    return await list_envelopes(tx, person_id, "received", limit=_PAGE, after=after, now=now)
