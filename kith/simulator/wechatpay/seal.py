"""How the simulated WeChat Pay signs what it says, seals what it tells, and checks who asks."""

import base64
import json
import re
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from msgspec import Struct

from kith.kit import clock, ids
from kith.simulator import keys
from kith.simulator.wechatpay.access import MCH_ID, PUBLIC_KEY_ID, SERIAL, access

SCHEME = "WECHATPAY2-SHA256-RSA2048"
PATIENCE_SECONDS = 300


class Hand(Struct, frozen=True):
    """WeChat's own keys, and the merchant's public half."""

    private: rsa.RSAPrivateKey
    merchant: rsa.RSAPublicKey
    v3_key: bytes


@cache
def hand(home: Path) -> Hand:
    """Of the account in this folder."""
    found = access(home)
    merchant = load_pem_public_key((home / "app_public.pem").read_bytes())
    assert isinstance(merchant, rsa.RSAPublicKey)
    return Hand(keys.kept(found.private), merchant, found.v3_key)


def signed(home: Path, body: bytes, *, stranger: bool = False) -> dict[str, str]:
    """The headers of what WeChat says."""
    at, nonce = str(int(clock.real_now().timestamp())), ids.new().hex
    key = keys.strangers_key() if stranger else hand(home).private
    return {
        "Wechatpay-Timestamp": at,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": PUBLIC_KEY_ID,
        "Wechatpay-Signature": keys.signature(key, f"{at}\n{nonce}\n{body.decode()}\n"),
        "Wechatpay-Signature-Type": SCHEME,
    }


def sealed(home: Path, letter_id: str, event: str, kind: str, told: str) -> bytes:
    """A notification whose content only the merchant can open."""
    nonce = ids.token()[:12]
    cipher = AESGCM(hand(home).v3_key).encrypt(nonce.encode(), told.encode(), kind.encode())
    news = {
        "id": letter_id,
        "create_time": clock.now().isoformat(timespec="seconds"),
        "resource_type": "encrypt-resource",
        "event_type": event,
        "summary": event.lower(),
        "resource": {
            "original_type": kind,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(cipher).decode(),
            "associated_data": kind,
            "nonce": nonce,
        },
    }
    return json.dumps(news, ensure_ascii=False).encode()


def opened(home: Path, secret: str) -> str | None:
    """What the merchant sealed for WeChat; None for another's."""
    oaep = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)  # noqa: S303 as the protocol wants it
    try:
        return hand(home).private.decrypt(base64.b64decode(secret), oaep).decode()
    except ValueError:
        return None


def is_merchants(home: Path, authorization: str, method: str, target: str, body: bytes) -> bool:
    """Whether the merchant asks this, and now."""
    scheme, _, rest = authorization.partition(" ")
    told = dict(re.findall(r'(\w+)="([^"]*)"', rest))
    if scheme != SCHEME or (told.get("mchid"), told.get("serial_no")) != (MCH_ID, SERIAL):
        return False
    at = told.get("timestamp", "")
    if not at.isdigit() or abs(int(at) - clock.real_now().timestamp()) > PATIENCE_SECONDS:
        return False
    content = f"{method}\n{target}\n{at}\n{told.get('nonce_str')}\n".encode() + body + b"\n"
    try:
        signature = base64.b64decode(told.get("signature", ""))
        hand(home).merchant.verify(signature, content, padding.PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True
