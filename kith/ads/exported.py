"""What ads keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.ads import sight as sights
from kith.ads.sight import Hidden, Seen
from kith.kit.page import Page
from kith.kit.sql import Tx


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("ads/seen", "看过的广告", "ads you were shown", _seen),
        people.Part("ads/hidden", "不想看到其广告的店铺", "shops whose ads you hid", _hidden),
    )


async def _seen(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Seen]:
    del after, now
    return Page(await sights.seen_by.all(tx, person_id=person_id), None)


async def _hidden(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Hidden]:
    del after, now
    return Page(await sights.hidden_by.all(tx, person_id=person_id), None)
