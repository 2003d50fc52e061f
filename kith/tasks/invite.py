"""An invitation: the code in somebody's link, and what who follows the link may know of them."""

from typing import Annotated
from uuid import UUID

from litestar.params import PathParameter
from msgspec import Struct

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 13

Code = Annotated[str, PathParameter(pattern="^[a-z0-9]{1,40}$", description="from the link")]


class InviteNotFound(Refusal, status=404):
    """This invitation leads nowhere: the link was mistyped, or whoever sent it has left."""


class Invite(Struct, frozen=True):
    """My invitation. Whoever joins by the link came by me."""

    code: str
    link: str


class Inviter(Struct, frozen=True):
    """Who invites, as everybody who has the link may know."""

    nickname: str
    picture_id: str | None


def new_code() -> str:
    """64 bits of chance, in letters and digits that nobody takes for each other."""
    chance = ids.chance()
    return "".join(chance.choice(_LETTERS) for _ in range(_LENGTH))


make = Query(
    str,
    """
    INSERT INTO invite (person_id, code, made_at) VALUES (%(person_id)s, %(code)s, %(now)s)
    ON CONFLICT DO NOTHING RETURNING code
    """,
)
point = Statement("INSERT INTO invite_code (code, person_id) VALUES (%(code)s, %(person_id)s)")
of = Query(str, "SELECT code FROM invite WHERE person_id = %(person_id)s")
owner = Query(UUID, "SELECT person_id FROM invite_code WHERE code = %(code)s")
unpoint = Statement("DELETE FROM invite_code WHERE code = (SELECT code FROM invite WHERE person_id = %(person_id)s)")
forget = Statement("DELETE FROM invite WHERE person_id = %(person_id)s")
