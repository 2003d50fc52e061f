"""What wallets write into the ledger. Each transfer's id is derived from what it belongs to, so that writing it twice
changes nothing."""

from collections.abc import Iterable
from uuid import UUID

from kith import ledger, payments
from kith.kit import ids


def account(person_id: UUID) -> UUID:
    """The account in the ledger of somebody's wallet. Never below zero."""
    return payments.purse_account(person_id).account_id


def accounts(person_ids: Iterable[UUID]) -> list[ledger.NewAccount]:
    """The accounts of these people, for whoever is about to give them money; opening them again is harmless."""
    return [payments.purse_account(person_id) for person_id in person_ids]


def top_up(charge: payments.Charge) -> ledger.Transfer:
    """A top-up was paid."""
    return ledger.Transfer(
        id=ids.derived(charge.charge_id, "top-up"),
        debit=payments.charge_account(charge.charge_id),
        credit=account(charge.payer_id),
        fen=charge.fen,
        reason="top-up",
    )
