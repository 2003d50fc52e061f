"""What one of a pair may know of the other beyond what is said."""

from collections.abc import Mapping

from kith import people
from kith.chat.conversation import Conversation
from kith.chat.member import Member


def acquainted(conversation: Conversation, footing: people.Footing | None) -> bool:
    """Whether both may see that the other reads and types: friends, and those who have both written; never across a
    block. In a group, always.
    """
    return footing is None or (not footing.apart and (conversation.opened_at is not None or footing.friends))


def marks_for(person_id: people.PersonId, members: Mapping[people.PersonId, Member], *, known: bool) -> list[Member]:
    """Whose read marks a person may see."""
    return [one for one in members.values() if known or one.person_id == person_id]
