"""How much goes on in groups: on how many days their members wrote. Who and what is not told."""

from datetime import datetime

from msgspec import Struct

from kith.chat.conversation import ConversationId
from kith.kit.sql import Query


class GroupActivity(Struct, frozen=True):
    """A group, and how much went on in it in some days."""

    conversation_id: ConversationId
    name: str
    members: int
    made_at: datetime
    days: list[int]
    """Of each member who wrote in those days, and still is one: on how many of them."""


# Bit n of `spoken` stands for n days before `spoke_on`; shifted, for n days before the last day of those asked for.
of_groups = Query(
    GroupActivity,
    """
    SELECT page.conversation_id, page.name, page.members, page.made_at,
        coalesce(array_agg(wrote.days) FILTER (WHERE wrote.days > 0), ARRAY[]::bigint[]) AS days
    FROM (
        SELECT conversation_id, name, members, made_at FROM chat_group
        WHERE conversation_id > %(after)s ORDER BY conversation_id LIMIT %(limit)s
    ) AS page
    LEFT JOIN LATERAL (
        SELECT bit_count((
            (member.spoken << greatest(%(day)s::date - member.spoke_on, 0)) & ((1::bigint << %(days)s::integer) - 1)
        )::bit(64)) AS days
        FROM member
        WHERE member.conversation_id = page.conversation_id AND member.spoke_on > %(day)s::date - %(days)s::integer
    ) AS wrote ON true
    GROUP BY page.conversation_id, page.name, page.members, page.made_at
    ORDER BY page.conversation_id
    """,
)
