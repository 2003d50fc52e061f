"""The numbers of payments that an operator may change."""

from msgspec import Struct


class Policy(Struct, frozen=True):
    """How patiently gateways are asked, and what counts as stuck."""

    answer_seconds: float = 10.0
    """How long a gateway's answer may take. After that nobody knows what it did."""
    lease_seconds: int = 60
    """How long one asker has a payment or refund to itself. Longer than any call to a gateway takes."""
    ladder_seconds: tuple[int, ...] = (15, 30, 60, 300, 900, 3600, 21600)
    """The waits between questions to a gateway that has no definite answer yet. The last one repeats for ever."""
    grace_seconds: int = 60
    """How long after its last moment an unpaid attempt is closed at the gateway: clocks differ, payments take time."""
    retry_after_seconds: int = 5
    """What a payer is told to wait when the gateway gave no answer."""
    sweep_size: int = 200
    """How many of each kind one sweep takes up."""
    sweep_width: int = 4
    """How many gateways' answers one sweep awaits at a time."""
    stuck_seconds: int = 900
    """After this long without a definite answer an operator sees it."""
    dealing_seconds: int = 2 * 86400
    """After this long an operator sees a payout that the gateway still deals with."""
    payout_watch_seconds: int = 15 * 86400
    """How long a paid payout is asked about, because it may come back."""
    payout_watch_every_seconds: int = 6 * 3600
    """How often."""
    flawed_seconds: int = 7 * 86400
    """How long a payment of a wrong amount stays before the operator's eyes."""
    notification_seconds: int = 90 * 86400
    """How long a notification is kept. It holds the payer's name at the gateway, so not for ever."""
    bill_ready_seconds: int = 9 * 3600 + 1800
    """When the bill of a day is first asked for, after the day's end."""
    bill_ladder_seconds: tuple[int, ...] = (600, 1800, 3600)
    """The waits before it is asked for again. The last one repeats for ever."""
    bill_lease_seconds: int = 900
    """How long one asker has a day to itself: longer than to fetch and compare a large bill."""
    bill_edge_seconds: int = 300
    """What happened so shortly before midnight may stand on the next day's bill."""
    bill_empty_seconds: int = 36 * 3600
    """So long after its end, a day on which we know of nothing and of which there is no bill had none."""
    bill_again_days: int = 3
    """Bills of so many days are asked for again, in case the gateway corrects them."""
    bill_again_seconds: int = 86400
    """How often."""
    bill_differences: int = 5_000
    """A bill that differs more often than this is not compared: something is wrong with the whole of it."""
    bill_overdue_seconds: int = 2 * 86400
    """After having been asked for so long in vain, an operator sees a bill that is missing."""
    break_seconds: int = 3 * 86400
    """After this long an operator sees an open difference as a finding of the audit."""
