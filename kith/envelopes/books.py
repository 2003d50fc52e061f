"""What must hold of every envelope, and the statements that look for what does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import ledger
from kith.envelopes import split as splits
from kith.envelopes.envelope import ENDED, EnvelopeId, State
from kith.envelopes.money import envelope_account
from kith.envelopes.split import Kind, Terms
from kith.kit.sql import Query, Statement


class Total(Struct, frozen=True):
    """An envelope, how it was drawn, and what its shares say."""

    envelope_id: EnvelopeId
    kind: Kind
    fen: int
    count: int
    commitment: bytes
    seed: bytes
    shares: list[int]
    best: int | None
    state: State
    taken: int
    taken_fen: int
    taken_shares: list[int]
    """What was taken, in order."""
    due_at: datetime | None

    @property
    def kept_fen(self) -> int:
        """What its account should have."""
        return self.fen - self.taken_fen if self.state in ("open", "paused") else 0


def findings(page: Sequence[Total], balances: Mapping[UUID, ledger.Balance], late: datetime) -> list[ledger.Finding]:
    """Envelopes that are not as they must be."""
    found: list[ledger.Finding] = []
    for one in page:
        for check, wrong in _checks(one, balances.get(envelope_account(one.envelope_id)), late):
            if wrong:
                found.append(ledger.Finding(check, str(one.envelope_id), wrong))
    return found


def _checks(one: Total, balance: ledger.Balance | None, late: datetime) -> list[tuple[str, str]]:
    terms = Terms(one.envelope_id, one.kind, one.fen, one.count)
    drawn = splits.split(one.seed, terms)
    net = balance.net if balance else 0
    return [
        ("envelope_money", f"has {net} fen and should have {one.kept_fen}" if net != one.kept_fen else ""),
        ("envelope_drawn_fairly", _not(drawn.shares == one.shares and drawn.best == one.best)),
        ("envelope_commitment", _not(splits.commitment(one.seed, terms) == one.commitment)),
        ("envelope_shares", _not(one.taken_shares == one.shares[: one.taken] and len(one.taken_shares) == one.taken)),
        ("envelope_taken", _not(sum(one.taken_shares) == one.taken_fen)),
        ("envelope_emptied", _not((one.state == "emptied") == (one.taken == one.count) or one.state not in ENDED)),
        ("envelope_goes_on", _not(one.due_at is None or one.due_at > late)),
    ]


def _not(holds: bool) -> str:
    return "" if holds else "does not hold"


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

totals = Query(
    Total,
    """
    SELECT envelope.envelope_id, envelope.kind, envelope.fen, envelope.count, envelope.commitment, secret.seed,
        secret.shares, secret.best, standing.state, standing.taken, standing.taken_fen,
        coalesce(share.taken_shares, ARRAY[]::bigint[]) AS taken_shares, standing.due_at
    FROM envelope
    JOIN envelope_secret AS secret ON secret.envelope_id = envelope.envelope_id
    JOIN envelope_state AS standing ON standing.envelope_id = envelope.envelope_id
    LEFT JOIN LATERAL (
        SELECT array_agg(share.fen ORDER BY share.place) AS taken_shares
        FROM share WHERE share.envelope_id = envelope.envelope_id
    ) AS share ON true
    WHERE envelope.envelope_id > %(after)s ORDER BY envelope.envelope_id LIMIT %(limit)s
    """,
)
