"""Show who several people are, at a glance, and what stands between them and the one who looks."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.cards import cards
from kith.people.person import PersonCard, PersonId


async def tied_cards(tx: Tx, viewer_id: PersonId, person_ids: Sequence[PersonId], now: datetime) -> list[PersonCard]:
    """Cards in this order. Whoever has no profile, or is gone, is left out."""
    known = await cards(tx, person_ids, now)
    among = {"person_id": viewer_id, "other_ids": list(person_ids)}
    follows = set(await ties.followed_of.all(tx, **among))
    followed = set(await ties.followers_of.all(tx, **among))
    return [
        PersonCard(
            person_id=card.person_id,
            nickname=card.nickname,
            age=card.age,
            gender=card.gender,
            followed=card.person_id in follows,
            follows_you=card.person_id in followed,
            friends=card.person_id in follows & followed,
            picture_id=card.picture_id,
        )
        for card in (known[person_id] for person_id in person_ids)
        if not card.gone
    ]
