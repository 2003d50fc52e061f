"""The numbers of tills that an operator may change."""

from typing import Annotated

from msgspec import Meta, Struct


class Policy(Struct, frozen=True):
    """Limits of what a shop may have paid out."""

    smallest_payout_fen: Annotated[int, Meta(ge=10)] = 100
    """No payout may be smaller; Alipay sends nothing under 0.10 yuan."""
