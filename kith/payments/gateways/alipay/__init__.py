"""Alipay OpenAPI, mainland, key mode: pages and codes to pay at, query, close, refund, refund query, notifications."""

from kith.payments.gateways.alipay.client import Account, Alipay

__all__ = ["Account", "Alipay"]
