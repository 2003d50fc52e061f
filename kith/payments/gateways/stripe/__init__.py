"""Stripe, by its own package: payment intents that a card pays on a page, query, cancelling, refunds, webhooks, and the
balance transactions of a day as its bill. It pays nobody out."""

from kith.payments.gateways.stripe.account import Account
from kith.payments.gateways.stripe.client import Stripe

__all__ = ["Account", "Stripe"]
