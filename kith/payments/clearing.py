"""The accounts behind a gateway, and what reconciling moves between them.

A capture, refund or payout stands in the gateway's clearing accounts from the moment in which we believe it. When a
bill has it, it goes on to `gateway-settled`, which is therefore what the gateway itself says that it has for us. What
is left in the clearing accounts has stood on no bill yet, or is a break. What a bill has and we cannot explain lies in
`gateway-suspense`. None of this touches money of people or shops: the gateway's accounts together have what they had.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec
from msgspec import Struct

from kith import ledger
from kith.kit import ids
from kith.kit.sql import Query, Statement
from kith.payments.bill_line import DaySum, Item
from kith.payments.posting import gateway_id

Account = Literal["clearing", "payouts", "settled", "suspense", "costs", "bank"]
"""Believed to have come and gone; believed to be paid out; what the gateway has by its bills; what nobody can explain;
what the gateway costs; what it sent to our bank."""

Target = Literal["suspense", "costs", "bank"]
"""Where a difference can be moved to."""

MoveKind = Literal[
    "payment", "refund", "payout", "return", "fee", "bank", "unexplained", "correction", "correction_undone"
]

_ROLES: dict[Account, str] = {
    "clearing": "gateway-clearing",
    "payouts": "gateway-payouts",
    "settled": "gateway-settled",
    "suspense": "gateway-suspense",
    "costs": "gateway-costs",
    "bank": "gateway-bank",
}
_SIDES: dict[str, Account] = {
    "payment": "clearing",
    "refund": "clearing",
    "payout": "payouts",
    "return": "payouts",
    "fee": "costs",
    "bank": "bank",
    "unexplained": "suspense",
}


class Move(Struct, frozen=True):
    """One transfer of reconciling: `fen` of `asset` leave `source` for `target`; below zero, the other way."""

    transfer_id: UUID
    day: date
    what: str
    fen: int
    source: UUID
    target: UUID
    break_id: UUID | None = None

    @property
    def transfer(self) -> ledger.Transfer:
        """As the ledger makes it: what an account of ours is richer by is its debit."""
        debit, credit = (self.target, self.source) if self.fen > 0 else (self.source, self.target)
        return ledger.Transfer(
            id=self.transfer_id, debit=debit, credit=credit, fen=abs(self.fen), reason=f"bill-{self.what}"
        )


class Moved(Struct, frozen=True):
    """What reconciling moved into and out of one account, so that the rest can be compared."""

    account_id: UUID
    debits: int
    credits: int


class Holding(Struct, frozen=True):
    """A gateway's accounts in fen, above zero where money is there; of the clearing accounts what has stood on no bill
    yet, or on one otherwise, less what was corrected. `explained` is what they must therefore have."""

    gateway: str
    clearing: int
    clearing_explained: int
    payouts: int
    payouts_explained: int
    settled: int
    suspense: int
    costs: int
    bank: int


class Unposted(Struct, frozen=True):
    """A day whose lines and transfers say different things."""

    gateway: str
    day: date
    what: str
    said: int
    moved: int


class Unbilled(Struct, frozen=True):
    """What we believe of a gateway and no bill has said, or has said otherwise, line by line: in fen, above zero where
    money came."""

    clearing: int
    """Payments less refunds."""
    payouts: int
    """Payouts that came back less payouts."""


def account(name: Account, gateway: str) -> UUID:
    """One of a gateway's accounts."""
    return ledger.account_id(_ROLES[name], gateway_id(gateway))


def gateway_accounts(gateway: str) -> list[UUID]:
    """The ids of all of a gateway's accounts."""
    return [each.account_id for each in accounts(gateway)]


def accounts(gateway: str) -> list[ledger.NewAccount]:
    """All of a gateway's accounts; opening them again is harmless."""
    owner = gateway_id(gateway)
    return [ledger.NewAccount(ledger.account_id(role, owner), role, owner, "none") for role in _ROLES.values()]


def before(balances: Mapping[UUID, ledger.Balance], moves: list[Moved]) -> dict[UUID, ledger.Balance]:
    """The balances as they were without what reconciling moved."""
    by_account = {one.account_id: one for one in moves}
    none = Moved(UUID(int=0), 0, 0)
    return {
        account_id: ledger.Balance(
            balance.debits_pending,
            balance.debits_posted - by_account.get(account_id, none).debits,
            balance.credits_pending,
            balance.credits_posted - by_account.get(account_id, none).credits,
        )
        for account_id, balance in balances.items()
    }


def side_of(item: Item) -> Account:
    """Where our belief in such a movement stands."""
    return _SIDES.get(item, "suspense")


def of_sums(gateway: str, sums: list[DaySum]) -> list[Move]:
    """From what the bills of some days say to the ledger: what was not moved yet, or too much."""
    settled = account("settled", gateway)
    return [
        Move(
            ids.derived(gateway_id(gateway), f"bill {one.day} {one.what} {one.times}"),
            one.day,
            one.what,
            one.fen,
            account(_SIDES[one.what], gateway),
            settled,
        )
        for one in sums
    ]


