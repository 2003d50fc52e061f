"""WeChat Pay, API v3, with WeChat's public key: codes, phone pages and orders of its own browser to pay by, query,
close, refunds, notifications, transfers that the payee confirms, bills."""

from kith.payments.gateways.signer import BadKey
from kith.payments.gateways.wechatpay.account import Account
from kith.payments.gateways.wechatpay.client import WechatPay

__all__ = ["Account", "BadKey", "WechatPay"]
