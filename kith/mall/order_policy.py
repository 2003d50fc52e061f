"""The numbers of orders and parcels that the operator may change."""

from msgspec import Struct


class OrderPolicy(Struct, frozen=True, kw_only=True):
    """How long we wait for carriers, and how long we keep what they said."""

    silent_seconds: int = 6 * 3600
    """A parcel of which nothing was heard for so long is asked about."""
    again_seconds: int = 300
    """A call to a carrier that had no definite answer is made again after so long."""
    ask_days: int = 45
    """After so many days on the way a parcel is asked about no more."""
    forget_days: int = 30
    """After so many days the carrier's own words, which can name places, and its callbacks are erased."""
