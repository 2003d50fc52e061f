"""A top-up: a charge whose money goes into its payer's wallet."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kith import payments
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.settings import Custody
from kith.wallet.policy import Policy
from kith.wallet.wallet import Decided

PURPOSE = "top-up"
SUBJECT = "钱包充值"
"""What the payer reads at the gateway's cashier."""


class NewTopUp(Struct, frozen=True):
    """Money for the wallet. The client makes the id, and repeats it when it did not hear the answer."""

    top_up_id: UUID
    fen: Annotated[int, Meta(ge=1, le=10_000_000_000)]


class TopUp(Struct, frozen=True):
    """The payment that it takes: begin it like any other."""

    charge_id: payments.ChargeId


class NoTopUp(Refusal):
    """Nothing can be paid into a wallet here. What you receive is sent straight on to your account."""


class TopUpOutside(Refusal):
    """A top-up has to be larger or smaller than that."""


def charge_id(person_id: UUID, top_up_id: UUID) -> payments.ChargeId:
    """The charge of a top-up, whichever id its payer chose."""
    return payments.ChargeId(ids.derived(person_id, f"top-up {top_up_id.hex}"))


def may_top_up(custody: Custody, decided: Decided) -> None:
    """Raises, in this order: `NoTopUp`, `WalletFrozen`, `IdentityNeeded`."""
    if custody == "provider":
        raise NoTopUp
    if decided.frozen_at is not None:
        raise payments.WalletFrozen
    if decided.identity_class == 0:
        raise payments.IdentityNeeded


def check_amount(fen: int, policy: Policy) -> None:
    """Raises `TopUpOutside`."""
    if not policy.smallest_top_up_fen <= fen <= policy.largest_top_up_fen:
        raise TopUpOutside(smallest_fen=policy.smallest_top_up_fen, largest_fen=policy.largest_top_up_fen)
