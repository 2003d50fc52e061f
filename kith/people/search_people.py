"""Find people by their nicknames."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kith.kit.fold import folded
from kith.kit.page import Page, cursor, key
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import nickname as nicknames
from kith.people import tie as ties
from kith.people.count_deed import count_deed
from kith.people.nickname import Hit, Place
from kith.people.person import PersonCard, PersonId
from kith.people.policy import Policy
from kith.people.tied_cards import tied_cards

_FIRST: Place = (3, datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))


class TooManySearches(Refusal, status=429):
    """You searched very often in the last minute. Wait a little and go on."""


async def search_people(
    tx: Tx, policy: Policy, person_id: PersonId, typed: str, *, after: str | None, limit: int, now: datetime
) -> Page[PersonCard]:
    """Whose nickname has what was typed: that very nickname first, then those that begin so, then the newest people.

    Oneself, whoever does not want to be found, and people on the other side of a block are not among them. Every page
    counts as a search. Raises `BadCursor`, `TooManySearches`.
    """
    after_tier, after_at, after_id = key(after, Place) or _FIRST
    minute = timedelta(minutes=1)
    most = policy.searches_a_minute
    await count_deed(tx, person_id, "search", most=most, span=minute, refusal=TooManySearches, now=now)
    wanted = nicknames.question(typed)
    if not wanted:
        return Page([], None)
    found = await nicknames.search.all(
        tx,
        typed=folded(typed),
        cuts=wanted,
        hidden=[person_id, *await ties.apart.all(tx, person_id=person_id)],
        after_tier=after_tier,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    shown = found[:limit]
    return Page(await tied_cards(tx, person_id, [hit.person_id for hit in shown], now), _next(found, limit))


def _next(found: list[Hit], limit: int) -> str | None:
    if len(found) <= limit:
        return None
    last = found[limit - 1]
    return cursor(last.tier, last.since_at, last.person_id)
