"""What an account at the simulated Stripe consists of: the key that asks, and the one that signs webhooks."""

from pathlib import Path

from msgspec import Struct

from kith.simulator import keys


class Access(Struct, frozen=True):
    """Kith asks with `secret_key` and checks with `webhook_secret`."""

    secret_key: str
    webhook_secret: str


def access(home: Path) -> Access:
    """The account kept in this folder; what is missing is made."""
    home.mkdir(parents=True, exist_ok=True)
    secret = keys.kept_secret(home / "stripe_key")
    webhook = keys.kept_secret(home / "stripe_webhook_key")
    return Access(f"sk_test_{secret}", f"whsec_{webhook}")
