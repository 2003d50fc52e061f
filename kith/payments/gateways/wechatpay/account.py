"""Who we are at WeChat Pay, and how we prove it."""

from msgspec import Struct


class Account(Struct, frozen=True, kw_only=True):
    """One merchant and one application of it. It holds secrets: nothing prints it."""

    url: str
    """WeChat Pay as this server reaches it, without a path."""
    app_id: str
    mch_id: str
    serial: str
    """Serial number of the merchant's certificate, whose private key signs."""
    private_key: bytes
    """Ours: PEM, or bare base64."""
    public_key: bytes
    """WeChat's: PEM, or bare base64."""
    public_key_id: str
    """What WeChat calls that key: `PUB_KEY_ID_…`, or the serial number of its platform certificate."""
    v3_key: bytes
    """32 bytes, with which notifications are sealed."""
    notify_url: str = ""
    """Where news of refunds comes to."""
    transfer_scene: str | None = None
    """Number of the scene under which money may be sent out, as agreed with WeChat; None: none is sent."""
    transfer_report: tuple[tuple[str, str], ...] = (("岗位类型", "商家"), ("报酬说明", "货款结算"))
    """What the scene wants to hear of each transfer."""
    book_url: str | None = None
    """Where the simulator shows its book; None at the real one, which sends bills."""

    def __repr__(self) -> str:
        return f"Account(mch_id={self.mch_id!r})"
