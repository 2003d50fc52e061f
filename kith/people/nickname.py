"""How people are found by their nicknames, and who does not want to be.

A nickname is cut into its beginning (a blank and the first character), every two neighbours, and the single characters
of scripts that have no case. What somebody types is cut the same way, and all of its cuts must be there: any part of
two characters or more finds a nickname, and a single letter those that begin with it.
"""

import unicodedata
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.fold import folded
from kith.kit.sql import Query, Statement
from kith.people.person import PersonId


class Privacy(Struct):
    """What others can find out about a person."""

    found_by_nickname: bool
    """Others find this person by searching for the nickname. A link to the person's page works either way."""


class Hit(Struct, frozen=True):
    """Somebody found. `tier` is 2 where the nickname is what was typed, 1 where it begins so, else 0."""

    person_id: PersonId
    tier: int
    since_at: datetime


Place = tuple[int, datetime, UUID]
"""The sort key of a search: how good, since when, and who."""


def cuts(nickname: str) -> list[str]:
    """Everything by which a nickname is found, sorted."""
    plain = folded(nickname)
    pairs = {f" {plain}"[place : place + 2] for place in range(len(plain))}
    return sorted(pairs | {character for character in plain if _caseless(character)})


def question(typed: str) -> list[str]:
    """What a nickname must have to be found by what was typed; empty where that says nothing."""
    plain = folded(typed)
    if len(plain) == 1:
        return [plain if _caseless(plain) else f" {plain}"]
    return sorted({plain[place : place + 2] for place in range(len(plain) - 1)})


def _caseless(character: str) -> bool:
    return unicodedata.category(character) == "Lo"


write = Statement(
    """
    INSERT INTO nickname (person_id, folded, cuts, findable, since_at)
    VALUES (%(person_id)s, %(folded)s, %(cuts)s::text[], true, %(now)s)
    ON CONFLICT (person_id) DO UPDATE SET folded = excluded.folded, cuts = excluded.cuts
    """
)
set_findable = Statement("UPDATE nickname SET findable = %(findable)s WHERE person_id = %(person_id)s")
privacy_of = Query(Privacy, "SELECT findable AS found_by_nickname FROM nickname WHERE person_id = %(person_id)s")

search = Query(
    Hit,
    """
    SELECT person_id, tier, since_at
    FROM (
        SELECT person_id, since_at,
            CASE WHEN folded = %(typed)s THEN 2 WHEN starts_with(folded, %(typed)s) THEN 1 ELSE 0 END AS tier
        FROM nickname
        WHERE cuts @> %(cuts)s::text[] AND findable AND strpos(folded, %(typed)s) > 0
            AND person_id <> ALL(%(hidden)s::uuid[])
    ) AS found
    WHERE (tier, since_at, person_id) < (%(after_tier)s, %(after_at)s, %(after_id)s)
    ORDER BY tier DESC, since_at DESC, person_id DESC LIMIT %(limit)s
    """,
)
