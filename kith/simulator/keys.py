"""Keys of the simulated Alipay and of the one application that is registered with it, as PEM files in its folder."""

import base64
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from msgspec import Struct

from kith.kit import ids

APP_ID = "2021000000000001"
SELLER_ID = "2088000000000001"


class Keys(Struct, frozen=True):
    """Where the two key pairs lie. Kith signs with `app_private` and checks with `alipay_public`."""

    alipay_private: Path
    alipay_public: Path
    app_private: Path
    app_public: Path


class Signer:
    """Alipay's own hand: signs as Alipay and checks what the application signed."""

    def __init__(self, keys: Keys) -> None:
        private = _loaded(keys.alipay_private)
        self._keys = keys
        public = load_pem_public_key(keys.app_public.read_bytes())
        assert isinstance(public, rsa.RSAPublicKey)
        self._private = private
        self._public = public

    def sign(self, content: str) -> str:
        return signature(self._private, content)

    def rotate(self) -> None:
        """Sign with a new key from now on, and lay it in the folder in place of the old one."""
        key = fresh_key()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        half = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        for path, content in ((self._keys.alipay_private, pem), (self._keys.alipay_public, half)):
            path.unlink()
            write(path, content, 0o600 if path == self._keys.alipay_private else 0o644)
        self._private = key

    def verifies(self, content: str, given: str) -> bool:
        try:
            self._public.verify(base64.b64decode(given), content.encode(), padding.PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def signature(key: rsa.RSAPrivateKey, content: str) -> str:
    """SHA256withRSA over UTF-8, base64: what Alipay calls RSA2."""
    return base64.b64encode(key.sign(content.encode(), padding.PKCS1v15(), SHA256())).decode()


def fresh_key() -> rsa.RSAPrivateKey:
    """A key nobody has seen."""
    return rsa.generate_private_key(65537, 2048)


@cache
def strangers_key() -> rsa.RSAPrivateKey:
    """A forger's key."""
    return fresh_key()


def prepare(home: Path) -> Keys:
    """The keys in this folder; what is missing is made. Kith may call it before the simulator runs."""
    home.mkdir(parents=True, exist_ok=True)
    keys = Keys(*(home / f"{name}.pem" for name in Keys.__struct_fields__))
    for private, public in ((keys.alipay_private, keys.alipay_public), (keys.app_private, keys.app_public)):
        if not (private.exists() and public.exists()):
            half = kept(private).public_key()
            write(public, half.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return keys


def kept(path: Path) -> rsa.RSAPrivateKey:
    """The private key in this file; made where it is missing."""
    if not path.exists():
        write(path, fresh_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    return _loaded(path)


def kept_secret(path: Path) -> str:
    """The secret in this file, made if it is missing."""
    if not path.exists():
        write(path, f"{ids.token()}\n".encode(), 0o600)
    return path.read_text().strip()


def write(path: Path, content: bytes, mode: int) -> None:
    """A whole file or none, whatever is killed; and of two who start at once the first one's."""
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=mode)
    fresh.write_bytes(content)
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


def _loaded(path: Path) -> rsa.RSAPrivateKey:
    # It is one that we wrote: proving its primes again would only make every start slower.
    key = load_pem_private_key(path.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
