"""The gateways as the fault tests know them: how a buyer comes to their cashiers, and what Kith asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Way = Literal["page", "wap", "qr", "app", "card"]


class Calls(NamedTuple):
    """What the simulator calls the calls in which it can make a mistake; empty where the gateway knows no such call."""

    begin: str
    query: str
    close: str
    refund: str
    query_refund: str
    cancel: str = ""
    pay_out: str = ""
    query_payout: str = ""


class Gateway(NamedTuple):
    """One of them."""

    name: str
    ways: Sequence[Way]
    called: Sequence[Way]
    """The ways that begin with a call; the others are links that Kith makes by itself."""
    book: str
    """Where the simulator shows its book."""
    calls: Calls


ALIPAY = Gateway(
    "alipay",
    ways=("page", "wap", "qr", "app"),
    called=("qr",),
    book="/admin/book",
    calls=Calls(
        begin="alipay.trade.precreate",
        query="alipay.trade.query",
        close="alipay.trade.close",
        refund="alipay.trade.refund",
        query_refund="alipay.trade.fastpay.refund.query",
        cancel="alipay.trade.cancel",
        pay_out="alipay.fund.trans.uni.transfer",
        query_payout="alipay.fund.trans.common.query",
    ),
)
WECHATPAY = Gateway(
    "wechatpay",
    ways=("qr", "wap"),
    called=("qr", "wap"),
    book="/admin/book/wechatpay",
    calls=Calls(
        begin="wechatpay.order",
        query="wechatpay.query",
        close="wechatpay.close",
        refund="wechatpay.refund",
        query_refund="wechatpay.refund.query",
    ),
)
STRIPE = Gateway(
    "stripe",
    ways=("card",),
    called=("card",),
    book="/admin/book/stripe",
    calls=Calls(
        begin="stripe.begin",
        query="stripe.query",
        close="stripe.close",
        refund="stripe.refund",
        query_refund="stripe.refund.query",
    ),
)
GATEWAYS = (ALIPAY, WECHATPAY, STRIPE)
