"""What the installation's secret protects: phone numbers, sign-in codes, challenges, messages on their way, links."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cached_property
from typing import NewType
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith.kit import ids

PhoneKey = NewType("PhoneKey", bytes)
"""What a phone number is known by in tables: HMAC-SHA256 under the installation's secret."""

_NONCE = 12


@dataclass(frozen=True)
class Secret:
    """The installation's secret, at least 32 bytes. Whoever loses it can no longer find a person by number."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < 32:
            raise ValueError("the installation's secret is shorter than 32 bytes")

    def phone_key(self, number: str) -> PhoneKey:
        """The key of a number in E.164."""
        return PhoneKey(hmac.digest(self.key, number.encode(), "sha256"))

    def code_hash(self, phone_key: PhoneKey, code: str, purpose: str = "sign_in") -> bytes:
        """A code as it is kept; worthless for another number or another purpose."""
        kind = "" if purpose == "sign_in" else f" {purpose}"
        return hmac.digest(self._code_key, phone_key + f"{code}{kind}".encode(), "sha256")

    def challenge_proof(self, purpose: bytes, content: bytes) -> bytes:
        """That a challenge with this content was made here for this purpose."""
        return hmac.digest(self._challenge_key, purpose + b"\0" + content, "sha256")

    def key_for(self, purpose: str) -> bytes:
        """A key of the installation that serves this purpose only. It never changes."""
        return self._derived(f"kith {purpose}".encode())

    def lasting_key(self, phone_key: PhoneKey, purpose: str) -> bytes:
        """What always belongs to a number for this purpose, and does not lead back to it."""
        return hmac.digest(self._lasting_key, purpose.encode() + b"\0" + phone_key, "sha256")

    def seal(self, plain: str, belongs_to: bytes) -> bytes:
        """Encrypt with AES-256-GCM. It opens only for the same `belongs_to`, so that no two rows can be exchanged."""
        nonce = ids.noise(_NONCE)
        return nonce + AESGCM(self._seal_key).encrypt(nonce, plain.encode(), belongs_to)

    def unseal(self, sealed: bytes, belongs_to: bytes) -> str:
        """What was sealed. Raises `cryptography.exceptions.InvalidTag` for another row's or another installation's."""
        return AESGCM(self._seal_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to).decode()

    def token(self, purpose: str, nonce: UUID) -> str:
        """An unguessable text of 128 bits that always belongs to this nonce, URL-safe."""
        return urlsafe_b64encode(hmac.digest(self._token_key, f"{purpose}:{nonce}".encode(), "sha256")[:16]).decode()[
            :22
        ]

    @cached_property
    def _token_key(self) -> bytes:
        return self._derived(b"kith tokens")

    @cached_property
    def _lasting_key(self) -> bytes:
        return self._derived(b"kith lasting keys")

    @cached_property
    def _code_key(self) -> bytes:
        return self._derived(b"kith sign-in codes")

    @cached_property
    def _challenge_key(self) -> bytes:
        return self._derived(b"kith passkey challenges")

    @cached_property
    def _seal_key(self) -> bytes:
        return self._derived(b"kith numbers and messages")

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=purpose).derive(self.key)
