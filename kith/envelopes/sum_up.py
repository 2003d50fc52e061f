"""Sum up what a person sent and received in a year."""

from datetime import datetime

from kith import people
from kith.envelopes import envelope_view as views
from kith.envelopes import share as shares
from kith.envelopes.envelope_view import EnvelopeSums
from kith.kit.sql import Tx


async def sum_up(tx: Tx, person_id: people.PersonId, year: int | None, now: datetime) -> EnvelopeSums:
    """A year of the calendar of China, without one the year that runs. What went back is not taken off."""
    wanted = year or people.day_of(now).year
    since, until = views.span_of(wanted)
    found = {one.side: one for one in await shares.sums.all(tx, person_id=person_id, since=since, until=until)}
    sent, received = found.get("sent"), found.get("received")
    return EnvelopeSums(
        year=wanted,
        sent=sent.envelopes if sent else 0,
        sent_fen=sent.fen if sent else 0,
        received=received.envelopes if received else 0,
        received_fen=received.fen if received else 0,
    )
