"""Forget what chat keeps of somebody who leaves."""

from datetime import datetime

from kith import media, people
from kith.chat import conversation as conversations
from kith.chat import joiner as joiners
from kith.chat import leaving as departures
from kith.chat import writing as writings
from kith.chat.conversation import ConversationId
from kith.chat.leave_group import leave_group
from kith.chat.message import picture_use
from kith.chat.policy import Policy
from kith.kit import arrays, commit
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """What the person wrote is gone, for everybody who follows the conversations; so are lists and counts.

    The person leaves all groups; those he or she was in charge of go on without. For `people.Leaving`.
    """
    mine = [ConversationId(one) for one in await departures.conversation_ids.all(tx, person_id=person_id)]
    named = arrays.uuids(mine)
    await conversations.hold.one(tx, keys=conversations.lock_keys(mine))
    for row in await departures.pictured.all(tx, conversation_ids=named, person_id=person_id):
        await media.release(tx, ["message"], picture_use(row.conversation_id, row.message_id), now)
    for changed in await departures.unsay.all(tx, conversation_ids=named, person_id=person_id):
        commit.hint(tx, conversations.topic(ConversationId(changed)))
    for group_id in await joiners.joined.all(tx, person_id=person_id):
        await leave_group(tx, Policy(), ConversationId(group_id), person_id, now)
    await departures.leave_pairs.run(tx, conversation_ids=named, person_id=person_id)
    for statement in (departures.forget_inbox, joiners.forget, writings.forget, writings.open_up):
        await statement.run(tx, person_id=person_id)
