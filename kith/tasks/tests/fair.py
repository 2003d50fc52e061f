"""The fair of the tests of tasks: who is there, what is rewarded, and short words for what they do."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from kith import chat, ledger, people, promotions, wallet
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.tasks.check_in import check_in
from kith.tasks.collect import collect
from kith.tasks.list_tasks import list_tasks
from kith.tasks.note_arrival import note_arrival
from kith.tasks.note_seen import note_seen
from kith.tasks.policy import Policy
from kith.tasks.programme import Kind, NewProgramme, Programme, ProgrammeId
from kith.tasks.start import start
from kith.tasks.task import Task
from kith.tasks.view_invite import view_invite
from tests.cast import BIRTHDAY, CAST, SECRET, enrol, name_of

FEN = 300
PHOTO = "ab" * 32


@dataclass
class Fair:
    """Everybody of the cast is there, and a hundred yuan are set aside."""

    tx: Tx
    now: datetime
    policy: Policy = field(default_factory=Policy)
    custody: Custody = "simulated"

    async def begin(self) -> "Fair":
        """Everybody comes."""
        for person in CAST:
            await enrol(self.tx, person, self.now)
        await promotions.fund(self.tx, ids.new(self.now), 10_000, self.now)
        return self

    def later(self, **span: float) -> datetime:
        """Let time go on."""
        self.now += timedelta(**(span or {"seconds": 1}))
        return self.now

    def new(self, kind: Kind = "profile", **other: object) -> NewProgramme:
        """A programme of thirty days, for ten rewards of three yuan."""
        content: dict[str, object] = {
            "programme_id": ProgrammeId(ids.new(self.now)),
            "kind": kind,
            "fen": FEN,
            "most": 10,
            "budget_fen": 10 * FEN,
            "starts_at": self.now,
            "ends_at": self.now + timedelta(days=30),
        }
        return NewProgramme(**content | other)  # pyright: ignore[reportArgumentType] by name

    async def start(self, kind: Kind = "profile", **other: object) -> Programme:
        """The operator starts one."""
        return await start(self.tx, self.policy, self.new(kind, **other), "ops", self.now)

    async def task(self, person: people.PersonId) -> Task:
        """The only task that there is, as somebody sees it."""
        [task] = (await list_tasks(self.tx, self.policy, person, self.now)).tasks
        return task

    async def collect(self, programme_id: ProgrammeId, person: people.PersonId) -> Task:
        """Somebody collects."""
        return await collect(
            self.tx, SECRET, self.policy, self.custody, programme_id=programme_id, person_id=person, now=self.now
        )

    async def check_in(self, person: people.PersonId) -> Task:
        """Somebody checks in."""
        return await check_in(self.tx, self.policy, person, self.now)

    async def finish(self, person: people.PersonId) -> None:
        """Somebody finishes their profile."""
        form = people.ProfileForm(name_of(person), "unsaid", "I like rivers", ["rowing"], BIRTHDAY)
        assert not isinstance(await people.save_profile(self.tx, people.Policy(), person, form, self.now), Refusal)
        await self.tx.execute(
            "INSERT INTO photo (person_id, position, picture_id, added_at) VALUES (%s, 0, %s, %s)",
            [person, PHOTO, self.now],
        )

    async def group(self, *members: people.PersonId) -> chat.ConversationId:
        """A group, made by the first and joined by the others in order."""
        group_id = chat.ConversationId(ids.new(self.now))
        await chat.create_group(
            self.tx, chat.Policy(), members[0], chat.NewGroup(group_id=group_id, name="Rowers"), self.now
        )
        for member in members[1:]:
            await self.join(group_id, member)
        return group_id

    async def join(self, group_id: chat.ConversationId, person: people.PersonId) -> None:
        """Somebody joins a group."""
        await chat.join_group(self.tx, chat.Policy(), group_id, person, "", now=self.later())

    async def say(self, group_id: chat.ConversationId, *persons: people.PersonId) -> None:
        """They say something, one after the other."""
        for person in persons:
            said = chat.NewMessage(chat.MessageId(ids.new(self.now)), "Hello")
            [sent] = await chat.append(self.tx, chat.Policy(), [chat.saying_of(group_id, person, said, self.later())])
            assert isinstance(sent, chat.Message)

    async def code(self, person: people.PersonId) -> str:
        """The code of somebody's invitation."""
        return (await view_invite(self.tx, "http://kith.example", person, self.now)).code

    async def sign_in(self, person: people.PersonId, device: int = 0) -> people.Me:
        """Somebody signs in on a device of their own, or on one that is named."""
        mark = UUID(int=device) if device else ids.derived(person, "mark")
        _, me = await people.open_session(self.tx, person, "phone", complete=True, now=self.now, mark=mark)
        return me

    async def come(self, person: people.PersonId, code: str, device: int = 0) -> people.Me:
        """Somebody joins by an invitation."""
        me = await self.sign_in(person, device)
        await note_arrival(self.tx, me, code, self.now)
        return me

    async def be_here(self, me: people.Me, days: int) -> None:
        """Somebody is here on so many days from tomorrow on."""
        seen = partial(note_seen, policy=self.policy)
        for _ in range(days):
            await seen(self.tx, me, self.later(days=1))

    async def wallet(self, person: people.PersonId) -> int:
        """What somebody has."""
        found = await ledger.balances(self.tx, [wallet.account(person)])
        return found[wallet.account(person)].net if found else 0

    async def left(self, programme_id: ProgrammeId) -> int:
        """What a programme has left."""
        return (await promotions.left(self.tx, [programme_id]))[programme_id]

    async def free(self) -> int:
        """What is set aside and in no budget."""
        return (await promotions.view(self.tx)).free_fen
