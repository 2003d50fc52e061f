"""Merchants: the shops whose goods the mall lists, who works in them, and who does not want to hear from them.

Operators create shops and name their staff. A shop is an ordinary row to everyone else: those who own or staff it act
for it (`is_staff`), one of them owns it and moves its money (`check_owner`), and a person who blocked it
(`shop_blocked`) is never served by it.
"""

from kith.merchants.add import add
from kith.merchants.block_shop import block_shop
from kith.merchants.blocked_shops import blocked_shops
from kith.merchants.check_owner import check_owner
from kith.merchants.check_staff import check_staff
from kith.merchants.depending_on import depending_on
from kith.merchants.exported import exported
from kith.merchants.forget_person import forget_person
from kith.merchants.hire import hire
from kith.merchants.is_staff import is_staff
from kith.merchants.kept_alone import kept_alone
from kith.merchants.list_merchants import list_merchants
from kith.merchants.merchant import merchant
from kith.merchants.set_owner import set_owner
from kith.merchants.shop import Merchant, MerchantExists, MerchantId, MerchantNotFound, NotYourShop, OwnerOnly
from kith.merchants.shop_blocked import shop_blocked
from kith.merchants.shop_names import shop_names
from kith.merchants.staffed import staffed
from kith.merchants.tell_owner import tell_owner
from kith.merchants.tell_staff import tell_staff
from kith.merchants.unblock_shop import unblock_shop

__all__ = [
    "Merchant",
    "MerchantExists",
    "MerchantId",
    "MerchantNotFound",
    "NotYourShop",
    "OwnerOnly",
    "add",
    "block_shop",
    "blocked_shops",
    "check_owner",
    "check_staff",
    "depending_on",
    "exported",
    "forget_person",
    "hire",
    "is_staff",
    "kept_alone",
    "list_merchants",
    "merchant",
    "set_owner",
    "shop_blocked",
    "shop_names",
    "staffed",
    "tell_owner",
    "tell_staff",
    "unblock_shop",
]
