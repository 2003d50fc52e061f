"""Show who invites."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.tasks import invite as invites
from kith.tasks.invite import InviteNotFound, Inviter


async def show_inviter(tx: Tx, code: str, now: datetime) -> Inviter:
    """The nickname and the face of whose invitation it is, and nothing else. Raises `InviteNotFound`."""
    owner = await invites.owner.maybe(tx, code=code)
    if owner is None:
        raise InviteNotFound
    person_id = people.PersonId(owner)
    card = (await people.cards(tx, [person_id], now))[person_id]
    if card.gone:
        raise InviteNotFound
    return Inviter(card.nickname, card.picture_id)