class Broken(Protocol):
    """What a correction needs to know of a break."""

    @property
    def break_id(self) -> UUID: ...
    @property
    def gateway(self) -> str: ...
    @property
    def day(self) -> date: ...


def correction(broken: Broken, *, turn: int, source: Account, target: Target, fen: int, undone: bool = False) -> Move:
    """A difference that is moved to another account, or back: once each time the break was opened."""
    what: MoveKind = "correction_undone" if undone else "correction"
    one, other = account(source, broken.gateway), account(target, broken.gateway)
    if undone:
        one, other = other, one
    return Move(ids.derived(broken.break_id, f"{what} {turn}"), broken.day, what, fen, one, other, broken.break_id)


def rows(moves: list[Move], gateway: str, now: datetime) -> str:
    """As `record` takes them."""
    found = [
        {
            "transfer_id": move.transfer_id,
            "gateway": gateway,
            "day": move.day,
            "what": move.what,
            "fen": move.fen,
            "break_id": move.break_id,
            "made_at": now,
        }
        for move in moves
    ]
    return msgspec.json.encode(found).decode()


record = Statement(
    """
    INSERT INTO bill_move (transfer_id, gateway, day, what, fen, break_id, made_at)
    SELECT transfer_id, gateway, day, what, fen, break_id, made_at
    FROM json_to_recordset(%(rows)s) AS move (transfer_id uuid, gateway text, day date, what text, fen bigint,
        break_id uuid, made_at timestamptz)
    """
)

moved = Query(
    Moved,
    """
    SELECT side.account_id, coalesce(sum(transfer.fen) FILTER (WHERE side.debit), 0)::bigint AS debits,
        coalesce(sum(transfer.fen) FILTER (WHERE NOT side.debit), 0)::bigint AS credits
    FROM bill_move JOIN transfer USING (transfer_id)
    CROSS JOIN LATERAL (VALUES (transfer.debit, true), (transfer.credit, false)) AS side (account_id, debit)
    GROUP BY side.account_id
    """,
)

unposted = Query(
    Unposted,
    """
    WITH said AS (
        SELECT gateway, day, CASE WHEN stray THEN 'unexplained' ELSE item END AS what, sum(fen) AS fen
        FROM bill_line JOIN bill_day USING (gateway, day, revision) GROUP BY 1, 2, 3
    ), moved AS (
        SELECT bill_move.gateway, day, what,
            sum(CASE WHEN bill_move.fen > 0 THEN transfer.fen ELSE -transfer.fen END) AS fen
        FROM bill_move LEFT JOIN transfer USING (transfer_id) WHERE break_id IS NULL GROUP BY 1, 2, 3
    )
    SELECT gateway, day, what, coalesce(said.fen, 0)::bigint AS said, coalesce(moved.fen, 0)::bigint AS moved
    FROM said FULL JOIN moved USING (gateway, day, what) WHERE coalesce(said.fen, 0) <> coalesce(moved.fen, 0)
    ORDER BY gateway, day, what LIMIT 1000
    """,
)

corrected = Query(
    Moved,
    """
    SELECT side.account_id, coalesce(sum(transfer.fen) FILTER (WHERE side.debit), 0)::bigint AS debits,
        coalesce(sum(transfer.fen) FILTER (WHERE NOT side.debit), 0)::bigint AS credits
    FROM bill_move JOIN transfer USING (transfer_id)
    CROSS JOIN LATERAL (VALUES (transfer.debit, true), (transfer.credit, false)) AS side (account_id, debit)
    WHERE bill_move.break_id IS NOT NULL AND bill_move.gateway = %(gateway)s
    GROUP BY side.account_id
    """,
)

unbilled = Query(
    Unbilled,
    """
    WITH said AS (
        SELECT item, number, fen FROM bill_line JOIN bill_day USING (gateway, day, revision)
        WHERE gateway = %(gateway)s AND NOT stray AND item IN ('payment', 'refund', 'payout', 'return')
    ), own AS (
        SELECT 'payment' AS item, replace(attempt_id::text, '-', '') AS number, paid_fen AS fen
        FROM attempt WHERE gateway = %(gateway)s AND state = 'paid'
        UNION ALL
        SELECT 'refund', replace(refund_id::text, '-', ''), -refund.fen
        FROM refund JOIN attempt USING (charge_id, attempt_id)
        WHERE attempt.gateway = %(gateway)s AND refund.state = 'refunded'
        UNION ALL
        SELECT 'payout', replace(number::text, '-', ''), -fen FROM payout
        WHERE gateway = %(gateway)s AND paid_at IS NOT NULL
        UNION ALL
        SELECT 'return', replace(number::text, '-', ''), fen FROM payout
        WHERE gateway = %(gateway)s AND state = 'returned'
    )
    SELECT coalesce(sum(coalesce(own.fen, 0) - coalesce(said.fen, 0)) FILTER (WHERE item IN ('payment', 'refund')), 0)
            ::bigint AS clearing,
        coalesce(sum(coalesce(own.fen, 0) - coalesce(said.fen, 0)) FILTER (WHERE item IN ('payout', 'return')), 0)
            ::bigint AS payouts
    FROM own FULL JOIN said USING (item, number)
    """,
)
