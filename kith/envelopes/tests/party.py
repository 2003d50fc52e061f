"""The party of the tests of envelopes: Ann's group, who is in it, and short words for what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from kith import chat, ledger, payments, people, wallet
from kith.envelopes import money
from kith.envelopes.claim import claim
from kith.envelopes.claiming import Claim, Taken
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.envelope_view import EnvelopeView
from kith.envelopes.follow_charge import follow_charge
from kith.envelopes.fund import fund
from kith.envelopes.hold_envelope import hold_envelope
from kith.envelopes.password import Passwords
from kith.envelopes.policy import Policy
from kith.envelopes.send import send
from kith.envelopes.sending import NewEnvelope
from kith.envelopes.shelf import Shelf
from kith.envelopes.show_envelope import show_envelope
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.payments.tend_attempt import tend_attempt
from kith.payments.tests.scripted import Scripted
from tests.cast import ANN, BO, CHEN, DEE, EVE, befriend, enrol

PASSWORDS = Passwords(b"a key that only the tests know ...")


def me(person_id: people.PersonId, device: int = 0) -> people.Me:
    """Somebody on a device of his or her own, or on one that is named."""
    return people.Me(person_id, people.DeviceId(UUID(int=device) if device else ids.derived(person_id, "device")))


@dataclass
class Party:
    """Ann, Bo, Chen and Dee are in a group; Eve is not; Ann and Bo are friends. Time goes on by a second each time."""

    now: datetime
    policy: Policy = field(default_factory=Policy)
    gateway: Scripted = field(default_factory=Scripted)
    group: chat.ConversationId = field(init=False)
    pair: chat.ConversationId = field(init=False)

    def __post_init__(self) -> None:
        self.group = chat.ConversationId(ids.new(self.now))
        self.pair = chat.pair_id(ANN, BO)
        self.shelf = Shelf()
        self.heard: dict[people.PersonId, int] = {}
        """Up to which event each was asked."""

    async def begin(self, tx: Tx) -> "Party":
        """Everybody comes."""
        for person in (ANN, BO, CHEN, DEE, EVE):
            await enrol(tx, person, self.now)
        await befriend(tx, ANN, BO, self.now)
        await chat.create_group(tx, chat.Policy(), ANN, chat.NewGroup(group_id=self.group, name="Party"), self.now)
        for person in (BO, CHEN, DEE):
            await chat.join_group(tx, chat.Policy(), self.group, person, "", now=self.now)
        await chat.open_pair(tx, ANN, BO, self.now)
        await chat.open_pair(tx, BO, ANN, self.now)
        return self

    def later(self, **span: float) -> datetime:
        """Let time go on."""
        self.now += timedelta(**(span or {"seconds": 1}))
        return self.now

    def new(self, **other: object) -> NewEnvelope:
        """A lucky envelope of ten yuan for four in the group."""
        content: dict[str, object] = {
            "envelope_id": EnvelopeId(ids.new(self.now)),
            "conversation_id": self.group,
            "kind": "lucky",
            "fen": 1_000,
            "count": 4,
        }
        return NewEnvelope(**content | other)  # pyright: ignore[reportArgumentType] by name

    async def send(self, tx: Tx, new: NewEnvelope, by: people.PersonId = ANN) -> EnvelopeView:
        """Somebody sends it; refusals are raised."""
        self.later()
        sent = await send(
            tx, self.policy, me(by), new, words=chat.Policy(blocked_words=("spam",)), passwords=PASSWORDS, now=self.now
        )
        if isinstance(sent, Refusal):
            raise sent
        return sent

    async def fund(self, tx: Tx, envelope_id: EnvelopeId) -> bool:
        """The money has come: as `payments` says it, without a gateway."""
        view = await show_envelope(tx, self.policy, envelope_id, await self.sender(tx, envelope_id), self.now)
        assert view.charge_id is not None
        charge = await payments.charge_of(tx, view.charge_id)
        outside = ledger.NewAccount(ids.derived(charge.charge_id, "outside"), "house", charge.charge_id, "none")
        charged = ledger.NewAccount(payments.charge_account(charge.charge_id), "charge", charge.charge_id, "debits")
        await ledger.want_accounts(tx, [outside, charged], self.now)
        paid = ledger.Transfer(
            id=ids.derived(charge.charge_id, "paid"),
            debit=outside.account_id,
            credit=charged.account_id,
            fen=charge.fen,
            reason="test",
        )
        await ledger.transfer(tx, paid, self.now)
        return await fund(tx, charge, self.now, policy=self.policy)

    async def sender(self, tx: Tx, envelope_id: EnvelopeId) -> people.PersonId:
        """Who sent it."""
        query = "SELECT sender_id FROM envelope WHERE envelope_id = %s"
        row = await (await tx.execute(query, [envelope_id])).fetchone()
        assert row is not None
        return people.PersonId(row[0])

    async def give(self, tx: Tx, by: people.PersonId = ANN, **other: object) -> EnvelopeId:
        """Somebody sends and pays an envelope."""
        new = self.new(**other)
        await self.send(tx, new, by)
        assert await self.fund(tx, new.envelope_id)
        return new.envelope_id

    def claim(
        self, envelope_id: EnvelopeId, by: people.PersonId, password: str | None = None, device: int = 0
    ) -> Claim:
        """Somebody opens an envelope a second later."""
        who = me(by, device)
        return Claim(envelope_id, by, who.device_id, PASSWORDS.kept(envelope_id, password), self.later())

    async def claim_all(self, tx: Tx, claims: Sequence[Claim]) -> list[Taken | Refusal]:
        """All at once."""
        return await claim(tx, self.policy, self.shelf, claims)

    async def open(
        self, tx: Tx, envelope_id: EnvelopeId, by: people.PersonId, password: str | None = None, device: int = 0
    ) -> Taken:
        """Somebody opens it, alone; refusals are raised."""
        [answer] = await self.claim_all(tx, [self.claim(envelope_id, by, password, device)])
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def see(self, tx: Tx, envelope_id: EnvelopeId, by: people.PersonId = ANN) -> EnvelopeView:
        """What somebody sees of it."""
        return await show_envelope(tx, self.policy, envelope_id, by, self.now)

    async def wallet(self, tx: Tx, person_id: people.PersonId) -> int:
        """What somebody has."""
        return await self.has(tx, wallet.account(person_id))

    async def inside(self, tx: Tx, envelope_id: EnvelopeId) -> int:
        """What is in an envelope."""
        return await self.has(tx, money.envelope_account(envelope_id))

    async def has(self, tx: Tx, account_id: UUID) -> int:
        """What is in an account."""
        found = await ledger.balances(tx, [account_id])
        return found[account_id].net if found else 0

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({self.gateway.name: self.gateway})

    @property
    def paid(self) -> payments.Paid:
        return payments.Paid({"envelope": partial(fund, policy=self.policy)}, {"envelope": hold_envelope})

    @property
    def moved(self) -> payments.Moved:
        return payments.Moved({"envelope": follow_charge})

    async def pay(self, db: Database, view: EnvelopeView, by: people.PersonId = ANN) -> None:
        """Somebody pays through the gateway, which is asked and says so."""
        await self.tend(db, view, await self.attempt(db, view, by=by))

    async def attempt(
        self, db: Database, view: EnvelopeView, at: datetime | None = None, by: people.PersonId = ANN
    ) -> payments.AttemptId:
        """Somebody pays at the gateway."""
        attempt_id = payments.AttemptId(ids.new(self.now))
        assert view.charge_id is not None
        await payments.begin(
            db,
            self.gateways,
            payments.Policy(),
            attempt_id=attempt_id,
            charge_id=view.charge_id,
            payer_id=by,
            gateway=self.gateway.name,
            way="qr",
            site="http://kith.example",
            now=at or self.now,
        )
        self.gateway.pay(attempt_id.hex)
        return attempt_id

    async def tend(self, db: Database, view: EnvelopeView, attempt_id: payments.AttemptId) -> None:
        """The gateway is asked what became of it."""
        assert view.charge_id is not None
        await tend_attempt(
            db,
            self.gateways,
            payments.Policy(),
            self.paid,
            self.moved,
            charge_id=view.charge_id,
            attempt_id=attempt_id,
            now=self.now,
        )
