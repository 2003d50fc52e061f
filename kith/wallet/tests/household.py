"""What the tests of wallets work at: Ann and Bo with wallets, a scripted gateway, and one who checks identities."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from kith import ledger, payments, people, wallet
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.page import Page
from kith.kit.settings import Custody
from kith.kit.sql import Database, Tx
from kith.payments.attempt import Checkout
from kith.payments.begin_payment import begin_payment
from kith.payments.show_charge import show_charge
from kith.payments.sweep import sweep
from kith.payments.sweep_payouts import sweep_payouts
from kith.payments.tests.scripted import Scripted
from kith.wallet.check_identity import check_identity
from kith.wallet.identity import Identity, Missing, Said, Unknown, Verified, check_digit
from kith.wallet.identity_check import CheckId, IdentityCheck, NewCheck
from kith.wallet.line import WalletLine
from kith.wallet.list_lines import list_lines
from kith.wallet.list_withdrawals import list_withdrawals
from kith.wallet.pass_on import pass_on
from kith.wallet.payee import NewPayee
from kith.wallet.set_payee import set_payee
from kith.wallet.sweep_checks import sweep_checks
from kith.wallet.top_up import top_up
from kith.wallet.topping_up import NewTopUp
from kith.wallet.view_wallet import view_wallet
from kith.wallet.wallet_view import Wallet
from kith.wallet.withdraw import withdraw
from kith.wallet.withdrawal import NewWithdrawal, Withdrawal
from tests import cast
from tests.cast import ANN, BO, SECRET

RING = KeyRing.parse("k1:" + "5a" * 32)
ONE_BY_ONE = payments.Policy(sweep_width=1)
ANNS = NewPayee("scripted", "13800138000", "安安")
HOUSE = UUID("6f9c2f6e-8f3a-4b55-9d1a-0c8f6f0f3b11")


def id_number(sequence: int = 1, born: str = "19900517") -> str:
    """A well-made number of nobody: no place has the code 990000."""
    places = f"990000{born}{sequence:03}"
    return places + check_digit(places)


@dataclass
class Office:
    """One who checks identities, in memory: what it says of a number is `says`, and `faults` are what goes wrong."""

    says: dict[str, Said] = field(default_factory=dict[str, Said])
    asked: dict[str, Identity] = field(default_factory=dict[str, Identity])
    calls: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])
    identity_class: int = 3

    async def check(self, number: str, identity: Identity) -> Said:
        self.calls.append("check")
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            return Unknown(number, "no_answer")
        assert self.asked.setdefault(number, identity) == identity
        return Unknown(number, "no_answer") if fault == "lost_after" else self._said(number)

    async def query(self, number: str) -> Said:
        self.calls.append("query")
        return self._said(number) if number in self.asked else Missing(number)

    async def disconnect(self) -> None: ...

    def _said(self, number: str) -> Said:
        return self.says.get(number, Verified(number, self.identity_class))


@dataclass
class Household:
    """Everything around some wallets, with real commits."""

    db: Database
    now: datetime
    gateway: Scripted = field(default_factory=Scripted)
    second: Scripted = field(default_factory=lambda: Scripted("second"))
    office: Office = field(default_factory=Office)
    policy: wallet.Policy = field(default_factory=wallet.Policy)
    custody: Custody = "simulated"
    refuse: bool = False
    """Whatever is paid for is not wanted any more."""

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({one.name: one for one in (self.gateway, self.second)})

    @property
    def checkers(self) -> wallet.Checkers:
        return wallet.Checkers(self.office)

    @property
    def purse(self) -> payments.Purse:
        return payments.Purse(
            partial(wallet.offer, policy=self.policy, custody=self.custody),
            partial(wallet.spend, policy=self.policy, custody=self.custody),
            frozenset({wallet.PURPOSE}),
        )

    @property
    def paid(self) -> payments.Paid:
        hooks = {"thing": self._take, wallet.PURPOSE: wallet.fund}
        return payments.Paid(hooks, into_purse=frozenset({wallet.PURPOSE}))

    @property
    def moved(self) -> payments.Moved:
        return payments.Moved({"thing": self._see, wallet.PURPOSE: wallet.follow_charge})

    @property
    def payout_moved(self) -> payments.PayoutMoved:
        return payments.PayoutMoved({"wallet": wallet.follow_payout})

    async def build(self) -> "Household":
        async with self.db.transaction() as tx:
            for person in (ANN, BO):
                await cast.enrol(tx, person, self.now)
        return self

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    async def give(self, fen: int, person: people.PersonId = ANN) -> None:
        """Let a wallet have money, as an envelope does."""
        house = ledger.NewAccount(ledger.account_id("house", HOUSE), "house", HOUSE, "none")
        move = ledger.Transfer(
            id=ids.new(self.now),
            debit=house.account_id,
            credit=wallet.account(person),
            fen=fen,
            reason="envelope-claim",
        )
        async with self.db.transaction() as tx:
            await ledger.open_accounts(tx, [house, *wallet.accounts([person])], self.now)
            await ledger.transfer(tx, move, self.now)
            await wallet.received(tx, self.custody, [person], self.now)

    async def verify(
        self, identity_class: int = 3, person: people.PersonId = ANN, name: str = ANNS.name, sequence: int = 1
    ) -> IdentityCheck:
        """Have it checked who somebody is."""
        self.office.identity_class = identity_class
        check = await self.check(person, name=name, sequence=sequence)
        await self.sweep_checks()
        return check

    async def check(
        self,
        person: people.PersonId = ANN,
        *,
        name: str = ANNS.name,
        sequence: int = 1,
        number: str | None = None,
        check_id: UUID | None = None,
    ) -> IdentityCheck:
        self.later(seconds=1)
        wanted = NewCheck(CheckId(check_id or ids.new(self.now)), name, number or id_number(sequence))
        async with self.db.transaction() as tx:
            return await check_identity(
                tx, SECRET, RING, self.checkers, self.policy, person_id=person, wanted=wanted, now=self.now
            )

    async def sweep_checks(self) -> None:
        await sweep_checks(self.db, self.checkers, RING, self.policy, now=self.now)

    async def charge(self, fen: int, person: people.PersonId = ANN) -> payments.ChargeId:
        charge_id = payments.ChargeId(ids.new(self.now))
        async with self.db.transaction() as tx:
            await payments.open_charge(
                tx,
                charge_id=charge_id,
                payer_id=person,
                fen=fen,
                subject="Roses",
                purpose="thing",
                ref=charge_id,
                pay_by=self.now + timedelta(minutes=30),
                now=self.now,
            )
        return charge_id

    async def pay(
        self,
        charge_id: payments.ChargeId,
        person: people.PersonId = ANN,
        attempt_id: UUID | None = None,
        *,
        way: payments.Way = "balance",
        gateway: str = payments.PURSE,
    ) -> Checkout:
        return await begin_payment(
            self.db,
            self.gateways,
            self.purse,
            payments.Policy(),
            paid=self.paid,
            moved=self.moved,
            attempt_id=payments.AttemptId(attempt_id or ids.new(self.now)),
            charge_id=charge_id,
            payer_id=person,
            gateway=gateway,
            way=way,
            site="http://kith.example",
            now=self.now,
        )

    async def spend(self, fen: int, person: people.PersonId = ANN) -> payments.ChargeId:
        charge_id = await self.charge(fen, person)
        await self.pay(charge_id, person)
        return charge_id

    async def refund(self, charge_id: payments.ChargeId, fen: int) -> payments.Refund:
        async with self.db.transaction() as tx:
            await payments.hold_money(tx, [charge_id])
            return await payments.refund_charge(
                tx,
                refund_id=payments.RefundId(ids.new(self.now)),
                charge_id=charge_id,
                fen=fen,
                reason="ended",
                now=self.now,
            )

    async def top_up(self, fen: int, top_up_id: UUID | None = None) -> payments.ChargeId:
        wanted = NewTopUp(top_up_id or ids.new(self.now), fen)
        async with self.db.transaction() as tx:
            return (await top_up(tx, self.policy, self.custody, person_id=ANN, wanted=wanted, now=self.now)).charge_id

    async def set_payee(self, given: NewPayee = ANNS, person: people.PersonId = ANN) -> str:
        async with self.db.transaction() as tx:
            return (await set_payee(tx, SECRET, RING, self.gateways, person_id=person, given=given, now=self.now)).hint

    async def withdraw(self, fen: int, withdrawal_id: UUID | None = None) -> Withdrawal:
        wanted = NewWithdrawal(payments.PayoutId(withdrawal_id or ids.new(self.now)), fen)
        async with self.db.transaction() as tx:
            return await withdraw(
                tx, RING, self.gateways, self.policy, self.custody, person_id=ANN, wanted=wanted, now=self.now
            )

    async def withdrawals(self) -> list[Withdrawal]:
        async with self.db.transaction() as tx:
            return (await list_withdrawals(tx, ANN, after=None, limit=100)).items

    async def sweep(self, **later: float) -> None:
        """What the sweeps of payments and wallets do."""
        self.later(**later)
        await sweep(self.db, self.gateways, ONE_BY_ONE, self.paid, self.moved, now=self.now)
        await pass_on(self.db, RING, self.gateways, self.policy, self.custody, now=self.now)
        await sweep_payouts(self.db, self.gateways, RING, ONE_BY_ONE, self.payout_moved, now=self.now)

    async def freeze(self, reason: str = "asked by the police", person: people.PersonId = ANN) -> bool:
        async with self.db.transaction() as tx:
            return await wallet.freeze(tx, person, reason=reason, by="op", now=self.now)

    async def unfreeze(self, person: people.PersonId = ANN) -> bool:
        async with self.db.transaction() as tx:
            return await wallet.unfreeze(tx, person, reason="all is well", by="op", now=self.now)

    async def seen(self, person: people.PersonId = ANN) -> Wallet:
        async with self.db.transaction() as tx:
            return await view_wallet(tx, self.policy, self.custody, person, self.now, sending=self.gateways.sending)

    async def shown(self, charge_id: payments.ChargeId) -> payments.PurseView | None:
        async with self.db.transaction() as tx:
            return (await show_charge(tx, self.gateways, charge_id, ANN, self.now, purse=self.purse)).wallet

    async def lines(self, month: str | None = None, after: str | None = None, limit: int = 100) -> Page[WalletLine]:
        async with self.db.transaction() as tx:
            return await list_lines(tx, ANN, month=month, after=after, limit=limit)

    async def told(self, person: people.PersonId = ANN) -> int:
        """How often somebody was told that their wallet is another now."""
        async with self.db.transaction() as tx:
            found = await tx.execute(
                "SELECT count(*) FROM event WHERE person_id = %s AND kind = 'wallet' AND ref = %s", [person, person]
            )
            return int((await found.fetchone() or [0])[0])

    async def findings(self) -> list[ledger.Finding]:
        async with self.db.transaction() as tx:
            books = await ledger.audit(tx)
        return [
            *books,
            *await payments.audit(self.db, self.gateways, payments.Policy(), self.now),
            *await wallet.audit(self.db, self.policy, self.now),
        ]

    async def _take(self, tx: Tx, charge: payments.Charge, now: datetime) -> bool:
        return not self.refuse

    async def _see(self, tx: Tx, charge: payments.Charge, now: datetime) -> None: ...
