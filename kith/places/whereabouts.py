"""A person's own row: what she chose about being found nearby, and where she is believed to be.

All cells here are noised. Whoever decides by what was read writes only where `version` is still the same.
"""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from kith import people
from kith.kit import geo
from kith.kit.geo import Cell
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.places.policy import Policy

_HOUR = timedelta(hours=1)
_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
_SLACK_KM = 5.0
"""So far apart noise alone may put two neighbouring cells."""


class NearbyOff(Refusal):
    """Nearby is switched off, so Kith keeps no position of yours. Switch it on first."""


class YouAreInvisible(Refusal, status=403):
    """You are invisible: nobody nearby sees you, and you see nobody. Become visible first."""


class PositionUnknown(Refusal):
    """Kith does not know where you are, or has forgotten it after three days. Send your position first."""


class NearbyForm(Struct):
    """What a person chooses about being found nearby."""

    sharing: bool
    """Kith may keep roughly where you are, for three days at most, and show you to people nearby."""
    invisible: bool = False
    """Nobody nearby sees you, and you see nobody."""
    hides_distance: bool = False
    """Others see you without a distance, and you are found under a much larger area."""


class Nearby(Struct):
    """What a person chose about being found nearby, and whether a position is kept."""

    sharing: bool
    invisible: bool
    hides_distance: bool
    until_at: datetime | None
    """When the position that is kept is forgotten; null where none is kept."""


class Whereabouts(Struct, frozen=True):
    """The row."""

    person_id: people.PersonId
    sharing: bool
    invisible: bool
    hides_distance: bool
    seed: bytes
    cell: Cell | None
    fixed_at: datetime | None
    forget_at: datetime | None
    version: int


class Due(Struct, frozen=True):
    """A position that is to be forgotten, and where others find it."""

    person_id: people.PersonId
    cell: Cell
    hides_distance: bool


def choices(row: Whereabouts | None, now: datetime) -> Nearby:
    """The row as the person sees it. Without one everything is off."""
    if row is None:
        return Nearby(sharing=False, invisible=False, hides_distance=False, until_at=None)
    until_at = row.forget_at if row.forget_at and row.forget_at > now else None
    return Nearby(row.sharing, row.invisible, row.hides_distance, until_at)


def forgotten_at(policy: Policy, now: datetime) -> datetime:
    """When a position of now is forgotten: the last whole hour within the time for which it may be kept."""
    over_at = now + timedelta(hours=policy.forget_hours)
    return over_at - (over_at - _ZERO) % _HOUR


def viewpoint(row: Whereabouts | None, now: datetime) -> Cell:
    """From where a person looks around. Raises `NearbyOff`, `YouAreInvisible`, `PositionUnknown` in this order."""
    if row is None or not row.sharing:
        raise NearbyOff
    if row.invisible:
        raise YouAreInvisible
    if row.cell is None or row.forget_at is None or row.forget_at <= now:
        raise PositionUnknown
    return row.cell


def moved(row: Whereabouts, cell: Cell, at: datetime, policy: Policy) -> Whereabouts:
    """The row after its person was seen in `cell`, which is noised.

    After an implausible move the person stays where she was, and when: it is the row itself. Raises `NearbyOff`.
    """
    if not row.sharing:
        raise NearbyOff
    if row.cell is not None and row.fixed_at is not None and not _plausible(row.cell, row.fixed_at, cell, at, policy):
        return row
    return Whereabouts(
        person_id=row.person_id,
        sharing=row.sharing,
        invisible=row.invisible,
        hides_distance=row.hides_distance,
        seed=row.seed,
        cell=cell,
        fixed_at=at,
        forget_at=forgotten_at(policy, at),
        version=row.version,
    )


def _plausible(was: Cell, was_at: datetime, cell: Cell, at: datetime, policy: Policy) -> bool:
    hours = max(at - was_at, timedelta()) / _HOUR
    return was == cell or geo.km(was, cell) - _SLACK_KM <= policy.fastest_kmh * hours


of = Query(
    Whereabouts,
    """
    SELECT person_id, sharing, invisible, hides_distance, seed, cell, fixed_at, forget_at, version
    FROM whereabouts WHERE person_id = %(person_id)s
    """,
)
of_many = Query(
    Whereabouts,
    """
    SELECT person_id, sharing, invisible, hides_distance, seed, cell, fixed_at, forget_at, version
    FROM whereabouts WHERE person_id = ANY(%(person_ids)s::uuid[])
    """,
)
lock = Query(
    Whereabouts,
    """
    SELECT person_id, sharing, invisible, hides_distance, seed, cell, fixed_at, forget_at, version
    FROM whereabouts WHERE person_id = %(person_id)s FOR NO KEY UPDATE
    """,
)
start = Statement(
    """
    INSERT INTO whereabouts (person_id, sharing, invisible, hides_distance, seed, version)
    VALUES (%(person_id)s, false, false, false, %(seed)s, 0) ON CONFLICT (person_id) DO NOTHING
    """
)
choose = Statement(
    """
    UPDATE whereabouts
    SET sharing = %(sharing)s, invisible = %(invisible)s, hides_distance = %(hides_distance)s, version = version + 1
    WHERE person_id = %(person_id)s
    """
)
let_go = Statement(
    """
    UPDATE whereabouts SET cell = NULL, fixed_at = NULL, forget_at = NULL, version = version + 1
    WHERE person_id = %(person_id)s
    """
)
due = Query(
    Due,
    """
    SELECT person_id, cell, hides_distance FROM whereabouts
    WHERE forget_at <= %(now)s AND cell IS NOT NULL ORDER BY forget_at LIMIT %(limit)s
    """,
)
forget_person = Statement("DELETE FROM whereabouts WHERE person_id = %(person_id)s")
