"""A line of a wallet's statement: what one movement did to what its owner may use."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.params import QueryParameter
from msgspec import Struct

from kith import ledger, payments
from kith.kit.money import yuan
from kith.kit.page import TOP
from kith.wallet.spent import ZONE

LineKind = Literal[
    "top_up",
    "paid",
    "refund",
    "withdrawal",
    "withdrawal_failed",
    "withdrawal_returned",
    "envelope",
    "task",
    "other",
]

KINDS: Mapping[str, LineKind] = {
    "top-up": "top_up",
    "paid-by-wallet": "paid",
    "refund-to-wallet": "refund",
    "payout": "withdrawal",
    "payout-failed": "withdrawal_failed",
    "payout-returned": "withdrawal_returned",
    "envelope-claim": "envelope",
    "task-reward": "task",
}
"""By the reason of the transfer."""

MonthName = Annotated[
    str | None, QueryParameter(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="a month in Beijing: `2026-11`")
]
TheMonth = Annotated[
    str, QueryParameter(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="a month in Beijing: `2026-11`")
]

_BEIJING = ZoneInfo(ZONE)
_ALWAYS = (datetime.min.replace(year=2000, tzinfo=_BEIJING), TOP[0])
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class WalletLine(Struct, frozen=True):
    """One movement; `fen` is below zero where it went out, `balance_fen` is what was there after it.

    `ref` is of what: the payment (`top_up`, `paid`, `refund`), the withdrawal, or who gave it. Of a payment `subject`,
    `purpose` and `purpose_ref` say what it was for; of a withdrawal `state` says how it stands now.
    """

    line_id: UUID
    at: datetime
    fen: int
    balance_fen: int
    kind: LineKind
    ref: UUID | None
    subject: str | None
    purpose: str | None
    purpose_ref: UUID | None
    state: payments.PayoutState | None


class WalletMonth(Struct, frozen=True):
    """A month in which something moved: `2026-11`. Neither sum is below zero."""

    month: str
    in_fen: int
    out_fen: int


def span_of(month: str | None) -> tuple[datetime, datetime]:
    """The moments between which a month of the statement lies; without one, always."""
    if month is None:
        return _ALWAYS
    year, number = int(month[:4]), int(month[5:])
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    return datetime(year, number, 1, tzinfo=_BEIJING), datetime(*following, 1, tzinfo=_BEIJING)


def line(
    entry: ledger.Line, charges: Mapping[UUID, payments.Charge], payouts: Mapping[UUID, payments.Payout]
) -> WalletLine:
    """The line of an entry, with what is known of its charge, or of its payout by the transfer's id."""
    kind = KINDS.get(entry.reason, "other")
    payout = payouts.get(entry.transfer_id)
    charge = charges.get(entry.owner) if entry.role == "charge" else None
    return WalletLine(
        line_id=entry.transfer_id,
        at=entry.at,
        fen=entry.fen,
        balance_fen=entry.free_fen,
        kind=kind,
        ref=payout.payout_id if payout else None if entry.role == "gateway-payouts" else entry.owner,
        subject=charge.subject if charge else None,
        purpose=charge.purpose if charge else None,
        purpose_ref=charge.ref if charge else None,
        state=payout.state if payout else None,
    )


def table(lines: Sequence[WalletLine]) -> bytes:
    """The lines as a file that spreadsheets open: yuan, times in Beijing, and no cell that is taken for a formula."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["time", "kind", "yuan", "balance", "subject", "state", "id"])
    for each in lines:
        at = each.at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        rows.writerow(
            [
                at,
                each.kind,
                yuan(each.fen),
                yuan(each.balance_fen),
                _plain(each.subject or ""),
                each.state or "",
                each.line_id,
            ]
        )
    # Without the mark, spreadsheets read Chinese in the encoding of their own country.
    return "\ufeff".encode() + text.getvalue().encode()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
