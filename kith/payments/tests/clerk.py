"""Who compares bills with the books: rows of ours that are simply there, and bills that say what a test wants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

from kith import ledger, payments
from kith.kit import arrays, ids
from kith.kit.sql import Database, Query, Statement
from kith.payments.audit_bills import audit_bills
from kith.payments.bill import BillLine, FundLine, TradeLine
from kith.payments.bill_break import Break, BreakReason
from kith.payments.bill_day import BillDay
from kith.payments.clearing import Holding, Target
from kith.payments.close_break import close_break
from kith.payments.holdings import holdings
from kith.payments.list_bill_days import list_bill_days
from kith.payments.payout import number_of
from kith.payments.posting import charge_account, clearing_account, gateway_id, payouts_account
from kith.payments.reconcile_day import reconcile_day
from kith.payments.sweep_bills import sweep_bills
from kith.payments.tests.scripted import Scripted
from tests.cast import ANN, BO

OurItem = Literal["payment", "refund", "payout", "return"]

FIRST = date(2026, 3, 1)
SHOP = ledger.NewAccount(ledger.account_id("merchant-payable", BO), "merchant-payable", BO, "none")

put_charges = Statement(
    """
    INSERT INTO charge (charge_id, payer_id, fen, subject, purpose, ref, state, pay_by, opened_at, paid_attempt_id,
        paid_at)
    SELECT id, %(payer_id)s, fen, 'Roses', 'keep', id, 'paid', at, at, id, at
    FROM unnest(%(ids)b::uuid[], %(fens)b::bigint[], %(ats)b::timestamptz[]) AS row (id, fen, at)
    """
)
put_numbers = Statement(
    "INSERT INTO attempt_number (attempt_id, charge_id) SELECT id, id FROM unnest(%(ids)b::uuid[]) AS id"
)
put_attempts = Statement(
    """
    INSERT INTO attempt (charge_id, attempt_id, gateway, way, fen, state, gateway_number, paid_fen, paid_at, closing,
        checks, begun_at, ended_at)
    SELECT id, id, %(gateway)s, 'page', fen, 'paid', 'G', fen, at, false, 0, at, at
    FROM unnest(%(ids)b::uuid[], %(fens)b::bigint[], %(ats)b::timestamptz[]) AS row (id, fen, at)
    """
)
put_refunds = Statement(
    """
    INSERT INTO refund (charge_id, refund_id, attempt_id, fen, reason, state, checks, wanted_at, refunded_at)
    SELECT trade, id, trade, fen, 'ended', 'refunded', 0, at, at
    FROM unnest(%(ids)b::uuid[], %(trades)b::uuid[], %(fens)b::bigint[], %(ats)b::timestamptz[])
        AS row (id, trade, fen, at)
    """
)
put_payouts = Statement(
    """
    INSERT INTO payout (owner_id, payout_id, purpose, account_id, gateway, fen, hint, state, checks, wanted_at, paid_at,
        ended_at)
    SELECT %(owner_id)s, id, 'shop', %(account_id)s, %(gateway)s, fen, 'w***', CASE WHEN back IS NULL THEN 'paid'
        ELSE 'returned' END, 0, at, at, back
    FROM unnest(%(ids)b::uuid[], %(fens)b::bigint[], %(ats)b::timestamptz[], %(backs)b::timestamptz[])
        AS row (id, fen, at, back)
    """
)
kept = Query(
    Break,
    """
    SELECT break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen, theirs_at,
        theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to, moved_fen
    FROM bill_break ORDER BY item, number, nth
    """,
)


@dataclass(frozen=True)
class Deed:
    """Money that moved, by our rows: at a moment, for so many fen (never below zero)."""

    item: OurItem
    id: UUID
    fen: int
    at: datetime
    of: UUID | None = None
    """The payment that a refund belongs to; the payout that a return is of."""

    @property
    def number(self) -> str:
        if self.item in ("payout", "return"):
            return number_of(BO, self.of or self.id).hex
        return self.id.hex

    @property
    def signed(self) -> int:
        return self.fen if self.item in ("payment", "return") else -self.fen

    def line(self, fen: int | None = None, at: datetime | None = None) -> BillLine:
        """As the bill has it."""
        return line(self.item, self.number, self.signed if fen is None else fen, at or self.at, self.of)


def line(item: str, number: str, fen: int, at: datetime, of: UUID | None = None) -> BillLine:
    """A line of a bill; payments and refunds stand in that of the trades, all else in that of the funds."""
    if item == "payment":
        return TradeLine("payment", number, "G1", None, "Roses", fen, fen, 0, at)
    if item == "refund":
        return TradeLine("refund", of.hex if of else "", "G1", number, "Roses", fen, fen, 0, at)
    movement = {"payout": "payout", "return": "return", "fee": "fee", "bank": "bank"}.get(item, "other")
    ours = number if item in ("payout", "return") else ""
    return FundLine("in its words", f"E{number}", ours, "G1", fen, 0, at, movement)  # type: ignore[arg-type]


@dataclass
class Clerk:
    """One gateway's bills and our books."""

    db: Database
    now: datetime = datetime(2026, 3, 10, 4, tzinfo=UTC)
    gateway: Scripted = field(default_factory=Scripted)
    policy: payments.Policy = field(default_factory=payments.Policy)

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways({self.gateway.name: self.gateway})

    async def book(self, deeds: Sequence[Deed], *, in_ledger: bool = True) -> None:
        """Write our rows, and the ledger with them."""
        of = {item: [deed for deed in deeds if deed.item == item] for item in ("payment", "refund", "payout", "return")}
        paid = {
            "ids": arrays.uuids([deed.id for deed in of["payment"]]),
            "fens": arrays.bigints([deed.fen for deed in of["payment"]]),
            "ats": arrays.moments([deed.at for deed in of["payment"]]),
        }
        back = {deed.of: deed.at for deed in of["return"]}
        name = self.gateway.name
        async with self.db.transaction() as tx:
            await put_charges.run(tx, payer_id=ANN, **paid)
            await put_numbers.run(tx, ids=paid["ids"])
            await put_attempts.run(tx, gateway=name, **paid)
            await put_refunds.run(
                tx,
                ids=arrays.uuids([deed.id for deed in of["refund"]]),
                trades=arrays.uuids([deed.of for deed in of["refund"]]),
                fens=arrays.bigints([deed.fen for deed in of["refund"]]),
                ats=arrays.moments([deed.at for deed in of["refund"]]),
            )
            await put_payouts.run(
                tx,
                owner_id=BO,
                account_id=SHOP.account_id,
                gateway=name,
                ids=arrays.uuids([deed.id for deed in of["payout"]]),
                fens=arrays.bigints([deed.fen for deed in of["payout"]]),
                ats=arrays.moments([deed.at for deed in of["payout"]]),
                backs=arrays.moments([back.get(deed.id) for deed in of["payout"]]),
            )
            if not in_ledger:
                return
            fresh = [
                SHOP,
                ledger.NewAccount(clearing_account(name), "gateway-clearing", gateway_id(name), "none"),
                ledger.NewAccount(payouts_account(name), "gateway-payouts", gateway_id(name), "none"),
            ]
            fresh += [ledger.NewAccount(charge_account(deed.id), "charge", deed.id, "debits") for deed in of["payment"]]
            await ledger.open_accounts(tx, fresh, self.now)
            await ledger.transfer_all(tx, [self._transfer(deed) for deed in deeds], self.now)

    def bill(self, lines: dict[date, list[BillLine]], days: Sequence[date]) -> None:
        """What the bills of these days say; one without lines is there all the same."""
        self.gateway.bills = {day: lines.get(day, []) for day in days}

    async def sweep(self) -> None:
        await sweep_bills(self.db, self.gateways, self.policy, now=self.now)

    async def reconcile(self, day: date) -> BillDay:
        return await reconcile_day(
            self.db, self.gateways, self.policy, gateway=self.gateway.name, day=day, now=self.now
        )

    async def close(
        self, broken: Break, reason: BreakReason = "our_error", note: str = "", to: Target | None = None, by: str = "op"
    ) -> Break:
        async with self.db.transaction() as tx:
            return await close_break(tx, broken.break_id, reason=reason, note=note, to=to, by=by, now=self.now)

    async def breaks(self, *, open_only: bool = False) -> list[Break]:
        async with self.db.transaction() as tx:
            return [row for row in await kept.all(tx) if row.state == "open" or not open_only]

    async def days(self) -> list[tuple[date, str, str | None, int]]:
        """Each day's state, code and tries, the first first."""
        async with self.db.transaction() as tx:
            page = await list_bill_days(tx, after=None, limit=100)
        return [(row.day, row.state, row.code, row.tries) for row in reversed(page.items)]

    async def holding(self) -> Holding:
        async with self.db.transaction() as tx:
            return (await holdings(tx, list(self.gateways)))[0]

    async def findings(self) -> set[str]:
        async with self.db.transaction() as tx:
            found = await audit_bills(tx, list(self.gateways), self.policy, self.now)
        return {finding.check for finding in found}

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _transfer(self, deed: Deed) -> ledger.Transfer:
        name = self.gateway.name
        clearing_id, out = clearing_account(name), payouts_account(name)
        ends = {
            "payment": (clearing_id, charge_account(deed.id)),
            "refund": (charge_account(deed.of or deed.id), clearing_id),
            "payout": (SHOP.account_id, out),
            "return": (out, SHOP.account_id),
        }[deed.item]
        return ledger.Transfer(
            id=ids.derived(deed.id, deed.item), debit=ends[0], credit=ends[1], fen=deed.fen, reason=deed.item
        )


def settled(holding: Holding) -> tuple[int, int]:
    """What both clearing accounts still have."""
    return holding.clearing, holding.payouts
