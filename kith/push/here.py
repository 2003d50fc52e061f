"""Who is here: the rows in which each server says who follows live what happens there."""

from kith.kit.sql import Query, Statement
from kith.push.wanted import Here

# Those who stay are named again before their time is over.
put = Statement(
    """
    INSERT INTO live (person_id, server_id, seen_at, until)
    SELECT person_id, %(server_id)s, %(now)s, %(until)s FROM unnest(%(person_ids)s::uuid[]) AS here (person_id)
    ORDER BY person_id
    ON CONFLICT (person_id, server_id) DO UPDATE SET seen_at = excluded.seen_at, until = excluded.until
    """
)
leave = Statement("DELETE FROM live WHERE person_id = ANY(%(person_ids)s::uuid[]) AND server_id = %(server_id)s")
# Of servers that have died.
clear = Statement("DELETE FROM live WHERE until < %(now)s")
of = Query(
    Here,
    """
    SELECT person_id, max(seen_at) AS seen_at FROM live
    WHERE person_id = ANY(%(person_ids)s::uuid[]) AND until >= %(now)s GROUP BY person_id
    """,
)
forget = Statement("DELETE FROM live WHERE person_id = %(person_id)s")
