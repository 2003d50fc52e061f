"""The other side of the gateways, as a program of its own: Alipay, WeChat Pay and Stripe with their cashiers, a carrier
with its parcels, and one who checks identities.

It speaks their own protocols over HTTP, has keys and a book of its own in its folder, follows the virtual clock, and
makes their mistakes on demand. Of Kith it knows nothing but `kit`.
"""

from kith.simulator.app import create_app
from kith.simulator.carrier_access import Access, carrier_access
from kith.simulator.certs import Certs, certify
from kith.simulator.identity_access import identity_access
from kith.simulator.keys import APP_ID, SELLER_ID, Keys, prepare
from kith.simulator.serve import serve
from kith.simulator.stripe import access as stripe_access
from kith.simulator.wechatpay import access as wechatpay_access

__all__ = [
    "APP_ID",
    "SELLER_ID",
    "Access",
    "Certs",
    "Keys",
    "carrier_access",
    "certify",
    "create_app",
    "identity_access",
    "prepare",
    "serve",
    "stripe_access",
    "wechatpay_access",
]
