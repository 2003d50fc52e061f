"""Who pushes: this installation, as its VAPID key (RFC 8292) proves to a push service."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02  # pyright: ignore[reportMissingTypeStubs] untyped

_LASTS = timedelta(hours=12)
_SERVICES = 200


class BadKey(Exception):
    """Not a private key on the curve P-256, in PEM. It quotes nothing."""


def fresh_key() -> str:
    """A new private key, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


class Vapid:
    """Signs for one push service at a time; a signature is used again for some hours."""

    def __init__(self, pem: bytes, contact: str, time: Callable[[], datetime]) -> None:
        """`contact` is where the operator is reached, https or mailto; `time` is real time. Raises `BadKey`."""
        try:
            key = serialization.load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BadKey from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise BadKey
        # It knows mailto and https without a port only.
        self._vapid = Vapid02(key, {"no-strict": True})
        self._contact = contact
        self.time = time
        """Real time."""
        self._signed: dict[str, tuple[str, datetime]] = {}
        point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        self.public = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
        """The application server key."""

    def authorization(self, service: str) -> str:
        """The header for a push service, named by its origin."""
        now = self.time()
        header, until = self._signed.get(service, ("", now))
        if until - now > _LASTS / 2:
            return header
        if len(self._signed) >= _SERVICES:
            self._signed.clear()
        until = now + _LASTS
        claims = {"aud": service, "sub": self._contact, "exp": int(until.timestamp())}
        header = self._vapid.sign(claims)["Authorization"]  # pyright: ignore[reportUnknownMemberType] untyped
        self._signed[service] = header, until
        return header
