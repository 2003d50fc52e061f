"""Ads: the paid place of a shop in the middle of the people nearby.

A **placement** is `in_review` → `unpaid` → `running` ⇄ `paused` → `over` | `stopped`, or `refused` | `lapsed`. It is
paid ahead, by people reached at a price per thousand, or by taps at the second price of an auction; both compete by
what a thousand views are expected to bring. An **offer** is the signed word that it was shown to one person, once;
views and taps are reported with it. A **sight** is that somebody was shown a placement.

What always holds:
- The choice knows from which noised cell somebody looks, and the hour; nothing of anybody else enters or leaves it.
- Nobody is shown an ad of a shop that she works for, has blocked or has hidden, nor the same one three times a day or
  twice in two hours, and no more than one row in ten is an ad.
- A person is reached once for a placement, and one tap of hers a day is paid for; what is reported twice, too soon,
  too late or too often does not count, and the shop reads how much of it there was.
- What is charged is never more than was paid ahead, and what was not delivered goes back the way it was paid. The
  statement that closes a placement says what was delivered.
- A shop that is suspended asks for nothing new, and what ran of it pauses.
- The shop's row is held first where its standing counts, then the row of `placement_state`, those of several in order
  of ids; then sights; then money, then events.
"""

from kith.ads.ask_for import ask_for
from kith.ads.asking import NewPlacement
from kith.ads.audit import audit
from kith.ads.exported import exported
from kith.ads.follow_charge import follow_charge
from kith.ads.forget_person import forget_person
from kith.ads.fund import fund
from kith.ads.hold_placement import hold_placement
from kith.ads.lane import Metering, Showing
from kith.ads.list_reviews import list_reviews
from kith.ads.offer import Offers
from kith.ads.pause_shop import pause_shop
from kith.ads.placement import Placement, PlacementId
from kith.ads.policy import Policy
from kith.ads.review import review
from kith.ads.showcase import Showcase
from kith.ads.take_down import take_down

__all__ = [
    "Metering",
    "NewPlacement",
    "Offers",
    "Placement",
    "PlacementId",
    "Policy",
    "Showcase",
    "Showing",
    "ask_for",
    "audit",
    "exported",
    "follow_charge",
    "forget_person",
    "fund",
    "hold_placement",
    "list_reviews",
    "pause_shop",
    "review",
    "take_down",
]
