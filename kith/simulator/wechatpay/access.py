"""What an account at the simulated WeChat Pay consists of: keys of both sides, and the secret that seals its news."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from kith.simulator import keys

APP_ID = "wx0000000000000001"
MCH_ID = "1900000001"
SERIAL = "6B0000000000000000000000000000000000000F"
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000000012026030100000000"
TRANSFER_SCENE = "1005"


class Access(Struct, frozen=True):
    """Kith signs with `merchant_private`, checks with `public`, and opens what is sealed with `v3_key`."""

    merchant_private: Path
    private: Path
    public: Path
    v3_key: bytes
    app_id: str = APP_ID
    mch_id: str = MCH_ID
    serial: str = SERIAL
    public_key_id: str = PUBLIC_KEY_ID
    transfer_scene: str = TRANSFER_SCENE


def access(home: Path) -> Access:
    """The account kept in this folder; what is missing is made. The shop has one key pair for all who want one."""
    pair = keys.prepare(home)
    private, public = home / "wechatpay_private.pem", home / "wechatpay_public.pem"
    if not (private.exists() and public.exists()):
        half = keys.kept(private).public_key()
        keys.write(public, half.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    v3_key = keys.kept_secret(home / "wechatpay_v3_key")[:32].encode()
    return Access(pair.app_private, private, public, v3_key)
