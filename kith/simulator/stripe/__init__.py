"""Stripe as one side of the simulator: intents, refunds, balance transactions, webhooks, and its way with keys."""

from kith.simulator.stripe.access import Access, access
from kith.simulator.stripe.side import side

__all__ = ["Access", "access", "side"]
