"""A sight: that somebody was shown a placement. Also what somebody never wants to be shown, in the same reading."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kith import merchants, people
from kith.ads.placement import PlacementId
from kith.kit import arrays
from kith.kit.sql import Query, Statement


class Sight(Struct, frozen=True):
    """A placement that somebody was shown, and when; or a shop whose ads are not for this person."""

    placement_id: PlacementId | None
    merchant_id: merchants.MerchantId | None
    shown_at: list[datetime]
    reached: bool


class Shown(Struct, frozen=True):
    """A placement is being shown to somebody."""

    person_id: people.PersonId
    placement_id: PlacementId
    at: datetime


class Hidden(Struct, frozen=True):
    """A shop whose ads somebody hid."""

    merchant_id: merchants.MerchantId
    hidden_at: datetime


class Seen(Struct, frozen=True):
    """A placement that somebody was shown: when lately, and when it counted."""

    placement_id: PlacementId
    shown_at: list[datetime]
    reached_at: datetime | None
    tapped_at: datetime | None


def columns(shown: Sequence[Shown]) -> dict[str, object]:
    """What is being shown, as `put` takes it: each once, in one order."""
    last = {(one.person_id, one.placement_id): one.at for one in shown}
    keys = sorted(last)
    return {
        "person_ids": arrays.uuids([person_id for person_id, _ in keys]),
        "placement_ids": arrays.uuids([placement_id for _, placement_id in keys]),
        "shown": arrays.moments([last[key] for key in keys]),
    }


# One statement for all that bears on the choice: a page of people waits for nothing else because of an ad.
of_person = Query(
    Sight,
    """
    SELECT placement_id, NULL::uuid AS merchant_id, shown_at, reached_at IS NOT NULL AS reached
    FROM sight WHERE person_id = %(person_id)s
    UNION ALL
    SELECT NULL, merchant_id, ARRAY[]::timestamptz[], false FROM hidden_shop WHERE person_id = %(person_id)s
    UNION ALL
    SELECT NULL, merchant_id, ARRAY[]::timestamptz[], false FROM shop_block WHERE person_id = %(person_id)s
    UNION ALL
    SELECT NULL, merchant_id, ARRAY[]::timestamptz[], false FROM staff_merchant WHERE person_id = %(person_id)s
    """,
)
put = Statement(
    """
    INSERT INTO sight (person_id, placement_id, shown_at)
    SELECT person_id, placement_id, ARRAY[shown_at]
    FROM unnest(%(person_ids)b::uuid[], %(placement_ids)b::uuid[], %(shown)b::timestamptz[])
        AS shown (person_id, placement_id, shown_at)
    ON CONFLICT (person_id, placement_id) DO UPDATE
    SET shown_at = (sight.shown_at || excluded.shown_at)[cardinality(sight.shown_at) + 2 - %(keep)s:]
    """
)
hide = Statement(
    """
    INSERT INTO hidden_shop (person_id, merchant_id, hidden_at) VALUES (%(person_id)s, %(merchant_id)s, %(now)s)
    ON CONFLICT (person_id, merchant_id) DO NOTHING
    """
)
unhide = Statement("DELETE FROM hidden_shop WHERE person_id = %(person_id)s AND merchant_id = %(merchant_id)s")
hidden_by = Query(
    Hidden,
    "SELECT merchant_id, hidden_at FROM hidden_shop WHERE person_id = %(person_id)s ORDER BY hidden_at, merchant_id",
)
seen_by = Query(
    Seen,
    """
    SELECT placement_id, shown_at, reached_at, tapped_at FROM sight
    WHERE person_id = %(person_id)s ORDER BY placement_id
    """,
)
forget_sights = Statement("DELETE FROM sight WHERE person_id = %(person_id)s")
forget_hidden = Statement("DELETE FROM hidden_shop WHERE person_id = %(person_id)s")
forget_uses = Statement("DELETE FROM offer_use WHERE person_id = %(person_id)s")
let_go = Statement("DELETE FROM sight WHERE placement_id = %(placement_id)s")
forget_old_uses = Statement("DELETE FROM offer_use WHERE used_at < %(before)s")
