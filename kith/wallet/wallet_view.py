"""What a person sees of their wallet."""

from datetime import datetime

from msgspec import Struct

from kith import payments
from kith.kit.refusal import Refusal
from kith.kit.settings import Custody
from kith.wallet import topping_up as toppings
from kith.wallet.identity_check import IdentityCheck
from kith.wallet.policy import Policy
from kith.wallet.spent import Spent, Standing, Window, day_ends, limit_of, may_spend
from kith.wallet.wallet import Frozen


class Limit(Struct, frozen=True):
    """What may go out by the class of the identity, ever or in a year, and how much of that has."""

    window: Window
    limit_fen: int
    used_fen: int


class DayLimit(Struct, frozen=True):
    """What may go out in 24 hours, how much of that has, and when they are over."""

    limit_fen: int
    used_fen: int
    ends_at: datetime | None


class Wallet(Struct, frozen=True):
    """My wallet. `held_fen` is on its way out and no part of `balance_fen`.

    `custody` says who keeps the money; with `provider` nobody does, and what comes in is sent on. `identity_class` is 0
    before it was checked who I am. An obstacle is the code with which a top-up, or a withdrawal of any amount, would be
    refused; without one it is possible. `payee_hint` is where withdrawals go, masked, at `payee_gateway`; `sending` are
    the gateways at which an account can be entered.
    """

    balance_fen: int
    held_fen: int
    custody: Custody
    frozen: Frozen | None
    identity_class: int
    identity_check: IdentityCheck | None
    limits: Limit
    day: DayLimit
    payee_hint: str | None
    payee_gateway: str | None
    sending: list[str]
    top_up_obstacle: str | None
    withdrawal_obstacle: str | None
    smallest_top_up_fen: int
    largest_top_up_fen: int
    smallest_withdrawal_fen: int


def limit(standing: Standing, policy: Policy) -> Limit:
    """The limit of the class and what of it is used."""
    identity_class = standing.decided.identity_class
    window: Window = "lifetime" if identity_class <= 1 else "year"
    return Limit(window, limit_of(identity_class, policy), standing.used.counted_fen)


def day(standing: Standing, window: Spent, policy: Policy) -> DayLimit:
    """The limit of a day and what of it is used."""
    begun = window.paid_fen + window.withdrawn_fen > 0
    return DayLimit(policy.daily_fen, standing.used.day_fen, day_ends(window) if begun else None)


def top_up_obstacle(standing: Standing) -> str | None:
    """Why nothing can be paid in."""
    try:
        toppings.may_top_up(standing.custody, standing.decided)
    except Refusal as refusal:
        return refusal.code
    return None


def withdrawal_obstacle(standing: Standing, payee_hint: str | None, policy: Policy, *, on: bool) -> str | None:
    """Why nothing can be withdrawn, not even the least."""
    try:
        may_spend(standing, policy.smallest_withdrawal_fen, policy, withdrawal=True)
    except Refusal as refusal:
        return refusal.code
    if payee_hint is None:
        return "no_payee"
    return None if on else payments.PayoutsOff.code
