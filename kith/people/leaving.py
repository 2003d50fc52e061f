"""Leaving: what somebody who no longer wants to be here leaves behind, which is nothing that tells who it was."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.people.person import PersonId

AFTERMATH = timedelta(minutes=15)
"""What was under way when somebody left has ended by then."""

Hook = Callable[[Tx, PersonId, datetime], Awaitable[None]]


class ShopStillOpen(Refusal):
    """A shop of yours has orders to fulfil or money coming. Finish its orders and have its money paid out, or ask the
    operator to put somebody else in charge; then you can leave.
    """


class WalletNotEmpty(Refusal):
    """There is still money in your wallet. Have it sent to your account; then you can leave."""


@dataclass(frozen=True)
class Leaving:
    """What the capabilities above do when somebody leaves, in the same transaction and in this order.

    `checks` may refuse. `hooks` forget; they come again a little later, to forget what was under way, and find nothing
    to do where they had done it.
    """

    checks: tuple[Hook, ...] = ()
    hooks: tuple[Hook, ...] = ()


class LeavingCode(Struct):
    """The code that was sent to one's number."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$", examples=["042117"])]


leave = Statement(
    "UPDATE person SET phone_key = NULL, left_at = %(now)s WHERE person_id = %(person_id)s AND left_at IS NULL"
)
unforgotten = Query(
    UUID,
    """
    SELECT person_id FROM person WHERE left_at <= %(before)s AND forgotten_at IS NULL
    ORDER BY left_at LIMIT %(limit)s
    """,
)
forgotten = Statement(
    "UPDATE person SET forgotten_at = %(now)s WHERE person_id = %(person_id)s AND left_at IS NOT NULL"
)

forget_profile = Statement("DELETE FROM profile WHERE person_id = %(person_id)s")
forget_door = Statement("DELETE FROM gift_door WHERE person_id = %(person_id)s")
forget_nickname = Statement("DELETE FROM nickname WHERE person_id = %(person_id)s")
forget_passkeys = Statement("DELETE FROM passkey WHERE person_id = %(person_id)s")
forget_deeds = Statement("DELETE FROM deed_count WHERE person_id = %(person_id)s")

own = (forget_profile, forget_door, forget_nickname, forget_passkeys, forget_deeds)
"""What nobody else has an end of."""

# The end of a tie that lies with the other is found by the one that lies with the person.
lose_followers = Statement(
    """
    DELETE FROM follower WHERE other_id = %(person_id)s AND person_id IN (
        SELECT mine.other_id FROM following AS mine WHERE mine.person_id = %(person_id)s
    )
    """
)
lose_followed = Statement(
    """
    DELETE FROM following WHERE other_id = %(person_id)s AND person_id IN (
        SELECT mine.other_id FROM follower AS mine WHERE mine.person_id = %(person_id)s
    )
    """
)
lose_blockers = Statement(
    """
    DELETE FROM blocked_by WHERE other_id = %(person_id)s AND person_id IN (
        SELECT mine.other_id FROM block AS mine WHERE mine.person_id = %(person_id)s
    )
    """
)
lose_blocked = Statement(
    """
    DELETE FROM block WHERE other_id = %(person_id)s AND person_id IN (
        SELECT mine.other_id FROM blocked_by AS mine WHERE mine.person_id = %(person_id)s
    )
    """
)
lose_met = Statement(
    """
    DELETE FROM met WHERE other_id = %(person_id)s AND person_id IN (
        SELECT mine.other_id FROM met AS mine WHERE mine.person_id = %(person_id)s
    )
    """
)
forget_following = Statement("DELETE FROM following WHERE person_id = %(person_id)s")
forget_followers = Statement("DELETE FROM follower WHERE person_id = %(person_id)s")
forget_blocks = Statement("DELETE FROM block WHERE person_id = %(person_id)s")
forget_blockers = Statement("DELETE FROM blocked_by WHERE person_id = %(person_id)s")
forget_met = Statement("DELETE FROM met WHERE person_id = %(person_id)s")

ties = (
    lose_followers,
    lose_followed,
    lose_blockers,
    lose_blocked,
    lose_met,
    forget_following,
    forget_followers,
    forget_blocks,
    forget_blockers,
    forget_met,
)
"""In the order in which they are cut."""

who_left = Query(
    UUID, "SELECT person_id FROM person WHERE person_id = ANY(%(person_ids)b::uuid[]) AND left_at IS NOT NULL"
)
