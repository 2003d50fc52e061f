"""The numbers of wallets that an operator may change."""

from typing import Annotated

from msgspec import Meta, Struct

_Fen = Annotated[int, Meta(ge=1)]


class Policy(Struct, frozen=True):
    """Limits of what may go in and out. Those of the classes are the law's: People's Bank of China, 2015 No. 43, 11."""

    lifetime_fen: _Fen = 100_000
    """Class 1: payments and withdrawals together, ever."""
    yearly_second_fen: _Fen = 10_000_000
    """Class 2: payments in a year; withdrawals to an account of the owner's do not count."""
    yearly_third_fen: _Fen = 20_000_000
    """Class 3: the same."""
    daily_fen: _Fen = 500_000
    """What may go out of a wallet in 24 hours."""
    smallest_top_up_fen: _Fen = 100
    largest_top_up_fen: _Fen = 500_000
    top_up_minutes: _Fen = 30
    """How long there is to pay a top-up."""
    smallest_withdrawal_fen: Annotated[int, Meta(ge=10)] = 10
    """Alipay sends nothing under 0.10 yuan."""
    checks_a_day: _Fen = 5
    """How often somebody may have it checked who they are."""
    answer_seconds: float = 10.0
    """How long the one who checks may take to answer. After that nobody knows what became of it."""
    lease_seconds: int = 60
    """How long one asker has a check to itself. Longer than any call takes."""
    ladder_seconds: tuple[int, ...] = (15, 30, 60, 300, 900, 3600)
    """The waits between questions about a check without an end. The last one repeats for ever."""
    sweep_size: int = 200
    """How many of each kind one sweep takes up."""
    stuck_seconds: int = 86_400
    """After this long without an end the audit speaks of a check."""
