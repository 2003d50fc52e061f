"""Metering: views and taps as they are reported, why some do not count, and what is written of those that do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.ads.offer import Offer
from kith.ads.placement import PlacementId
from kith.ads.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Query, Statement

Kind = Literal["view", "tap"]
Reason = Literal["early", "expired", "rate", "own", "replayed", "again", "unknown"]
"""Why a view or tap does not count: sooner than a person can, after the offer was over, too many in a minute, by
somebody who works for the shop or has blocked it, reported before, tapped before on the same day, or of a placement
that is over or was not shown to this person."""

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Deed(Struct, frozen=True):
    """Somebody saw or tapped what was offered to them. `flaw` is what was wrong with it before anything was read."""

    person_id: people.PersonId
    kind: Kind
    offer: Offer
    at: datetime
    flaw: Reason | None = None

    @property
    def pair(self) -> tuple[people.PersonId, PlacementId]:
        """Who, and of what."""
        return self.person_id, self.offer.placement_id


class Tie(Struct, frozen=True):
    """Somebody works for a shop, or has blocked it, and this placement is the shop's."""

    person_id: people.PersonId
    placement_id: PlacementId


class Counted(Struct, frozen=True):
    """A view that reaches somebody for the first time, or a tap that is the first in a day."""

    person_id: people.PersonId
    placement_id: PlacementId
    kind: Kind


class Used(Struct, frozen=True):
    """An offer that was not reported before."""

    person_id: people.PersonId
    offer_id: UUID
    kind: Kind


class Tally(Struct):
    """What is added to a placement in an hour, by people within so many kilometres."""

    placement_id: PlacementId
    hour_at: datetime
    ring_km: int
    reached: int = 0
    views: int = 0
    taps: int = 0
    fen: int = 0


def flaw(kind: Kind, offer: Offer, seen_millis: int, policy: Policy, now: datetime) -> Reason | None:
    """What is wrong with a report by itself: how long the device says that the row was seen, and when it was
    offered."""
    if now >= offer.made_at + policy.offer_lasts:
        return "expired"
    since = now - offer.made_at
    if kind == "view":
        return "early" if seen_millis < policy.view_millis or since < policy.view_takes else None
    return "early" if since < policy.tap_takes else None


def tallies(deeds: Iterable[Deed], counted: frozenset[tuple[UUID, UUID, Kind]]) -> list[Tally]:
    """What is to be added for views and taps that are good, in one order. Of several of one person in a batch one
    counts.

    A view is always one; it reaches somebody, and a tap is paid for, where that is in `counted`.
    """
    found: dict[tuple[PlacementId, datetime, int], Tally] = {}
    left = Counter(counted)
    for deed in deeds:
        hour_at = deed.at - (deed.at - datetime.min.replace(tzinfo=deed.at.tzinfo)) % _HOUR
        key = deed.offer.placement_id, hour_at, deed.offer.ring_km
        tally = found.setdefault(key, Tally(*key))
        mark = deed.person_id, deed.offer.placement_id, deed.kind
        first = left[mark] > 0
        left[mark] -= 1
        if deed.kind == "view":
            tally.views += 1
            tally.reached += first
        elif first:
            tally.taps += 1
            tally.fen += deed.offer.price_fen
    return sorted(found.values(), key=lambda one: (one.placement_id, one.hour_at, one.ring_km))


def uses(deeds: Sequence[Deed]) -> dict[str, object]:
    """Deeds as `use` takes them."""
    keys = sorted({(deed.person_id, deed.offer.offer_id, deed.kind) for deed in deeds})
    return {
        "person_ids": arrays.uuids([key[0] for key in keys]),
        "offer_ids": arrays.uuids([key[1] for key in keys]),
        "kinds": arrays.texts([key[2] for key in keys]),
    }


def pairs(deeds: Sequence[Deed]) -> dict[str, object]:
    """Whom and what the deeds are about, each once and in one order."""
    keys = sorted({deed.pair for deed in deeds})
    return {
        "person_ids": arrays.uuids([person_id for person_id, _ in keys]),
        "placement_ids": arrays.uuids([placement_id for _, placement_id in keys]),
    }


def tally_columns(rows: Sequence[Tally]) -> dict[str, object]:
    """Tallies as `add_hours` takes them."""
    return {
        "placement_ids": arrays.uuids([row.placement_id for row in rows]),
        "hours": arrays.moments([row.hour_at for row in rows]),
        "rings": arrays.bigints([row.ring_km for row in rows]),
        "reached": arrays.bigints([row.reached for row in rows]),
        "views": arrays.bigints([row.views for row in rows]),
        "taps": arrays.bigints([row.taps for row in rows]),
    }


def sum_columns(rows: Sequence[Tally]) -> dict[str, object]:
    """Their sums by placement, as `add` takes them."""
    sums: dict[PlacementId, list[int]] = {}
    for row in rows:
        mine = sums.setdefault(row.placement_id, [0, 0, 0, 0])
        for place, more in enumerate((row.reached, row.views, row.taps, row.fen)):
            mine[place] += more
    keys = sorted(sums)
    reached, views, taps, fen = zip(*(sums[key] for key in keys), strict=True)
    return {
        "placement_ids": arrays.uuids(keys),
        "reached": arrays.bigints(reached),
        "views": arrays.bigints(views),
        "taps": arrays.bigints(taps),
        "fen": arrays.bigints(fen),
    }


