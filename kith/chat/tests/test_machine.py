"""Following, blocking, writing and a group against a model: whatever four people do, both answer and stand the same."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Rollback

from kith import people
from kith.chat.conversation import ConversationId, pair_id
from kith.chat.create_group import create_group
from kith.chat.group import NewGroup
from kith.chat.join_group import join_group
from kith.chat.keep_apart import keep_apart
from kith.chat.leave_group import leave_group
from kith.chat.mark_read import mark_read
from kith.chat.policy import Policy
from kith.chat.remove_member import remove_member
from kith.chat.set_door import set_door
from kith.chat.tests.hall import FOLLOWED, Hall
from kith.chat.tests.model import Model
from kith.chat.writing import ChatDoor
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from tests.cast import ANN, BO, CHEN, DEE

CROWD = (ANN, BO, CHEN, DEE)
BLOCKED = people.Blocked((keep_apart,))
DEEDS = ("follow", "unfollow", "block", "unblock", "shut", "open", "join", "leave", "remove", "say")
Step = tuple[str, people.PersonId, people.PersonId]

STEPS = st.lists(
    st.tuples(
        st.sampled_from([*DEEDS, *["write", "read", "follow"] * 4]), st.sampled_from(CROWD), st.sampled_from(CROWD)
    ).filter(lambda step: step[1] != step[2]),
    max_size=40,
)


class Crowd:
    """Four people and a group, on a real database."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.group_id = ConversationId(ids.new(hall.now))

    async def gather(self) -> None:
        await self.hall.enter(*CROWD)
        asked = NewGroup(group_id=self.group_id, name="Tea")
        await create_group(self.hall.tx, self.hall.policy, ANN, asked, self.hall.now)

    async def do(self, deed: str, one: people.PersonId, other: people.PersonId) -> str:
        """The code of what refuses it, or nothing."""
        self.hall.now += timedelta(seconds=1)
        try:
            async with self.hall.tx.transaction():
                await self._deeds()[deed](one, other)
        except Refusal as refusal:
            return refusal.code
        return ""

    def _deeds(self) -> dict[str, Callable[[people.PersonId, people.PersonId], Awaitable[object]]]:
        tx, now, policy, group_id = self.hall.tx, self.hall.now, self.hall.policy, self.group_id
        return {
            "follow": lambda one, other: people.follow(tx, FOLLOWED, people.Policy(), one, other, now=now),
            "unfollow": lambda one, other: people.unfollow(tx, one, other),
            "block": lambda one, other: people.block(tx, BLOCKED, one, other, now),
            "unblock": lambda one, other: people.unblock(tx, one, other),
            "shut": lambda one, _: set_door(tx, one, ChatDoor(friends_only=True), now),
            "open": lambda one, _: set_door(tx, one, ChatDoor(friends_only=False), now),
            "write": self.hall.write,
            "read": lambda one, other: mark_read(tx, pair_id(one, other), one, 1 << 40),
            "join": lambda one, _: join_group(tx, policy, group_id, one, "", now=now),
            "leave": lambda one, _: leave_group(tx, policy, group_id, one, now),
            "remove": lambda one, other: remove_member(tx, policy, group_id, one, other, now=now),
            "say": lambda one, _: self.hall.say(group_id, one),
        }

    async def compare(self, model: Model) -> None:
        """Everybody's lists, counts and messages are the model's."""
        for who in CROWD:
            chats, greetings = await self.hall.boxes(who)
            mine = {pair_id(who, other): box for other, box in model.boxes_of(who).items()}
            if who in model.members:
                mine[self.group_id] = "chats"
                assert await self.hall.said(self.group_id, who) == model.readable(who)
            assert {**dict.fromkeys(chats, "chats"), **dict.fromkeys(greetings, "greetings")} == mine
            assert await self.hall.unread(who) == model.unread(who)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_it_stands_as_the_model_does(tx: Tx, now: datetime, steps: list[Step]) -> None:
    async with tx.transaction() as trial:
        crowd = Crowd(Hall(tx, now, Policy(greetings_a_day=1_000, messages_a_minute=1_000)))
        await crowd.gather()
        model = Model(ANN, crowd.hall.policy.greeting_messages)
        for deed, one, other in steps:
            assert await crowd.do(deed, one, other) == model.do(deed, one, other), (deed, one, other)
        await crowd.compare(model)
        raise Rollback(trial)
