"""What placements write into the ledger: one account a placement, and one transfer for each thing that happens to it.

Each transfer's id is derived from what it belongs to, so that writing it twice changes nothing.
"""

from uuid import UUID

from kith import ledger, payments
from kith.ads.placement import PlacementId
from kith.kit import ids

_INSTALLATION = UUID(int=1)

REVENUE = ledger.account_id("platform-fees", _INSTALLATION)
"""What the house earned with placements."""


def placement_account(placement_id: UUID) -> UUID:
    """What was paid ahead for a placement that is not over. Never below zero."""
    return ledger.account_id("placement", placement_id)


def account_of(placement_id: PlacementId) -> ledger.NewAccount:
    """The account, to be opened; opening it again is harmless."""
    return ledger.NewAccount(placement_account(placement_id), "placement", placement_id, "debits")


def revenue() -> ledger.NewAccount:
    """The account that there is once; opening it again is harmless."""
    return ledger.NewAccount(REVENUE, "platform-fees", _INSTALLATION, "none")


def deposit(placement_id: PlacementId, charge_id: payments.ChargeId, fen: int) -> ledger.Transfer:
    """It was paid."""
    return ledger.Transfer(
        id=ids.derived(placement_id, "placement-deposit"),
        debit=payments.charge_account(charge_id),
        credit=placement_account(placement_id),
        fen=fen,
        reason="placement-deposit",
    )


def delivered(placement_id: PlacementId, fen: int) -> ledger.Transfer:
    """It is over: what was delivered is the house's."""
    return ledger.Transfer(
        id=ids.derived(placement_id, "placement-delivered"),
        debit=placement_account(placement_id),
        credit=REVENUE,
        fen=fen,
        reason="placement-delivered",
    )


def shortfall(placement_id: PlacementId, charge_id: payments.ChargeId, fen: int) -> ledger.Transfer:
    """It is over: what was not delivered goes back to where it came from."""
    return ledger.Transfer(
        id=ids.derived(placement_id, "placement-shortfall"),
        debit=placement_account(placement_id),
        credit=payments.charge_account(charge_id),
        fen=fen,
        reason="placement-shortfall",
    )


def refund_id(placement_id: PlacementId) -> payments.RefundId:
    """The refund of what was not delivered, by the name it keeps for ever."""
    return payments.RefundId(ids.derived(placement_id, "placement-refund"))
