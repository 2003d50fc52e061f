"""The desk from which money goes out: a shop that is owed something, and Wen, who gets it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kith import ledger, payments
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments.outward import Payee
from kith.payments.payout import Payout, PayoutId, PayoutMoved, PayoutState
from kith.payments.sweep_payouts import sweep_payouts
from kith.payments.tend_payout import tend_payout
from kith.payments.tests.desk import FEN, SHOP, Desk
from tests.cast import BO

RING = KeyRing.parse("k1:" + "5a" * 32)
WEN = Payee("wen@flowers.example", "Wen Flowers")
ACCOUNT = ledger.NewAccount(SHOP, "merchant-payable", BO, "debits")


@dataclass
class Till(Desk):
    """A desk whose charges become the shop's at once."""

    states: list[PayoutState] = field(default_factory=list[PayoutState])
    """What was told of payouts, in order."""

    @property
    def payout_moved(self) -> PayoutMoved:
        return PayoutMoved({"shop": self._note})

    async def earn(self) -> None:
        """The shop is owed one more charge."""
        await self.paid_charge("move")

    async def open(self, fen: int = FEN, payout_id: PayoutId | None = None, payee: Payee = WEN) -> Payout:
        async with self.db.transaction() as tx:
            return await payments.open_payout(
                tx,
                RING,
                self.gateways,
                payout_id=payout_id or PayoutId(ids.new(self.now)),
                owner_id=BO,
                account=ACCOUNT,
                purpose="shop",
                gateway=self.gateway.name,
                payee=payee,
                fen=fen,
                now=self.now,
            )

    async def tend_payout(self, payout: Payout) -> None:
        await tend_payout(
            self.db,
            self.gateways,
            RING,
            self.policy,
            self.payout_moved,
            owner_id=payout.owner_id,
            payout_id=payout.payout_id,
            now=self.now,
        )

    async def sweep_payouts(self) -> None:
        await sweep_payouts(self.db, self.gateways, RING, self.policy, self.payout_moved, now=self.now)

    async def payout(self, one: Payout | UUID) -> Payout:
        payout_id = one.payout_id if isinstance(one, Payout) else one
        async with self.db.transaction() as tx:
            return await payouts.by_id.one(tx, owner_id=BO, payout_id=payout_id)

    async def owed(self) -> tuple[int, int]:
        """What the shop has, and how much of it is held for payouts."""
        async with self.db.transaction() as tx:
            balance = (await ledger.balances(tx, [SHOP]))[SHOP]
        return balance.net, balance.debits_pending

    async def out(self) -> int:
        """What went out by the gateway and stayed out, in the ledger."""
        account = payments.payouts_account(self.gateway.name)
        async with self.db.transaction() as tx:
            balances = await ledger.balances(tx, [account])
        return balances[account].net if account in balances else 0

    async def _note(self, tx: Tx, payout: Payout, now: datetime) -> None:
        self.states.append(payout.state)
