"""A pay link: whoever has it, and is a friend of the asker, is asked to pay.

Its token is derived from a nonce of its own and the installation's secret, so that the asker can see it again; kept is
only its hash.
"""

from uuid import UUID

from msgspec import Struct

from kith.gifts.ask import Why
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class PayLinkNotFound(Refusal, status=404):
    """This link leads nowhere: it was mistyped, or has been revoked."""


class YourOwnLink(Refusal):
    """This is your own link. Send it to friends, who can then pay."""


class NewPayLink(Struct, frozen=True):
    """What friends read who come over the link."""

    why: Why = ""


class PayLink(Struct, frozen=True):
    """The secret part of the link: whoever knows it may come."""

    token: str


class PayLinkRow(Struct, frozen=True):
    """The row of a link."""

    nonce: UUID
    why: str


# The words may change; the link stays the same until it is revoked.
make = Query(
    UUID,
    """INSERT INTO pay_link (gift_id, nonce, why, made_at) VALUES (%(gift_id)s, %(nonce)s, %(why)s, %(now)s)
    ON CONFLICT (gift_id) DO UPDATE SET why = excluded.why RETURNING nonce""",
)
of = Query(PayLinkRow, "SELECT nonce, why FROM pay_link WHERE gift_id = %(gift_id)s")
of_gifts = Query(UUID, "SELECT gift_id FROM pay_link WHERE gift_id = ANY(%(gift_ids)s)")
revoke = Query(UUID, "DELETE FROM pay_link WHERE gift_id = %(gift_id)s RETURNING nonce")
point = Statement(
    """INSERT INTO pay_link_token (token_hash, gift_id) VALUES (%(token_hash)s, %(gift_id)s)
    ON CONFLICT DO NOTHING"""
)
unpoint = Statement("DELETE FROM pay_link_token WHERE token_hash = %(token_hash)s")
gift_of = Query(UUID, "SELECT gift_id FROM pay_link_token WHERE token_hash = %(token_hash)s")
unsay = Statement(
    """UPDATE pay_link SET why = '' FROM gift
    WHERE pay_link.gift_id = ANY(%(gift_ids)s) AND gift.gift_id = pay_link.gift_id AND gift.giver_id = %(giver_id)s"""
)
