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


_INSTALLATION = UUID(int=1)

UNCLAIMED = ledger.account_id("unclaimed", _INSTALLATION)
"""What was in wallets whose owners left, kept for whoever may claim it. Never below zero."""


def unclaimed_account() -> ledger.NewAccount:
    """The same, to be opened."""
    return ledger.NewAccount(UNCLAIMED, "unclaimed", _INSTALLATION, "debits")


def set_aside(person_id: UUID, number: int, fen: int) -> ledger.Transfer:
    """What is in the wallet of somebody who left is set aside, for the `number`th time."""
    return ledger.Transfer(
        id=ids.derived(person_id, f"set aside {number}"),
        debit=account(person_id),
        credit=UNCLAIMED,
        fen=fen,
        reason="set-aside",
    )


def top_up(charge: payments.Charge) -> ledger.Transfer:
    """A top-up was paid."""
    return ledger.Transfer(
        id=ids.derived(charge.charge_id, "top-up"),
        debit=payments.charge_account(charge.charge_id),
        credit=account(charge.payer_id),
        fen=charge.fen,
        reason="top-up",
    )
