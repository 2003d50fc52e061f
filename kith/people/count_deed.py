"""Count something of which a person may do only so much."""

from datetime import datetime, timedelta

from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import deed as deeds
from kith.people.deed import Deed
from kith.people.person import PersonId


async def count_deed(
    tx: Tx, person_id: PersonId, deed: Deed, *, most: int, span: timedelta, refusal: type[Refusal], now: datetime
) -> None:
    """Count one deed in the window that runs, `most` in each `span`; when it is full, raise `refusal`.

    The refusal says after how many seconds the next window begins.
    """
    one = {"person_id": person_id, "deed": deed}
    if most and await deeds.count.run(tx, **one, most=most, before=now - span, now=now):
        return
    began_at = await deeds.since.maybe(tx, **one) or now
    raise refusal(retry_after=deeds.seconds_until(began_at + span, now))
