"""The mall: goods of third-party merchants, their stock, and the orders they fulfil.

A product is `draft` → `in_review` → `listed` → `delisted`; only listed goods are seen, and only an operator lists them.
Each product has variants (SKUs) with a price in fen and a count of units. Invariants:

* a unit is promised to one holder only: `reserve` succeeds while `units > held`, under the lock of the SKU's row;
* `reserve`, `take`, `give_back`, `hand_over` and `write_off` are idempotent for a (SKU, holder) pair;
* people see whether a variant can be had, never how many there are: a count that rises tells that somebody declined.

An order is `to_ship` → `shipped` → `in_delivery` → `received`, or ends as `unable` (the shop says so) or `cancelled`
(whoever placed it says so). Who placed it is told of the shop's and the carrier's moves by `OrderMoved`, and keeps its
deadlines. A parcel only moves forward, whatever a carrier says twice, late or in the wrong order. A shop sees what to
send and by when; the purpose and the reference of an order are in no answer.
"""

from kith.mall.cancel_order import cancel_order
from kith.mall.carriers.carrier import CarrierCode, CarrierGateway, Carriers, Sighting
from kith.mall.carriers.tracker import Tracker
from kith.mall.choice import Choosing
from kith.mall.close_shops import close_shops
from kith.mall.draft import Draft, DraftVariant, Entered
from kith.mall.enter_products import enter_products
from kith.mall.expire_reservations import expire_reservations
from kith.mall.feed_import import (
    FeedError,
    FeedImport,
    ImportExists,
    ImportNotFound,
    ImportOrder,
    ImportRunning,
    ImportState,
)
from kith.mall.feed_map import FeedMap
from kith.mall.fetch_pictures import fetch_pictures
from kith.mall.give_back import give_back
from kith.mall.goods import (
    PROVINCES,
    Category,
    Occasion,
    Product,
    ProductId,
    ProductNotFound,
    ProductState,
    SkuId,
    Variant,
    VariantNotFound,
    delivers_to,
    product_id,
    sku_id,
)
from kith.mall.hand_over import hand_over
from kith.mall.has_open_orders import has_open_orders
from kith.mall.hold_order import hold_order
from kith.mall.identify import identify
from kith.mall.import_errors import import_errors
from kith.mall.import_feed import import_feed
from kith.mall.known_goods import known_goods
from kith.mall.list_choices import list_choices
from kith.mall.list_goods import list_goods
from kith.mall.list_import_errors import list_import_errors
from kith.mall.list_imports import list_imports
from kith.mall.list_sales import list_sales
from kith.mall.list_shop_goods import list_shop_goods
from kith.mall.list_takings import list_takings
from kith.mall.listing import Goods, GoodsCard, GoodsVariant, KnownGoods, OwnGoods, OwnVariant, Sort, Wanted
from kith.mall.order import order
from kith.mall.order_policy import OrderPolicy
from kith.mall.parcel import parcel
from kith.mall.pause_shop import pause_shop
from kith.mall.place_order import place_order
from kith.mall.policy import Policy
from kith.mall.product import product
from kith.mall.queue_import import queue_import
from kith.mall.receive_order import receive_order
from kith.mall.reserve import reserve
from kith.mall.resume_import import resume_import
from kith.mall.resume_imports import resume_imports
from kith.mall.resume_shop import resume_shop
from kith.mall.review import review
from kith.mall.review_queue import review_queue
from kith.mall.reviewing import Decision, NotUnderReview, Waiting, WhyMissing
from kith.mall.sale import Sale, Takings
from kith.mall.set_map import set_map
from kith.mall.set_stock import set_stock
from kith.mall.settle_order import settle_order
from kith.mall.shipment import Parcel
from kith.mall.shop_order import Order, OrderId, OrderMoved, OrderNotFound, OrderState, UnableReason
from kith.mall.staff_order import staff_order
from kith.mall.stock import SoldOut, StockMoved
from kith.mall.take import take
from kith.mall.unsettled_fen import unsettled_fen
from kith.mall.variant import variant
from kith.mall.variants import variants
from kith.mall.view_goods import view_goods
from kith.mall.view_import import view_import
from kith.mall.write_off import write_off

__all__ = [
    "PROVINCES",
    "CarrierCode",
    "CarrierGateway",
    "Carriers",
    "Category",
    "Choosing",
    "Decision",
    "Draft",
    "DraftVariant",
    "Entered",
    "FeedError",
    "FeedImport",
    "FeedMap",
    "Goods",
    "GoodsCard",
    "GoodsVariant",
    "ImportExists",
    "ImportNotFound",
    "ImportOrder",
    "ImportRunning",
    "ImportState",
    "KnownGoods",
    "NotUnderReview",
    "Occasion",
    "Order",
    "OrderId",
    "OrderMoved",
    "OrderNotFound",
    "OrderPolicy",
    "OrderState",
    "OwnGoods",
    "OwnVariant",
    "Parcel",
    "Policy",
    "Product",
    "ProductId",
    "ProductNotFound",
    "ProductState",
    "Sale",
    "Sighting",
    "SkuId",
    "SoldOut",
    "Sort",
    "StockMoved",
    "Takings",
    "Tracker",
    "UnableReason",
    "Variant",
    "VariantNotFound",
    "Waiting",
    "Wanted",
    "WhyMissing",
    "cancel_order",
    "close_shops",
    "delivers_to",
    "enter_products",
    "expire_reservations",
    "fetch_pictures",
    "give_back",
    "hand_over",
    "has_open_orders",
    "hold_order",
    "identify",
    "import_errors",
    "import_feed",
    "known_goods",
    "list_choices",
    "list_goods",
    "list_import_errors",
    "list_imports",
    "list_sales",
    "list_shop_goods",
    "list_takings",
    "order",
    "parcel",
    "pause_shop",
    "place_order",
    "product",
    "product_id",
    "queue_import",
    "receive_order",
    "reserve",
    "resume_import",
    "resume_imports",
    "resume_shop",
    "review",
    "review_queue",
    "set_map",
    "set_stock",
    "settle_order",
    "sku_id",
    "staff_order",
    "take",
    "unsettled_fen",
    "variant",
    "variants",
    "view_goods",
    "view_import",
    "write_off",
]
