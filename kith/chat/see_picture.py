"""Look at the picture of a message."""

from datetime import datetime

from kith import media, people
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat.conversation import ConversationId
from kith.chat.message import picture_use
from kith.kit import arrays
from kith.kit.sql import Tx


async def see_picture(
    tx: Tx, conversation_id: ConversationId, seq: int, viewer_id: people.PersonId, now: datetime
) -> media.Stored:
    """For those who can read the message. Raises `media.PictureNotFound`."""
    member = await members.one.maybe(tx, conversation_id=conversation_id, person_id=viewer_id)
    if member is None or seq <= member.joined_seq:
        raise media.PictureNotFound
    where = {"conversation_ids": arrays.uuids([conversation_id]), "seqs": arrays.bigints([seq])}
    for row in await messages.last.all(tx, **where):
        if row.kind == "photo" and row.ref:
            use = picture_use(conversation_id, row.message_id)
            return await media.seek(tx, row.ref, "message", use, now)
    raise media.PictureNotFound
