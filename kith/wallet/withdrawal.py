"""A withdrawal: a payout from a wallet to an account of its owner's."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kith import payments
from kith.kit.refusal import Refusal

PURPOSE = "wallet"

Advice = Literal["wait", "confirm", "check_payee", "try_again"]

_PAYEE_CODES = ("PAYEE", "ACCOUNT_NOT_EXIST", "NAME", "IDENTITY")
"""Parts of the gateway's codes that speak of whom it was to be sent to."""

_STATES: dict[str, Literal["wanted", "paid", "failed", "returned"]] = {
    "wanted": "wanted",
    "paid": "paid",
    "failed": "failed",
    "returned": "returned",
}


class WithdrawalTooSmall(Refusal):
    """So little cannot be sent."""


class NewWithdrawal(Struct, frozen=True):
    """Money to be sent to my account. The client makes the id, and repeats it when it did not hear the answer."""

    withdrawal_id: payments.PayoutId
    fen: Annotated[int, Meta(ge=1, le=10_000_000_000)]


class Withdrawal(Struct, frozen=True):
    """Money on its way to an account (`payee`, masked).

    `under_way` means that the gateway was asked and has not given its last word, which may take days. What `failed` or
    is `returned` is in the wallet again. Where its advice is `confirm`, the gateway waits for me to confirm it in its
    app, which is shown `package`, or on the page that this is the address of. `code` is the gateway's own word for why
    it failed, and `advice` what helps.
    """

    withdrawal_id: payments.PayoutId
    fen: int
    payee: str
    state: Literal["wanted", "under_way", "paid", "failed", "returned"]
    code: str | None
    advice: Advice | None
    wanted_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    package: str | None


def shown(payout: payments.Payout) -> Withdrawal:
    """The owner's view of it."""
    code = payout.code if payout.state == "failed" else None
    return Withdrawal(
        payout.payout_id,
        payout.fen,
        payout.hint,
        _STATES.get(payout.state, "under_way"),
        code,
        _advice(payout.state, code),
        payout.wanted_at,
        payout.paid_at,
        payout.ended_at,
        payout.package,
    )


def _advice(state: str, code: str | None) -> Advice | None:
    if state == "paid":
        return None
    if state == "confirm":
        return "confirm"
    if state == "returned" or (state == "failed" and any(part in (code or "") for part in _PAYEE_CODES)):
        return "check_payee"
    return "try_again" if state == "failed" else "wait"
