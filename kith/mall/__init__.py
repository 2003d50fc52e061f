"""The mall: goods of third-party merchants, their stock, and the orders they fulfil.

A product is `draft` → `in_review` → `listed` → `delisted`; only listed goods are seen, and only an operator lists them.
Each product has variants (SKUs) with a price in fen and a count of units. Invariants:

* a unit is promised to one holder only: `reserve` succeeds while `units > held`, under the lock of the SKU's row;
* `reserve`, `take`, `give_back` and `hand_over` are idempotent for a (SKU, holder) pair;
* people see whether a variant can be had, never how many there are: a count that rises tells that somebody declined.

An order is `to_ship` → `shipped` → `in_delivery` → `received`, or ends as `unable` (the shop says so) or `cancelled`
(whoever placed it says so). Who placed it is told of the shop's and the carrier's moves by `OrderMoved`, and keeps its
deadlines. A parcel only moves forward, whatever a carrier says twice, late or in the wrong order. A shop sees what to
send and by when; the purpose and the reference of an order are in no answer.
"""

from kith.mall.cancel_order import cancel_order
from kith.mall.carriers.carrier import CarrierCode, CarrierGateway, Carriers, Sighting
from kith.mall.carriers.tracker import Tracker
from kith.mall.order import order
from kith.mall.order_policy import OrderPolicy
from kith.mall.parcel import parcel
from kith.mall.place_order import place_order
from kith.mall.receive_order import receive_order
from kith.mall.shipment import Parcel
from kith.mall.shop_order import Order, OrderId, OrderMoved, OrderNotFound, OrderState
from kith.mall.staff_order import staff_order

__all__ = [
    "CarrierCode",
    "CarrierGateway",
    "Carriers",
    "Order",
    "OrderId",
    "OrderMoved",
    "OrderNotFound",
    "OrderPolicy",
    "OrderState",
    "Parcel",
    "Sighting",
    "Tracker",
    "cancel_order",
    "order",
    "parcel",
    "place_order",
    "receive_order",
    "staff_order",
]
