"""Show who several people are, at a glance, and what stands between them and the one who looks."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import tie as ties
from kith.people.person import PersonCard, PersonId


async def tied_cards(tx: Tx, viewer_id: PersonId, person_ids: Sequence[PersonId], now: datetime) -> list[PersonCard]:
    """Cards in this order. Whoever has no profile, or is gone, is left out."""
    known = {one.person_id: one for one in await persons.known.all(tx, person_ids=list(person_ids))}
    among = {"person_id": viewer_id, "other_ids": list(person_ids)}
    followed = set(await ties.followed_of.all(tx, **among))
    followers = set(await ties.followers_of.all(tx, **among))
    return [
        persons.tied_card_of(
            known[person_id], followed=person_id in followed, follows_you=person_id in followers, now=now
        )
        for person_id in person_ids
        if person_id in known
    ]
