"""Alipay OpenAPI, mainland, key mode: pages, codes and orders to pay by, query, close, refunds, notifications."""

from kith.payments.gateways.alipay.client import Account, Alipay

__all__ = ["Account", "Alipay"]
