"""RSA as Chinese payment gateways want it: signatures by SHA-256, PKCS#1 v1.5, and secrets by OAEP, in base64."""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)


class BadKey(ValueError):
    """A key file that holds no RSA key of the wanted half; the message never quotes it."""


class Signer:
    """Signs with our private key and checks with their public one. Its keys appear in no text form of it."""

    def __init__(self, our_private: bytes, their_public: bytes) -> None:
        """Each is PEM, or the bare base64 that the gateways' own tools hand out. Raises `BadKey`."""
        self._private = _private(our_private)
        self._public = _public(their_public)

    def sign(self, content: bytes) -> str:
        return base64.b64encode(self._private.sign(content, padding.PKCS1v15(), SHA256())).decode()

    def verifies(self, content: bytes, signature: str) -> bool:
        """Whether they signed exactly this."""
        try:
            self._public.verify(base64.b64decode(signature, validate=True), content, padding.PKCS1v15(), SHA256())
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def sealed(self, content: str) -> str:
        """What only they can read: RSA OAEP, whose SHA-1 is their choice."""
        oaep = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)  # noqa: S303 as the protocol wants it
        return base64.b64encode(self._public.encrypt(content.encode(), oaep)).decode()


def _private(key: bytes) -> rsa.RSAPrivateKey:
    try:
        loaded = load_pem_private_key(key, None) if b"-----" in key else load_der_private_key(_bare(key), None)
    except (ValueError, TypeError):
        raise BadKey("not a private key") from None
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise BadKey("not an RSA private key")
    return loaded


def _public(key: bytes) -> rsa.RSAPublicKey:
    try:
        loaded = load_pem_public_key(key) if b"-----" in key else load_der_public_key(_bare(key))
    except ValueError:
        raise BadKey("not a public key") from None
    if not isinstance(loaded, rsa.RSAPublicKey):
        raise BadKey("not an RSA public key")
    return loaded


def _bare(key: bytes) -> bytes:
    return base64.b64decode(b"".join(key.split()), validate=True)
