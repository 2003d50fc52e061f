"""Stores: how a shop shows itself to people who might come by.

Words, photos, place and hours are public, for shops wish to be found: the place is kept to about 30 metres. Whether a
shop is open is reckoned from its hours in Beijing's time, holidays before weekdays. Who wants to ask something talks to
the owner, as two people talk; a person who blocked the shop does not.
"""

from kith.stores.edit_store import edit_store
from kith.stores.hours import Exceptional, Hours, HoursOverlap, Opening, Span
from kith.stores.store import ShopIsBlocked, ShopUnattended, Store, StoreForm, StorePlace, YourOwnShop
from kith.stores.talk_to_owner import talk_to_owner
from kith.stores.view_store import view_store

__all__ = [
    "Exceptional",
    "Hours",
    "HoursOverlap",
    "Opening",
    "ShopIsBlocked",
    "ShopUnattended",
    "Span",
    "Store",
    "StoreForm",
    "StorePlace",
    "YourOwnShop",
    "edit_store",
    "talk_to_owner",
    "view_store",
]
