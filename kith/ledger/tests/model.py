"""The ledger again, as a person would explain it: dictionaries, one transfer at a time. It shares no code with it."""

import copy
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kith.ledger import NewAccount, Transfer

Figures = list[int]
"""Debits pending and posted, credits pending and posted."""


class Model:
    """Balances of accounts and what is known of each transfer."""

    def __init__(self) -> None:
        self.limits: dict[UUID, str] = {}
        self.closed: set[UUID] = set()
        self.figures: dict[UUID, Figures] = {}
        self.made: dict[UUID, Transfer] = {}
        self.made_at: dict[UUID, datetime] = {}
        self.ends: dict[UUID, str] = {}

    def open(self, accounts: Sequence[NewAccount]) -> None:
        for account in accounts:
            self.limits[account.account_id] = account.limit
            self.figures[account.account_id] = [0, 0, 0, 0]

    def send(self, batch: Sequence[Transfer], now: datetime) -> list[str]:
        """Chains whole, everything else one by one."""
        results: list[str] = []
        while len(results) < len(batch):
            chain = [batch[len(results)]]
            while chain[-1].linked and len(results) + len(chain) < len(batch):
                chain.append(batch[len(results) + len(chain)])
            results += self._chain(chain, now) if chain[0].linked else [self._one(chain[0], now)]
        return results

    def expire(self, now: datetime) -> int:
        over = [hold for hold in self.open_holds() if self._is_over(hold, now)]
        for hold in over:
            self._give_back(self.made[hold])
            self.ends[hold] = "expired"
        return len(over)

    def open_holds(self) -> list[UUID]:
        return [key for key, one in self.made.items() if one.kind == "pending" and key not in self.ends]

    def _chain(self, chain: Sequence[Transfer], now: datetime) -> list[str]:
        before = copy.deepcopy((self.figures, self.made, self.made_at, self.ends))
        results: list[str] = []
        for asked in chain:
            broken = any(result != "created" for result in results)
            if asked is chain[-1] and asked.linked:
                results.append("linked_event_chain_open")
            else:
                results.append("linked_event_failed" if broken else self._one(asked, now))
        if all(result == "created" for result in results):
            return results
        self.figures, self.made, self.made_at, self.ends = before
        return ["linked_event_failed" if result == "created" else result for result in results]

    def _one(self, t: Transfer, now: datetime) -> str:  # noqa: C901, PLR0911, PLR0912 a plain list of rules is the point
        if t.id.int == 0:
            return "id_must_not_be_zero"
        if t.id in self.made:
            return self._again(t, self.made[t.id])
        if t.kind in ("post", "void"):
            return self._end(t, now)
        if t.debit is None or t.debit.int == 0:
            return "debit_must_not_be_zero"
        if t.credit is None or t.credit.int == 0:
            return "credit_must_not_be_zero"
        if t.debit == t.credit:
            return "accounts_must_be_different"
        if t.pending_id is not None:
            return "pending_id_must_be_zero"
        if t.timeout < 0:
            return "timeout_must_not_be_negative"
        if t.timeout and t.kind == "posted":
            return "timeout_reserved_for_pending_transfer"
        if t.fen is None or t.fen <= 0:
            return "fen_must_be_positive"
        if t.reason == "":
            return "reason_must_not_be_empty"
        if t.debit not in self.figures:
            return "debit_account_not_found"
        if t.credit not in self.figures:
            return "credit_account_not_found"
        if t.debit in self.closed:
            return "debit_account_already_closed"
        if t.credit in self.closed:
            return "credit_account_already_closed"
        debit, credit = self.figures[t.debit], self.figures[t.credit]
        if self.limits[t.debit] == "debits" and debit[3] - debit[0] - debit[1] < t.fen:
            return "exceeds_credits"
        if self.limits[t.credit] == "credits" and credit[1] - credit[2] - credit[3] < t.fen:
            return "exceeds_debits"
        if t.kind == "pending":
            debit[0] += t.fen
            credit[2] += t.fen
        else:
            debit[1] += t.fen
            credit[3] += t.fen
        self.made[t.id], self.made_at[t.id] = t, now
        return "created"

    def _end(self, t: Transfer, now: datetime) -> str:  # noqa: C901, PLR0911, PLR0912 as above
        if t.pending_id is None or t.pending_id.int == 0:
            return "pending_id_must_not_be_zero"
        if t.pending_id == t.id:
            return "pending_id_must_be_different"
        if t.timeout < 0:
            return "timeout_must_not_be_negative"
        if t.timeout:
            return "timeout_reserved_for_pending_transfer"
        if t.fen is not None and t.fen <= 0:
            return "fen_must_be_positive"
        if t.reason == "":
            return "reason_must_not_be_empty"
        hold = self.made.get(t.pending_id)
        if hold is None:
            return "pending_transfer_not_found"
        if hold.kind != "pending":
            return "pending_transfer_not_pending"
        if t.debit is not None and t.debit != hold.debit:
            return "pending_transfer_has_different_debit"
        if t.credit is not None and t.credit != hold.credit:
            return "pending_transfer_has_different_credit"
        assert hold.fen is not None
        assert hold.debit is not None
        assert hold.credit is not None
        fen = hold.fen if t.fen is None else t.fen
        if fen > hold.fen:
            return "exceeds_pending_transfer_fen"
        if t.kind == "void" and fen != hold.fen:
            return "pending_transfer_has_different_fen"
        if hold.id in self.ends and self.ends[hold.id] != "expired":
            return f"pending_transfer_already_{self.ends[hold.id]}"
        if hold.id in self.ends or self._is_over(hold.id, now):
            return "pending_transfer_expired"
        if t.kind == "post" and hold.debit in self.closed:
            return "debit_account_already_closed"
        if t.kind == "post" and hold.credit in self.closed:
            return "credit_account_already_closed"
        self._give_back(hold)
        self.ends[hold.id] = "posted" if t.kind == "post" else "voided"
        if t.kind == "post":
            self.figures[hold.debit][1] += fen
            self.figures[hold.credit][3] += fen
        self.made[t.id], self.made_at[t.id] = t, now
        return "created"

    def _again(self, t: Transfer, kept: Transfer) -> str:
        ends = kept.kind in ("post", "void")
        hold = self.made[kept.pending_id] if ends and kept.pending_id else kept
        was = {"debit": hold.debit, "credit": hold.credit, "fen": kept.fen or hold.fen}
        same_hold = ends and t.pending_id == kept.pending_id
        asks = {"debit": t.debit, "credit": t.credit, "fen": t.fen}
        if same_hold:
            whole = {"debit": hold.debit, "credit": hold.credit, "fen": hold.fen}
            asks = {name: whole[name] if value is None else value for name, value in asks.items()}
        for name in ("kind", "pending_id", "timeout"):
            if getattr(t, name) != getattr(kept, name):
                return f"exists_with_different_{name}"
        for name, value in was.items():
            if asks[name] != value:
                return f"exists_with_different_{name}"
        return "exists_with_different_reason" if t.reason != kept.reason else "exists"

    def _is_over(self, hold: UUID, now: datetime) -> bool:
        timeout = self.made[hold].timeout
        return timeout > 0 and self.made_at[hold] + timedelta(seconds=timeout) <= now

    def _give_back(self, hold: Transfer) -> None:
        assert hold.fen is not None
        assert hold.debit is not None
        assert hold.credit is not None
        self.figures[hold.debit][0] -= hold.fen
        self.figures[hold.credit][2] -= hold.fen
