"""What payments write into the ledger: which accounts, and one transfer for each thing that can happen to money.

Each transfer's id is derived from the attempt or refund it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from kith import ledger
from kith.kit import ids
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId
from kith.payments.payout import Payout
from kith.payments.purse import PURSE
from kith.payments.refund import Refund, RefundId

_GATEWAYS = UUID("ea5b0aa4-57b4-408a-9135-feef652a4924")
"""The namespace of gateway names."""


def gateway_id(name: str) -> UUID:
    """The owner of a gateway's clearing account."""
    return ids.derived(_GATEWAYS, name)


def clearing_account(gateway: str) -> UUID:
    """What a gateway holds for us: debits came in there, credits went back."""
    return ledger.account_id("gateway-clearing", gateway_id(gateway))


def payouts_account(gateway: str) -> UUID:
    """What a gateway sent out for us: credits went out there, debits came back."""
    return ledger.account_id("gateway-payouts", gateway_id(gateway))


def charge_account(charge_id: UUID) -> UUID:
    """The money that was paid for a charge and was not yet moved on or given back. Never below zero."""
    return ledger.account_id("charge", charge_id)


def purse_account(person_id: UUID) -> ledger.NewAccount:
    """What somebody has with us: the account of their wallet. Never below zero."""
    return ledger.NewAccount(ledger.account_id("wallet", person_id), "wallet", person_id, "debits")


def source(gateway: str, payer_id: UUID) -> ledger.NewAccount:
    """Where the money of a payment comes from and goes back to: a gateway, or the payer's wallet."""
    if gateway == PURSE:
        return purse_account(payer_id)
    return ledger.NewAccount(clearing_account(gateway), "gateway-clearing", gateway_id(gateway), "none")


def accounts_of(attempt: Attempt, payer_id: UUID) -> list[ledger.NewAccount]:
    """The accounts that the money of an attempt touches; opening them again is harmless."""
    return [
        source(attempt.gateway, payer_id),
        ledger.NewAccount(charge_account(attempt.charge_id), "charge", attempt.charge_id, "debits"),
    ]


def capture_id(attempt_id: AttemptId) -> UUID:
    """The transfer of an attempt's money into the charge's account."""
    return ids.derived(attempt_id, "capture")


def hold_id(refund_id: RefundId) -> UUID:
    """The hold that keeps a refund's money until it has gone."""
    return ids.derived(refund_id, "hold")


def post_id(refund_id: RefundId) -> UUID:
    """The end of that hold: the money has gone back."""
    return ids.derived(refund_id, "post")


def capture(attempt: Attempt, payer_id: UUID, fen: int) -> ledger.Transfer:
    """`fen` came for this attempt: all of what really came, whatever was asked for."""
    return ledger.Transfer(
        id=capture_id(attempt.attempt_id),
        debit=source(attempt.gateway, payer_id).account_id,
        credit=charge_account(attempt.charge_id),
        fen=fen,
        reason="paid-by-wallet" if attempt.gateway == PURSE else "capture",
    )


def hold(refund: Refund, gateway: str) -> ledger.Transfer:
    """The refund is wanted: nobody else may have this money. It has no timeout, a refund ends only when it is done."""
    return ledger.Transfer(
        id=hold_id(refund.refund_id),
        kind="pending",
        debit=charge_account(refund.charge_id),
        credit=clearing_account(gateway),
        fen=refund.fen,
        reason="refund",
    )


def post(refund: Refund) -> ledger.Transfer:
    """The gateway has given it back."""
    return ledger.Transfer(
        id=post_id(refund.refund_id),
        kind="post",
        pending_id=hold_id(refund.refund_id),
        reason="refund",
    )


def refund_to_purse(refund: Refund, payer_id: UUID) -> ledger.Transfer:
    """What was paid by wallet is there again, at once."""
    return ledger.Transfer(
        id=post_id(refund.refund_id),
        debit=charge_account(refund.charge_id),
        credit=purse_account(payer_id).account_id,
        fen=refund.fen,
        reason="refund-to-wallet",
    )


def accounts_of_payout(payout: Payout) -> list[ledger.NewAccount]:
    """The account that payouts go to; the one that pays is its owner's affair."""
    return [ledger.NewAccount(payouts_account(payout.gateway), "gateway-payouts", gateway_id(payout.gateway), "none")]


def payout_hold_id(payout: Payout) -> UUID:
    """The hold that keeps a payout's money until it is paid or has failed."""
    return ids.derived(UUID(payout.number), "payout-hold")


def hold_payout(payout: Payout) -> ledger.Transfer:
    """The payout is wanted: its money can go nowhere else. It has no timeout, only a definite word ends it."""
    return ledger.Transfer(
        id=payout_hold_id(payout),
        kind="pending",
        debit=payout.account_id,
        credit=payouts_account(payout.gateway),
        fen=payout.fen,
        reason="payout",
    )


def post_payout(payout: Payout) -> ledger.Transfer:
    """The payee has it."""
    return ledger.Transfer(
        id=ids.derived(UUID(payout.number), "payout-post"),
        kind="post",
        pending_id=payout_hold_id(payout),
        reason="payout",
    )


def transfers_of(payout: Payout) -> tuple[UUID, ...]:
    """The transfers that change what the owner of a payout may use: its hold, the end of that, and what came back."""
    return payout_hold_id(payout), void_payout(payout).id, take_payout_back(payout).id


def void_payout(payout: Payout) -> ledger.Transfer:
    """Nothing was paid: the money is its owner's again."""
    return ledger.Transfer(
        id=ids.derived(UUID(payout.number), "payout-void"),
        kind="void",
        pending_id=payout_hold_id(payout),
        reason="payout-failed",
    )


def take_payout_back(payout: Payout) -> ledger.Transfer:
    """It was paid and came back: a transfer of its own, the other way."""
    return ledger.Transfer(
        id=ids.derived(UUID(payout.number), "payout-returned"),
        debit=payouts_account(payout.gateway),
        credit=payout.account_id,
        fen=payout.fen,
        reason="payout-returned",
    )
