"""Alipay OpenAPI, mainland, by key or certificate: pages, codes and orders to pay by, query, close, cancel,
refunds, notifications, payouts."""

from kith.payments.gateways.alipay import cert
from kith.payments.gateways.alipay.account import Account
from kith.payments.gateways.alipay.cert import Certs
from kith.payments.gateways.alipay.client import Alipay
from kith.payments.gateways.signer import BadKey

__all__ = ["Account", "Alipay", "BadKey", "Certs", "cert"]