def filtered_columns(filtered: Iterable[tuple[PlacementId, Kind, Reason]]) -> dict[str, object]:
    """What did not count, as `filter_out` takes it."""
    times = Counter(filtered)
    keys = sorted(times)
    return {
        "placement_ids": arrays.uuids([key[0] for key in keys]),
        "kinds": arrays.texts([key[1] for key in keys]),
        "reasons": arrays.texts([key[2] for key in keys]),
        "times": arrays.bigints([times[key] for key in keys]),
    }


def first_of_day(now: datetime) -> datetime:
    """A tap before this is of another day."""
    return now - _DAY


ties = Query(
    Tie,
    """
    SELECT asked.person_id, asked.placement_id
    FROM unnest(%(person_ids)b::uuid[], %(placement_ids)b::uuid[]) AS asked (person_id, placement_id)
    JOIN placement ON placement.placement_id = asked.placement_id
    WHERE EXISTS (
        SELECT 1 FROM staff_merchant AS staff
        WHERE staff.person_id = asked.person_id AND staff.merchant_id = placement.merchant_id
    ) OR EXISTS (
        SELECT 1 FROM shop_block AS block
        WHERE block.person_id = asked.person_id AND block.merchant_id = placement.merchant_id
    )
    """,
)
use = Query(
    Used,
    """
    INSERT INTO offer_use (person_id, offer_id, kind, used_at)
    SELECT person_id, offer_id, kind, %(now)s
    FROM unnest(%(person_ids)b::uuid[], %(offer_ids)b::uuid[], %(kinds)b::text[]) AS used (person_id, offer_id, kind)
    ON CONFLICT (person_id, offer_id, kind) DO NOTHING
    RETURNING person_id, offer_id, kind
    """,
)
# In one order, so that two batches never wait for each other in a circle.
open_of = Query(
    UUID,
    """
    SELECT placement_id FROM placement_state
    WHERE placement_id = ANY(%(placement_ids)b::uuid[]) AND state IN ('running', 'paused')
    ORDER BY placement_id FOR NO KEY UPDATE
    """,
)
seen = Query(
    Tie,
    """
    SELECT sight.person_id, sight.placement_id
    FROM unnest(%(person_ids)b::uuid[], %(placement_ids)b::uuid[]) AS asked (person_id, placement_id)
    JOIN sight ON sight.person_id = asked.person_id AND sight.placement_id = asked.placement_id
    ORDER BY sight.person_id, sight.placement_id FOR NO KEY UPDATE OF sight
    """,
)
reach = Query(
    Counted,
    """
    UPDATE sight SET reached_at = %(now)s
    FROM unnest(%(person_ids)b::uuid[], %(placement_ids)b::uuid[]) AS asked (person_id, placement_id)
    WHERE sight.person_id = asked.person_id AND sight.placement_id = asked.placement_id AND sight.reached_at IS NULL
    RETURNING sight.person_id, sight.placement_id, 'view' AS kind
    """,
)
tap = Query(
    Counted,
    """
    UPDATE sight SET tapped_at = %(now)s
    FROM unnest(%(person_ids)b::uuid[], %(placement_ids)b::uuid[]) AS asked (person_id, placement_id)
    WHERE sight.person_id = asked.person_id AND sight.placement_id = asked.placement_id
        AND (sight.tapped_at IS NULL OR sight.tapped_at <= %(since)s)
    RETURNING sight.person_id, sight.placement_id, 'tap' AS kind
    """,
)
# What is spent never goes over what was paid: the last tap costs what is left.
add = Statement(
    """
    UPDATE placement_state AS standing
    SET reached = standing.reached + more.reached, views = standing.views + more.views,
        taps = standing.taps + more.taps,
        spent_fen = least(standing.spent_fen + more.fen, placement.fen), moved_at = %(now)s
    FROM unnest(%(placement_ids)b::uuid[], %(reached)b::bigint[], %(views)b::bigint[], %(taps)b::bigint[],
                %(fen)b::bigint[]) AS more (placement_id, reached, views, taps, fen)
    JOIN placement ON placement.placement_id = more.placement_id
    WHERE standing.placement_id = more.placement_id
    """
)
add_hours = Statement(
    """
    INSERT INTO placement_hour (placement_id, hour_at, ring_km, reached, views, taps)
    SELECT placement_id, hour_at, ring_km, reached, views, taps
    FROM unnest(%(placement_ids)b::uuid[], %(hours)b::timestamptz[], %(rings)b::bigint[], %(reached)b::bigint[],
                %(views)b::bigint[], %(taps)b::bigint[])
        AS more (placement_id, hour_at, ring_km, reached, views, taps)
    ON CONFLICT (placement_id, hour_at, ring_km) DO UPDATE
    SET reached = placement_hour.reached + excluded.reached, views = placement_hour.views + excluded.views,
        taps = placement_hour.taps + excluded.taps
    """
)
filter_out = Statement(
    """
    INSERT INTO placement_filtered (placement_id, kind, reason, times)
    SELECT placement_id, kind, reason, times
    FROM unnest(%(placement_ids)b::uuid[], %(kinds)b::text[], %(reasons)b::text[], %(times)b::bigint[])
        AS more (placement_id, kind, reason, times)
    ON CONFLICT (placement_id, kind, reason) DO UPDATE SET times = placement_filtered.times + excluded.times
    """
)
