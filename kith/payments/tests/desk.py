"""What the tests of payments work at: a database with real commits, a scripted gateway, and somebody to be told."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kith import ledger, payments
from kith.kit import ids
from kith.kit.sql import Database, Query, Tx
from kith.payments import attempt as attempts
from kith.payments.ask_attempt import ask_attempt
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId, Charge, ChargeId
from kith.payments.close_attempts import close_attempts
from kith.payments.gateway import Settled
from kith.payments.notification import NotificationId
from kith.payments.receive_notification import receive_notification
from kith.payments.refund import Refund, RefundId
from kith.payments.settle import settle
from kith.payments.settle_notification import settle_notification
from kith.payments.sweep import sweep
from kith.payments.take_notification import take_notification
from kith.payments.tend_attempt import tend_attempt
from kith.payments.tend_refund import tend_refund
from kith.payments.tests.scripted import PAID_AT, Scripted
from tests.cast import ANN, BO

FEN = 52_000
SHOP = ledger.account_id("merchant-payable", BO)

refunds_of_charge = Query(
    Refund,
    """
    SELECT charge_id, refund_id, attempt_id, fen, reason, state, code, checks, lease_until, wanted_at, refunded_at
    FROM refund WHERE charge_id = %(charge_id)s ORDER BY wanted_at, refund_id
    """,
)


class OneConnection(Database):
    """A database whose transactions are savepoints of one that is rolled back: fast enough for many examples."""

    def __init__(self, connection: Tx) -> None:
        self._connection = connection

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        async with self._connection.transaction():
            yield self._connection


@dataclass
class Desk:
    """Charges of Ann over 520 yuan that are to be paid within half an hour."""

    db: Database
    now: datetime
    gateway: Scripted = field(default_factory=Scripted)
    site: str = "http://kith.example"
    policy: payments.Policy = field(default_factory=payments.Policy)
    told: list[ChargeId] = field(default_factory=list[ChargeId])
    seen: list[ChargeId] = field(default_factory=list[ChargeId])
    """Charges of which the payer sees something else than before."""
    purse: payments.Purse = field(default_factory=payments.Purse)
    while_told: Callable[[], Awaitable[None]] | None = None

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({self.gateway.name: self.gateway})

    @property
    def paid(self) -> payments.Paid:
        return payments.Paid({"keep": self._keep, "move": self._move, "refuse": self._refuse})

    @property
    def moved(self) -> payments.Moved:
        return payments.Moved(dict.fromkeys(("keep", "move", "refuse"), self._see))

    def later(self, **span: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(**span)
        return self.now

    async def charge(self, purpose: str = "keep", fen: int = FEN) -> ChargeId:
        charge_id = ChargeId(ids.new(self.now))
        async with self.db.transaction() as tx:
            await payments.open_charge(
                tx,
                charge_id=charge_id,
                payer_id=ANN,
                fen=fen,
                subject="Roses",
                purpose=purpose,
                ref=charge_id,
                pay_by=self.now + timedelta(minutes=30),
                now=self.now,
            )
        return charge_id

    async def begin(
        self, charge_id: ChargeId, attempt_id: AttemptId | None = None, way: payments.Way = "qr"
    ) -> AttemptId:
        """An attempt; one whose gateway gave no clear answer, too."""
        attempt_id = attempt_id or AttemptId(ids.new(self.now))
        with suppress(payments.GatewaySilent):
            await payments.begin(
                self.db,
                self.gateways,
                self.policy,
                attempt_id=attempt_id,
                charge_id=charge_id,
                payer_id=ANN,
                gateway=self.gateway.name,
                way=way,
                site=self.site,
                now=self.now,
            )
        return attempt_id

    async def paid_charge(self, purpose: str = "keep") -> tuple[ChargeId, AttemptId]:
        """A charge that was paid and settled."""
        charge_id = await self.charge(purpose)
        attempt_id = await self.begin(charge_id)
        self.gateway.pay(attempt_id.hex)
        await self.tend(charge_id, attempt_id)
        return charge_id, attempt_id

    async def settle(self, charge_id: ChargeId, attempt_id: AttemptId, fen: int = FEN) -> bool:
        fact = Settled(attempt_id.hex, "G1", fen, PAID_AT)
        async with self.db.transaction() as tx:
            return await settle(
                tx, self.paid, self.moved, charge_id=charge_id, attempt_id=attempt_id, fact=fact, now=self.now
            )

    async def tend(self, charge_id: ChargeId, attempt_id: AttemptId) -> None:
        await tend_attempt(
            self.db,
            self.gateways,
            self.policy,
            self.paid,
            self.moved,
            charge_id=charge_id,
            attempt_id=attempt_id,
            now=self.now,
        )

    async def ask(self, charge_id: ChargeId, attempt_id: AttemptId) -> None:
        await ask_attempt(
            self.db,
            self.gateways,
            self.policy,
            self.paid,
            self.moved,
            charge_id=charge_id,
            attempt_id=attempt_id,
            now=self.now,
        )

    async def tend_refund(self, charge_id: ChargeId, refund_id: RefundId) -> None:
        await tend_refund(
            self.db, self.gateways, self.policy, self.moved, charge_id=charge_id, refund_id=refund_id, now=self.now
        )

    async def close(self, charge_id: ChargeId) -> None:
        await close_attempts(
            self.db, self.gateways, self.policy, self.paid, self.moved, charge_id=charge_id, now=self.now
        )

    async def cancel(self, charge_id: ChargeId) -> None:
        async with self.db.transaction() as tx:
            await payments.cancel_charge(tx, charge_id, self.now)

    async def refund(self, charge_id: ChargeId, fen: int, refund_id: RefundId | None = None) -> RefundId:
        refund_id = refund_id or RefundId(ids.new(self.now))
        async with self.db.transaction() as tx:
            await payments.refund_charge(
                tx, refund_id=refund_id, charge_id=charge_id, fen=fen, reason="ended", now=self.now
            )
        return refund_id

    async def receive(self, body: bytes) -> None:
        """Store a notification that is not settled yet."""
        async with self.db.transaction() as tx:
            await receive_notification(
                tx, self.gateways, gateway=self.gateway.name, headers={}, body=body, now=self.now
            )

    async def take(self, body: bytes) -> bytes:
        """What becomes of a notification that comes in."""
        return await take_notification(
            self.db,
            self.gateways,
            self.paid,
            self.moved,
            gateway=self.gateway.name,
            headers={},
            body=body,
            now=self.now,
        )

    async def read_inbox(self) -> None:
        """What the jobs of all waiting notifications would do."""
        async with self.db.transaction() as tx:
            found = await tx.execute("SELECT notification_id FROM gateway_notification WHERE state = 'waiting'")
            waiting = [row[0] for row in await found.fetchall()]
        for notification_id in waiting:
            await self.settle_notification(notification_id)

    async def settle_notification(self, notification_id: UUID) -> None:
        async with self.db.transaction() as tx:
            await settle_notification(
                tx,
                self.gateways,
                self.paid,
                self.moved,
                notification_id=NotificationId(notification_id),
                now=self.now,
            )

    async def sweep(self) -> None:
        await sweep(self.db, self.gateways, self.policy, self.paid, self.moved, now=self.now)

    async def state(self, charge_id: ChargeId) -> Charge:
        async with self.db.transaction() as tx:
            return await payments.charge_of(tx, charge_id)

    async def attempt(self, charge_id: ChargeId, attempt_id: AttemptId) -> Attempt:
        async with self.db.transaction() as tx:
            return await attempts.by_id.one(tx, charge_id=charge_id, attempt_id=attempt_id)

    async def refunds(self, charge_id: ChargeId) -> list[Refund]:
        async with self.db.transaction() as tx:
            return await refunds_of_charge.all(tx, charge_id=charge_id)

    async def balance(self, charge_id: ChargeId) -> tuple[int, int]:
        """What the charge's account has, and how much of that is held for refunds."""
        account = payments.charge_account(charge_id)
        async with self.db.transaction() as tx:
            found = await ledger.balances(tx, [account])
        return (found[account].net, found[account].debits_pending) if account in found else (0, 0)

    async def inbox(self) -> list[tuple[str, str | None]]:
        async with self.db.transaction() as tx:
            found = await tx.execute("SELECT state, code FROM gateway_notification ORDER BY received_at")
            return [(row[0], row[1]) for row in await found.fetchall()]

    async def jobs(self) -> list[str]:
        async with self.db.transaction() as tx:
            found = await tx.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
            return [row[0] for row in await found.fetchall()]

    async def findings(self) -> list[ledger.Finding]:
        async with self.db.transaction() as tx:
            books = await ledger.audit(tx)
        return [*books, *await payments.audit(self.db, self.gateways, self.policy, self.now)]

    async def _see(self, tx: Tx, charge: Charge, now: datetime) -> None:
        self.seen.append(charge.charge_id)

    async def _keep(self, tx: Tx, charge: Charge, now: datetime) -> bool:
        self.told.append(charge.charge_id)
        if self.while_told:
            await self.while_told()
        return True

    async def _move(self, tx: Tx, charge: Charge, now: datetime) -> bool:
        """Take the money at once, as somebody who was paid does."""
        await ledger.open_accounts(tx, [ledger.NewAccount(SHOP, "merchant-payable", BO, "debits")], now)
        move = ledger.Transfer(
            id=ids.derived(charge.charge_id, "move"),
            debit=payments.charge_account(charge.charge_id),
            credit=SHOP,
            fen=charge.fen,
            reason="move",
        )
        await ledger.transfer(tx, move, now)
        return await self._keep(tx, charge, now)

    async def _refuse(self, tx: Tx, charge: Charge, now: datetime) -> bool:
        self.told.append(charge.charge_id)
        return False
