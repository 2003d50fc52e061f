"""Find people for an operator."""

from datetime import UTC, datetime
from uuid import UUID

from kith.kit.fold import folded
from kith.kit.sql import Tx
from kith.people import nickname as nicknames
from kith.people.cards import cards
from kith.people.nickname import Place
from kith.people.person import Card, PersonId

_FIRST: Place = (3, datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))


async def find_people(tx: Tx, typed: str, limit: int, now: datetime) -> list[Card]:
    """Whoever has this id, or a nickname with what was typed; whoever does not want to be found only by id."""
    try:
        wanted = [PersonId(UUID(typed.strip()))]
    except ValueError:
        cuts = nicknames.question(typed)
        after = dict(zip(("after_tier", "after_at", "after_id"), _FIRST, strict=True))
        hits = (
            await nicknames.search.all(tx, typed=folded(typed), cuts=cuts, hidden=[], **after, limit=limit)
            if cuts
            else []
        )
        wanted = [hit.person_id for hit in hits]
    found = await cards(tx, wanted, now)
    return [found[one] for one in wanted if one in found and not found[one].gone]
