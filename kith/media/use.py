"""What a picture is kept for: one row for each thing that refers to it, written by the capability whose thing it is.

`kind` says which capability's word it is, `ref_id` of what or whose. A public use shows the picture to everybody who
knows its id; any other is served by the capability itself, to whom it wants.
"""

from typing import Literal
from uuid import UUID

from kith.kit.sql import Query, Statement
from kith.media.picture import Stored

Kind = Literal["goods", "message", "photo", "report", "store", "thanks", "upload"]

GOODS = UUID(int=0)
"""For whom pictures of goods are kept: for everybody, and for good, since gifts and orders show them."""


hold = Statement(
    """
    INSERT INTO picture_use (picture_id, kind, ref_id, public, held_at, until_at)
    VALUES (%(picture_id)s, %(kind)s, %(ref_id)s, %(public)s, %(now)s, %(until_at)s)
    ON CONFLICT (picture_id, kind, ref_id) DO UPDATE SET until_at = excluded.until_at
    """
)
release = Query(
    str,
    """
    DELETE FROM picture_use
    WHERE ref_id = %(ref_id)s AND kind = ANY(%(kinds)s) AND picture_id = ANY(%(picture_ids)s)
    RETURNING picture_id
    """,
)
release_all = Query(
    str, "DELETE FROM picture_use WHERE ref_id = %(ref_id)s AND kind = ANY(%(kinds)s) RETURNING picture_id"
)
end = Statement("DELETE FROM picture_use WHERE picture_id = ANY(%(picture_ids)s) AND until_at <= %(now)s")
in_use = Query(str, "SELECT DISTINCT picture_id FROM picture_use WHERE picture_id = ANY(%(picture_ids)s)")

public = Query(
    Stored,
    """
    SELECT picture_id, stored_as FROM picture
    WHERE picture_id = %(picture_id)s AND whole
        AND EXISTS (SELECT FROM picture_use WHERE picture_use.picture_id = picture.picture_id AND public)
    """,
)
kept_for = Query(
    Stored,
    """
    SELECT picture_id, stored_as FROM picture JOIN picture_use USING (picture_id)
    WHERE picture_id = %(picture_id)s AND whole AND kind = %(kind)s AND ref_id = %(ref_id)s
        AND (until_at IS NULL OR until_at > %(now)s)
    """,
)
