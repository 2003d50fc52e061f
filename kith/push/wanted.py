"""A wish to push something: what is decided about it, and those that have to wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit.sql import Query, Statement
from kith.push.choice import TOPICS, Choices, Kind
from kith.push.policy import Policy
from kith.push.post import Letter
from kith.push.quiet import quiet_until


class Wanted(Struct, frozen=True):
    """Somebody is to be pushed that something happened."""

    person_id: people.PersonId
    kind: Kind
    ref: UUID
    wanted_at: datetime
    """When it happened, the last time."""
    quiet: bool = False
    """Quiet hours held it back."""


class Held(Wanted, frozen=True, kw_only=True):
    """A wish that waits."""

    due_at: datetime


class Here(Struct, frozen=True):
    """Somebody who is here, as far as is known, and when that was last found."""

    person_id: people.PersonId
    seen_at: datetime


class Facts(Struct, frozen=True):
    """What is known of those whom wishes are for."""

    devices: Mapping[people.PersonId, Sequence[people.DeviceId]]
    choices: Mapping[people.PersonId, Choices]
    seen_at: Mapping[people.PersonId, datetime]
    """Of those who are here."""


class Decision(Struct, frozen=True):
    """What goes out, and what waits."""

    letters: list[Letter]
    held: list[Held]


def decide(wishes: Sequence[Wanted], facts: Facts, policy: Policy, now: datetime) -> Decision:
    """What becomes of each wish; several of one person that quiet hours held back become one summary."""
    decision = Decision([], [])
    going: defaultdict[people.PersonId, list[Wanted]] = defaultdict(list)
    for wish in wishes:
        choices = facts.choices[wish.person_id]
        if wish.person_id not in facts.devices or TOPICS.get(wish.kind) in choices.off:
            continue
        seen_at = facts.seen_at.get(wish.person_id)
        # A deed is older than its commit.
        if seen_at is not None and seen_at > wish.wanted_at + policy.event_delay:
            continue
        if seen_at is not None:
            decision.held.append(_held(wish, now + policy.again, quiet=wish.quiet))
        elif (until := quiet_until(choices.quiet, now)) is not None:
            decision.held.append(_held(wish, until, quiet=True))
        else:
            going[wish.person_id].append(wish)
    for person_id, mine in going.items():
        decision.letters.extend(_letters(person_id, mine, facts.devices[person_id]))
    return decision


def columns(held: Sequence[Held]) -> dict[str, object]:
    """The parameters of `hold`."""
    return {
        "person_ids": [one.person_id for one in held],
        "kinds": [one.kind for one in held],
        "refs": [one.ref for one in held],
        "wanted_ats": [one.wanted_at for one in held],
        "due_ats": [one.due_at for one in held],
        "quiets": [one.quiet for one in held],
    }


def _held(wish: Wanted, due_at: datetime, *, quiet: bool) -> Held:
    return Held(wish.person_id, wish.kind, wish.ref, wish.wanted_at, quiet, due_at=due_at)


def _letters(person_id: people.PersonId, mine: Sequence[Wanted], devices: Sequence[people.DeviceId]) -> list[Letter]:
    kept = [wish for wish in mine if wish.quiet]
    several = len(kept) > 1
    said: list[tuple[Kind, UUID, int]] = [(wish.kind, wish.ref, 1) for wish in mine if not (several and wish.quiet)]
    if several:
        said.append(("summary", person_id, len(kept)))
    return [Letter(person_id, device, kind, ref, number) for device in devices for kind, ref, number in said]


hold = Statement(
    """
    INSERT INTO push_held AS held (person_id, kind, ref, wanted_at, due_at, quiet)
    SELECT person_id, kind, ref, wanted_at, due_at, quiet
    FROM unnest(
        %(person_ids)s::uuid[], %(kinds)s::text[], %(refs)s::uuid[], %(wanted_ats)s::timestamptz[],
        %(due_ats)s::timestamptz[], %(quiets)s::boolean[]
    ) AS said (person_id, kind, ref, wanted_at, due_at, quiet)
    ORDER BY person_id, kind, ref
    ON CONFLICT (person_id, kind, ref) DO UPDATE
    SET wanted_at = greatest(held.wanted_at, excluded.wanted_at), due_at = excluded.due_at, quiet = excluded.quiet
    """
)
# All of one person's come together, so that they can be summed up; those of a whole time zone are due at once.
take = Query(
    Wanted,
    """
    WITH due AS (
        SELECT person_id, kind, ref FROM push_held
        WHERE due_at <= %(now)s ORDER BY due_at, person_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    DELETE FROM push_held AS held USING due
    WHERE held.person_id = due.person_id AND held.kind = due.kind AND held.ref = due.ref
    RETURNING held.person_id, held.kind, held.ref, held.wanted_at, held.quiet
    """,
)
seen = Statement("DELETE FROM push_held WHERE person_id = ANY(%(person_ids)s::uuid[]) AND wanted_at <= %(now)s")
forget = Statement("DELETE FROM push_held WHERE person_id = %(person_id)s")
look_again = Statement("UPDATE push_held SET due_at = %(now)s WHERE person_id = %(person_id)s AND quiet")
