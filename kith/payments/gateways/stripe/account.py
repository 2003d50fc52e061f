"""Who we are at Stripe, and how we prove it."""

from msgspec import Struct

API = "https://api.stripe.com"


class Account(Struct, frozen=True, kw_only=True):
    """One account. It holds secrets: nothing prints it."""

    secret_key: str
    webhook_secret: str
    """With which Stripe signs its webhooks to us."""
    url: str = API
    cashier_url: str | None = None
    """The simulator's cashier; None at the real one, whose cashier is a page of ours."""
    book_url: str | None = None
    """Where the simulator shows its book; None at the real one, which lists its transactions."""

    def __repr__(self) -> str:
        return f"Account(url={self.url!r})"
