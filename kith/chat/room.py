"""Room for groups: how many somebody is in and in charge of. It is held while one more is decided on."""

from hashlib import sha256

from msgspec import Struct

from kith import people
from kith.kit.sql import Query


class GroupRoom(Struct, frozen=True):
    """For how many groups I have room, and a group for how many people."""

    owned: int
    """Of how many I am the owner."""
    owned_most: int
    joined: int
    joined_most: int
    members_most: int


def lock_key(person_id: people.PersonId) -> int:
    """Under which number a person's groups are held, so that they can be counted; 64 bits with sign."""
    return int.from_bytes(sha256(b"groups" + person_id.bytes).digest()[:8], "big", signed=True)


hold_person = Query(str, "SELECT pg_advisory_xact_lock(%(key)s)::text")
count_mine = Query(
    int,
    """
    SELECT count(*)::int FROM inbox WHERE person_id = %(person_id)s AND kind = 'group' AND box = 'chats'
    """,
)
count_owned = Query(
    int,
    """
    SELECT count(*)::int FROM inbox
    JOIN member ON member.conversation_id = inbox.conversation_id AND member.person_id = inbox.person_id
    WHERE inbox.person_id = %(person_id)s AND inbox.kind = 'group' AND member.role = 'owner'
    """,
)
