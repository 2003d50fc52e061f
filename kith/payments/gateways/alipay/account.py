"""Who we are at Alipay, and how we prove it: by a key or by certificates."""

from msgspec import Struct

from kith.payments.gateways.alipay.cert import Certs


class Account(Struct, frozen=True, kw_only=True):
    """One application of one shop at Alipay. It holds a private key: nothing prints it."""

    url: str
    """Alipay's gateway as this server reaches it."""
    app_id: str
    seller_id: str
    private_key: bytes
    """Ours: PEM, or bare base64."""
    alipay_public_key: bytes = b""
    """Of key mode: PEM, or bare base64."""
    certs: Certs | None = None
    """Of certificate mode, in place of the public key."""
    page_url: str | None = None
    """The gateway as buyers' browsers reach it, where that is another address."""
    book_url: str | None = None
    """Where the simulator shows its book; None at the real Alipay, which sends bills."""

    transfer_scene: str = "业务结算"
    """Why money is sent out, in Alipay's own words: the scene that was agreed with it, and what it wants to hear."""
    transfer_report: str = "结算款项名称"

    def __repr__(self) -> str:
        return f"Account(app_id={self.app_id!r})"
