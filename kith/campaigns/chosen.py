"""The groups that a campaign has chosen, and which of them have their envelope."""

from collections.abc import Sequence

from msgspec import Struct

from kith import chat, envelopes
from kith.campaigns.campaign import CampaignId
from kith.campaigns.plan import Candidate
from kith.kit import arrays, ids
from kith.kit.sql import Query, Statement


class Chosen(Struct, frozen=True):
    """A group that gets an envelope."""

    place: int
    conversation_id: chat.ConversationId
    name: str
    members: int
    score: int
    prepared: bool


class Counted(Struct, frozen=True):
    """How many groups were chosen, and how many of them have their envelope."""

    groups: int
    prepared: int


def envelope_id_of(campaign_id: CampaignId, conversation_id: chat.ConversationId) -> envelopes.EnvelopeId:
    """The one envelope that a group ever gets in a campaign."""
    return envelopes.EnvelopeId(ids.derived(campaign_id, f"envelope for {conversation_id}"))


def columns(chosen: Sequence[Candidate]) -> dict[str, object]:
    """The parameters of `insert`."""
    return {
        "places": arrays.bigints(list(range(1, len(chosen) + 1))),
        "conversation_ids": arrays.uuids([one.conversation_id for one in chosen]),
        "names": arrays.texts([one.name for one in chosen]),
        "members": arrays.bigints([one.members for one in chosen]),
        "scores": arrays.bigints([one.score for one in chosen]),
    }


insert = Statement(
    """
    INSERT INTO campaign_group (campaign_id, place, conversation_id, name, members, score)
    SELECT %(campaign_id)s, place, conversation_id, name, members, score
    FROM unnest(
        %(places)b::bigint[], %(conversation_ids)b::uuid[], %(names)b::text[], %(members)b::bigint[],
        %(scores)b::bigint[]
    ) AS chosen (place, conversation_id, name, members, score)
    """
)
waiting = Query(
    Chosen,
    """
    SELECT place, conversation_id, name, members, score, false AS prepared FROM campaign_group
    WHERE campaign_id = %(campaign_id)s AND prepared_at IS NULL ORDER BY place LIMIT %(limit)s
    """,
)
prepared = Statement(
    """
    UPDATE campaign_group SET prepared_at = %(now)s
    FROM unnest(%(places)b::bigint[]) AS done (place)
    WHERE campaign_group.campaign_id = %(campaign_id)s AND campaign_group.place = done.place
    """
)
page = Query(
    Chosen,
    """
    SELECT place, conversation_id, name, members, score, prepared_at IS NOT NULL AS prepared FROM campaign_group
    WHERE campaign_id = %(campaign_id)s AND place > %(after)s ORDER BY place LIMIT %(limit)s
    """,
)
counted = Query(
    Counted,
    """
    SELECT count(*) AS groups, count(prepared_at) AS prepared FROM campaign_group WHERE campaign_id = %(campaign_id)s
    """,
)
