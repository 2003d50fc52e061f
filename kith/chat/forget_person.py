"""Forget what chat keeps of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import leaving as departures
from kith.chat import writing as writings
from kith.chat.conversation import ConversationId
from kith.kit import arrays, commit
from kith.kit.sql import Tx


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """What the person wrote is gone, for everybody who follows the conversations; so are lists and counts.

    For `people.Leaving`.
    """
    del now
    mine = [ConversationId(one) for one in await departures.conversation_ids.all(tx, person_id=person_id)]
    named = arrays.uuids(mine)
    await conversations.hold.one(tx, keys=conversations.lock_keys(mine))
    for changed in await departures.unsay.all(tx, conversation_ids=named, person_id=person_id):
        commit.hint(tx, conversations.topic(ConversationId(changed)))
    await departures.leave_pairs.run(tx, conversation_ids=named, person_id=person_id)
    for statement in (departures.forget_inbox, writings.forget, writings.open_up):
        await statement.run(tx, person_id=person_id)
