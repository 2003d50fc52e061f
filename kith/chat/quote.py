"""Quote what somebody wrote to another."""

from uuid import UUID

from kith import people
from kith.chat import member as members
from kith.chat import message as messages
from kith.kit.sql import Tx


async def quote(
    tx: Tx, reader: people.PersonId, writer: people.PersonId, conversation_id: UUID, seqs: list[int]
) -> str | None:
    """These messages, as far as the reader can read them and the writer wrote them; a line each, with its moment. For
    `people.Evidence`.
    """
    member = await members.one.maybe(tx, conversation_id=conversation_id, person_id=reader)
    if member is None:
        return None
    rows = await messages.by_seqs.all(
        tx, conversation_id=conversation_id, seqs=seqs, joined_seq=member.joined_seq, sender_id=writer
    )
    lines = [f"[{row.sent_at.isoformat(timespec='seconds')}] {row.body or row.ref}" for row in rows]
    return "\n".join(lines) or None
