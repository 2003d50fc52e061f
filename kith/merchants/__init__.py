"""Merchants: the shops whose goods the mall lists, who works in them, and who does not want to hear from them.

Operators create shops and name their staff. A shop is an ordinary row to everyone else: those who own or staff it act
for it (`is_staff`), one of them owns it and moves its money (`check_owner`), and a person who blocked it
(`shop_blocked`) is never served by it.

A shop whose papers were checked wears a badge until some day (`certify`); one licence certifies one shop. One that is
suspended sells nothing new, and the orders that it has run on.
"""

from kith.merchants.add import add
from kith.merchants.block_shop import block_shop
from kith.merchants.blocked_shops import blocked_shops
from kith.merchants.certify import certify
from kith.merchants.check_owner import check_owner
from kith.merchants.check_selling import check_selling
from kith.merchants.check_staff import check_staff
from kith.merchants.depending_on import depending_on
from kith.merchants.ending import ending
from kith.merchants.exported import exported
from kith.merchants.forget_person import forget_person
from kith.merchants.hire import hire
from kith.merchants.is_selling import is_selling
from kith.merchants.is_staff import is_staff
from kith.merchants.kept_alone import kept_alone
from kith.merchants.licence_holder import licence_holder
from kith.merchants.list_merchants import list_merchants
from kith.merchants.list_steps import list_steps
from kith.merchants.merchant import merchant
from kith.merchants.owner_of import owner_of
from kith.merchants.reinstate import reinstate
from kith.merchants.set_owner import set_owner
from kith.merchants.shop import Merchant, MerchantExists, MerchantId, MerchantNotFound, NotYourShop, OwnerOnly
from kith.merchants.shop_blocked import shop_blocked
from kith.merchants.shop_names import shop_names
from kith.merchants.staffed import staffed
from kith.merchants.standing import (
    AlreadySuspended,
    Category,
    LicenceTaken,
    NotSuspended,
    ShopSuspended,
    Standing,
    StandingMoved,
    Step,
    certified,
)
from kith.merchants.suspend import suspend
from kith.merchants.tell_owner import tell_owner
from kith.merchants.tell_staff import tell_staff
from kith.merchants.unblock_shop import unblock_shop
from kith.merchants.view_standing import view_standing

__all__ = [
    "AlreadySuspended",
    "Category",
    "LicenceTaken",
    "Merchant",
    "MerchantExists",
    "MerchantId",
    "MerchantNotFound",
    "NotSuspended",
    "NotYourShop",
    "OwnerOnly",
    "ShopSuspended",
    "Standing",
    "StandingMoved",
    "Step",
    "add",
    "block_shop",
    "blocked_shops",
    "certified",
    "certify",
    "check_owner",
    "check_selling",
    "check_staff",
    "depending_on",
    "ending",
    "exported",
    "forget_person",
    "hire",
    "is_selling",
    "is_staff",
    "kept_alone",
    "licence_holder",
    "list_merchants",
    "list_steps",
    "merchant",
    "owner_of",
    "reinstate",
    "set_owner",
    "shop_blocked",
    "shop_names",
    "staffed",
    "suspend",
    "tell_owner",
    "tell_staff",
    "unblock_shop",
    "view_standing",
]
