"""The decider: the part of the ledger that a batch touches, in memory, and what each transfer does to it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from kith.ledger.account import INT_MAX, ZERO, Account
from kith.ledger.posting import Kept, Step, Transfer
from kith.ledger.result import Result

Case = TypeVar("Case")
Checks = Sequence[tuple[Result, Callable[[Case], bool]]]

MOST = (1 << 63) - 1
"""The largest sum of fen that an account can count."""


class Again(Struct, gc=False):
    """A transfer whose id is taken, what took it, and the hold that it ends, if it ends one."""

    asked: Transfer
    kept: Kept
    hold: Kept | None


class Move(Struct, gc=False):
    """Fresh money on the move, or fresh money held."""

    asked: Transfer
    fen: int
    debit: Account
    credit: Account
    now: datetime


class End(Struct, gc=False):
    """A post or void and the hold that it ends, with the accounts of the hold."""

    asked: Transfer
    fen: int
    hold: Kept
    debit: Account
    credit: Account
    now: datetime


ID: Checks[Transfer] = (
    (Result.ID_MUST_NOT_BE_ZERO, lambda t: t.id.int == ZERO),
    (Result.ID_MUST_NOT_BE_INT_MAX, lambda t: t.id.int == INT_MAX),
)

AGAIN: Checks[Again] = (
    (Result.EXISTS_WITH_DIFFERENT_KIND, lambda a: a.asked.kind != a.kept.kind),
    (Result.EXISTS_WITH_DIFFERENT_PENDING_ID, lambda a: a.asked.pending_id != a.kept.pending_id),
    (Result.EXISTS_WITH_DIFFERENT_TIMEOUT, lambda a: a.asked.timeout != a.kept.timeout),
    (Result.EXISTS_WITH_DIFFERENT_DEBIT, lambda a: a.asked.debit != a.kept.debit and not _as_held(a, a.asked.debit)),
    (
        Result.EXISTS_WITH_DIFFERENT_CREDIT,
        lambda a: a.asked.credit != a.kept.credit and not _as_held(a, a.asked.credit),
    ),
    (
        Result.EXISTS_WITH_DIFFERENT_FEN,
        lambda a: a.kept.fen != (a.hold.fen if a.hold and a.asked.fen is None else a.asked.fen),
    ),
    (Result.EXISTS_WITH_DIFFERENT_REASON, lambda a: a.asked.reason != a.kept.reason),
)

MOVE_FORM: Checks[Transfer] = (
    (Result.DEBIT_MUST_NOT_BE_ZERO, lambda t: t.debit is None or t.debit.int == ZERO),
    (Result.CREDIT_MUST_NOT_BE_ZERO, lambda t: t.credit is None or t.credit.int == ZERO),
    (Result.ACCOUNTS_MUST_BE_DIFFERENT, lambda t: t.debit == t.credit),
    (Result.PENDING_ID_MUST_BE_ZERO, lambda t: t.pending_id is not None),
    (Result.TIMEOUT_MUST_NOT_BE_NEGATIVE, lambda t: t.timeout < 0),
    (Result.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, lambda t: t.timeout > 0 and t.kind != "pending"),
    (Result.FEN_MUST_BE_POSITIVE, lambda t: t.fen is None or t.fen <= 0),
    (Result.REASON_MUST_NOT_BE_EMPTY, lambda t: not t.reason),
)

MOVE: Checks[Move] = (
    (Result.DEBIT_ACCOUNT_ALREADY_CLOSED, lambda m: m.debit.closed_at is not None),
    (Result.CREDIT_ACCOUNT_ALREADY_CLOSED, lambda m: m.credit.closed_at is not None),
    (Result.OVERFLOWS_DEBITS_PENDING, lambda m: m.asked.kind == "pending" and m.debit.debits_pending + m.fen > MOST),
    (Result.OVERFLOWS_CREDITS_PENDING, lambda m: m.asked.kind == "pending" and m.credit.credits_pending + m.fen > MOST),
    (Result.OVERFLOWS_DEBITS_POSTED, lambda m: m.debit.debits_posted + m.fen > MOST),
    (Result.OVERFLOWS_CREDITS_POSTED, lambda m: m.credit.credits_posted + m.fen > MOST),
    (Result.OVERFLOWS_DEBITS, lambda m: m.debit.debits_pending + m.debit.debits_posted + m.fen > MOST),
    (Result.OVERFLOWS_CREDITS, lambda m: m.credit.credits_pending + m.credit.credits_posted + m.fen > MOST),
    (Result.OVERFLOWS_TIMEOUT, lambda m: outlasts_time(m.asked.timeout, m.now)),
    (
        Result.EXCEEDS_CREDITS,
        lambda m: (
            m.debit.limit == "debits"
            and m.debit.debits_pending + m.debit.debits_posted + m.fen > m.debit.credits_posted
        ),
    ),
    (
        Result.EXCEEDS_DEBITS,
        lambda m: (
            m.credit.limit == "credits"
            and m.credit.credits_pending + m.credit.credits_posted + m.fen > m.credit.debits_posted
        ),
    ),
)

END_FORM: Checks[Transfer] = (
    (Result.PENDING_ID_MUST_NOT_BE_ZERO, lambda t: t.pending_id is None or t.pending_id.int == ZERO),
    (Result.PENDING_ID_MUST_BE_DIFFERENT, lambda t: t.pending_id == t.id),
    (Result.TIMEOUT_MUST_NOT_BE_NEGATIVE, lambda t: t.timeout < 0),
    (Result.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, lambda t: t.timeout > 0),
    (Result.FEN_MUST_BE_POSITIVE, lambda t: t.fen is not None and t.fen <= 0),
    (Result.REASON_MUST_NOT_BE_EMPTY, lambda t: not t.reason),
)

END: Checks[End] = (
    (Result.PENDING_TRANSFER_NOT_PENDING, lambda e: e.hold.kind != "pending"),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT, lambda e: e.asked.debit not in (None, e.hold.debit)),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT, lambda e: e.asked.credit not in (None, e.hold.credit)),
    (Result.EXCEEDS_PENDING_TRANSFER_FEN, lambda e: e.fen > e.hold.fen),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_FEN, lambda e: e.asked.kind == "void" and e.fen < e.hold.fen),
    (Result.PENDING_TRANSFER_ALREADY_POSTED, lambda e: e.hold.outcome == "posted"),
    (Result.PENDING_TRANSFER_ALREADY_VOIDED, lambda e: e.hold.outcome == "voided"),
    (Result.PENDING_TRANSFER_EXPIRED, lambda e: e.hold.outcome == "expired" or _is_due(e.hold, e.now)),
    (Result.DEBIT_ACCOUNT_ALREADY_CLOSED, lambda e: e.asked.kind == "post" and e.debit.closed_at is not None),
    (Result.CREDIT_ACCOUNT_ALREADY_CLOSED, lambda e: e.asked.kind == "post" and e.credit.closed_at is not None),
)


class Books:
    """Accounts and transfers that were read under lock; `steps` is what has to be written to make them true."""

    def __init__(self, accounts: Iterable[Account], transfers: Iterable[Kept], now: datetime) -> None:
        self.steps: list[Step] = []
        self._accounts: dict[UUID | None, Account] = {account.account_id: account for account in accounts}
        self._transfers: dict[UUID | None, Kept] = {transfer.transfer_id: transfer for transfer in transfers}
        self._now = now

    def post(self, transfers: Sequence[Transfer]) -> list[Result]:
        """Each transfer's own result, in order, as if sent one by one; a linked chain happens whole or not at all."""
        results: list[Result] = []
        chain: int | None = None
        mark, broken = 0, False
        for index, asked in enumerate(transfers):
            if asked.linked and chain is None:
                chain, mark, broken = index, len(self.steps), False
            open_ended = asked.linked and index == len(transfers) - 1
            if open_ended:
                result = Result.LINKED_EVENT_CHAIN_OPEN
            elif chain is not None and broken:
                result = Result.LINKED_EVENT_FAILED
            else:
                result = self._one(asked)
            results.append(result)
            if chain is None:
                continue
            if result is not Result.CREATED and not broken:
                broken = True
                self._undo(mark)
                results[chain:index] = [Result.LINKED_EVENT_FAILED] * (index - chain)
            if not asked.linked:
                chain = None
        return results

    def expire(self, transfer_ids: Iterable[UUID]) -> None:
        """Give back what these holds hold, where they are still open and their time is over."""
        for transfer_id in transfer_ids:
            hold = self._transfers.get(transfer_id)
            if hold and hold.outcome is None and _is_due(hold, self._now):
                self._apply(Step("expire", hold, hold.fen))

    def _one(self, asked: Transfer) -> Result:
        if refused := first(ID, asked):
            return refused
        kept = self._transfers.get(asked.id)
        if kept is not None:
            hold = self._transfers.get(asked.pending_id) if kept.pending_id else None
            return first(AGAIN, Again(asked, kept, hold)) or Result.EXISTS
        return self._end(asked) if asked.kind in ("post", "void") else self._move(asked)

    def _move(self, asked: Transfer) -> Result:
        if refused := first(MOVE_FORM, asked):
            return refused
        debit, credit = self._accounts.get(asked.debit), self._accounts.get(asked.credit)
        if debit is None:
            return Result.DEBIT_ACCOUNT_NOT_FOUND
        if credit is None:
            return Result.CREDIT_ACCOUNT_NOT_FOUND
        move = Move(asked, asked.fen or 0, debit, credit, self._now)
        return first(MOVE, move) or self._create(asked, move.fen, debit, credit, released=0)

    def _end(self, asked: Transfer) -> Result:
        if refused := first(END_FORM, asked):
            return refused
        hold = self._transfers.get(asked.pending_id)
        debit, credit = (self._accounts.get(hold.debit), self._accounts.get(hold.credit)) if hold else (None, None)
        # A hold that was committed while we waited for locks may have accounts that are not locked: not there yet.
        if hold is None or debit is None or credit is None:
            return Result.PENDING_TRANSFER_NOT_FOUND
        end = End(asked, hold.fen if asked.fen is None else asked.fen, hold, debit, credit, self._now)
        return first(END, end) or self._create(asked, end.fen, debit, credit, released=hold.fen)

    def _create(self, asked: Transfer, fen: int, debit: Account, credit: Account, *, released: int) -> Result:
        kept = Kept(
            asked.id, asked.kind, debit.account_id, credit.account_id, fen,
            asked.pending_id, asked.timeout, asked.reason, self._now, None,
        )  # fmt: skip
        self._apply(Step(asked.kind, kept, released))
        return Result.CREATED

    def _apply(self, step: Step) -> None:
        self.steps.append(step)
        self._transfers[step.kept.transfer_id] = step.kept
        self._change(step, 1)

    def _undo(self, mark: int) -> None:
        while len(self.steps) > mark:
            step = self.steps.pop()
            del self._transfers[step.kept.transfer_id]
            self._change(step, -1)

    def _change(self, step: Step, sign: int) -> None:
        kept = step.kept
        debit, credit = self._accounts[kept.debit], self._accounts[kept.credit]
        debit.debits_pending += sign * step.pending
        debit.debits_posted += sign * step.posted
        credit.credits_pending += sign * step.pending
        credit.credits_posted += sign * step.posted
        if step.kind in _OUTCOMES:
            hold = self._transfers[kept.transfer_id if step.kind == "expire" else kept.pending_id]
            hold.outcome = _OUTCOMES[step.kind] if sign > 0 else None


def first(checks: Checks[Case], case: Case) -> Result | None:
    """The first check that holds, which is the answer; None if none does."""
    for result, holds in checks:
        if holds(case):
            return result
    return None


def outlasts_time(timeout: int, now: datetime) -> bool:
    """A hold of so many seconds would end after the last moment that can be written down."""
    return timeout > (_END_OF_TIME - now).total_seconds()


def _as_held(again: Again, account_id: UUID | None) -> bool:
    return again.hold is not None and account_id is None


def _is_due(hold: Kept, now: datetime) -> bool:
    return hold.due_at is not None and hold.due_at <= now


_OUTCOMES = {"post": "posted", "void": "voided", "expire": "expired"}
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
