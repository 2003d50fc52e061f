"""An authenticator in software: it makes passkeys and signs with them, and can be told to do so wrongly."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

from kith.kit import ids

_PRESENT, _RECOGNISED, _ATTESTED = 0x01, 0x04, 0x40

Json = dict[str, Any]


@dataclass
class Passkey:
    """A key pair on the device, and what the device knows of it."""

    handle: bytes
    credential_id: bytes = field(default_factory=lambda: ids.noise(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 0


@dataclass
class Authenticator:
    """A device with its browser on the page `origin`. `counts` is whether it counts the uses of a passkey."""

    origin: str = "http://localhost:8400"
    rp_id: str | None = None
    """Whom it answers in place of whoever asks."""
    recognises: bool = True
    counts: bool = True

    def create(self, options: Json, passkey: Passkey | None = None) -> tuple[Passkey, Json]:
        """A passkey as `navigator.credentials.create` makes it, new unless given, and the answer for the server."""
        passkey = passkey or Passkey(base64url_to_bytes(options["user"]["id"]))
        point = passkey.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        about = bytes(16) + struct.pack(">H", len(passkey.credential_id)) + passkey.credential_id + encode_cbor(cose)
        data = self._data(options["rp"]["id"], _ATTESTED, 0) + about
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return passkey, _answer(
            passkey,
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=attestation,
        )

    def get(self, options: Json, passkey: Passkey) -> Json:
        """What `navigator.credentials.get` answers with this passkey."""
        passkey.count += self.counts
        data = self._data(options["rpId"], 0, passkey.count)
        client_data = self._client_data("webauthn.get", options)
        signature = passkey.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return _answer(
            passkey,
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=signature,
            userHandle=passkey.handle,
        )

    def _data(self, rp_id: str, flags: int, count: int) -> bytes:
        flags |= _PRESENT | (_RECOGNISED if self.recognises else 0)
        return hashlib.sha256((self.rp_id or rp_id).encode()).digest() + struct.pack(">BI", flags, count)

    def _client_data(self, kind: str, options: Json) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()


def _answer(passkey: Passkey, **response: bytes) -> Json:
    shown = bytes_to_base64url(passkey.credential_id)
    encoded = {name: bytes_to_base64url(value) for name, value in response.items()}
    return {"id": shown, "rawId": shown, "type": "public-key", "response": encoded, "clientExtensionResults": {}}
