"""Where the tests of chat take place: some of the cast, and short words for what they do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kith import people
from kith.chat.append import append
from kith.chat.conversation import ConversationId
from kith.chat.floor import Saying
from kith.chat.let_through import let_through
from kith.chat.list_chats import list_chats
from kith.chat.message import Message, MessageId
from kith.chat.open_pair import open_pair
from kith.chat.policy import Policy
from kith.chat.read_messages import read_messages
from kith.chat.show_chat import show_chat
from kith.chat.view_unread import view_unread
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from tests.cast import enrol

FOLLOWED = people.NewFollower((let_through,))


class Hall:
    """One transaction in which people talk. Time goes on by a second with each word."""

    def __init__(self, tx: Tx, now: datetime, policy: Policy) -> None:
        self.tx = tx
        self.now = now
        self.policy = policy

    async def enter(self, *persons: people.PersonId) -> None:
        """Bring in members of the cast."""
        for person in persons:
            await enrol(self.tx, person, self.now)

    async def befriend(self, one: people.PersonId, other: people.PersonId) -> None:
        """Let two follow each other."""
        for follower, followed in ((one, other), (other, one)):
            await people.follow(self.tx, FOLLOWED, people.Policy(), follower, followed, now=self.now)

    async def pair(self, one: people.PersonId, other: people.PersonId) -> ConversationId:
        """The conversation of two, as the first opens it."""
        return await open_pair(self.tx, one, other, self.now)

    def saying(
        self, where: ConversationId, who: people.PersonId, body: str = "Hello", name: UUID | None = None
    ) -> Saying:
        """What somebody says next."""
        self.now += timedelta(seconds=1)
        return Saying(where, who, MessageId(name or ids.new(self.now)), body, self.now)

    async def say(
        self, where: ConversationId, who: people.PersonId, body: str = "Hello", name: UUID | None = None
    ) -> Message:
        """Somebody says something, alone; refusals are raised."""
        [answer] = await self.say_all([self.saying(where, who, body, name)])
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def write(self, who: people.PersonId, to: people.PersonId, body: str = "Hello") -> Message:
        """Somebody opens the conversation with another and says something."""
        return await self.say(await self.pair(who, to), who, body)

    async def say_all(self, sayings: Sequence[Saying]) -> list[Message | Refusal]:
        """What is said at once."""
        return await append(self.tx, self.policy, sayings)

    async def said(self, where: ConversationId, who: people.PersonId, after: int = 0) -> list[str]:
        """What somebody reads from a revision on."""
        found = await read_messages(self.tx, self.policy, where, who, since=after, before=None, most=100, now=self.now)
        return [message.body for message in found.items]

    async def unread(self, who: people.PersonId) -> tuple[int, int]:
        """How much is unread in chats and greetings, which are the sums of what their lists say."""
        counted = await view_unread(self.tx, who)
        lists = [
            await list_chats(self.tx, self.policy, who, box, limit=100, after=None, now=self.now)
            for box in ("chats", "greetings")
        ]
        sums = [sum(chat.unread for chat in page.items if not chat.muted) for page in lists]
        assert sums == [counted.chats, counted.greetings]
        return counted.chats, counted.greetings

    async def boxes(self, who: people.PersonId) -> tuple[list[ConversationId], list[ConversationId]]:
        """The conversations among somebody's chats and greetings."""
        chats, greetings = [
            await list_chats(self.tx, self.policy, who, box, limit=100, after=None, now=self.now)
            for box in ("chats", "greetings")
        ]
        assert not any(chat.greeting for chat in chats.items)
        assert all(chat.greeting for chat in greetings.items)
        return [chat.conversation_id for chat in chats.items], [chat.conversation_id for chat in greetings.items]

    async def left(self, where: ConversationId, who: people.PersonId) -> int | None:
        """How many more messages somebody may write before there is an answer."""
        return (await show_chat(self.tx, self.policy, where, who, self.now)).greetings_left
