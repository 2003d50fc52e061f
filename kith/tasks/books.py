"""What must hold of every programme, and the statement that looks for what does not."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from kith import ledger, promotions
from kith.kit.sql import Query, Statement
from kith.tasks.programme import OPEN, ProgrammeId, State


class Total(Struct, frozen=True):
    """A programme and what its rewards say."""

    programme_id: ProgrammeId
    budget_fen: int
    fen: int
    state: State
    paid: int
    rewards: int
    paid_fen: int

    @property
    def left_fen(self) -> int:
        """What its budget should have."""
        return self.budget_fen - self.paid_fen if self.state in OPEN else 0


def findings(page: Sequence[Total], balances: Mapping[UUID, ledger.Balance]) -> list[ledger.Finding]:
    """Programmes that are not as they must be."""
    found: list[ledger.Finding] = []
    for one in page:
        balance = balances.get(promotions.budget_account(one.programme_id))
        net = balance.net if balance else 0
        if net != one.left_fen:
            wrong = f"has {net} fen and should have {one.left_fen}"
            found.append(ledger.Finding("programme_money", str(one.programme_id), wrong))
        if (one.rewards, one.paid_fen) != (one.paid, one.paid * one.fen):
            wrong = f"counts {one.paid} rewards and has {one.rewards} of {one.paid_fen} fen"
            found.append(ledger.Finding("programme_rewards", str(one.programme_id), wrong))
    return found


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
totals = Query(
    Total,
    """
    SELECT programme.programme_id, programme.budget_fen, programme.fen, programme.state, programme.paid,
        count(reward.fen)::int AS rewards, coalesce(sum(reward.fen), 0)::bigint AS paid_fen
    FROM programme LEFT JOIN reward ON reward.programme_id = programme.programme_id
    WHERE programme.programme_id > %(after)s GROUP BY programme.programme_id
    ORDER BY programme.programme_id LIMIT %(limit)s
    """,
)
