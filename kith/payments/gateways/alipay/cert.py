"""Alipay's certificate mode: three certificates in place of one public key, each named by its serial number (SN).

An SN is the MD5 of the issuer's name, most special part first, with the certificate's decimal serial number behind it.
"""

import hashlib
import re

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

from kith.payments.gateways.signer import BadKey, Signer

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_SIGNED_WITH_RSA = "1.2.840.113549.1.1."


class Certs(Struct, frozen=True):
    """The files that Alipay hands out, as PEM."""

    app: bytes
    """Of our own key, issued to us by Alipay."""
    alipay: bytes
    """Of the key that Alipay signs with."""
    root: bytes
    """Everybody whom Alipay trusts: a bundle."""


def sn(pem: bytes) -> str:
    """The SN of the first certificate. Raises `BadKey`."""
    return _sn(_first(pem))


def root_sn(pem: bytes) -> str:
    """The SNs of those in the bundle that are signed with RSA, in its order, joined by `_`. Raises `BadKey`.

    One that cannot be read is passed over: Alipay's own bundle has such a one, of another kind of key.
    """
    readable = filter(None, (_readable(block) for block in _PEM.findall(pem)))
    counted = [each for each in readable if each.signature_algorithm_oid.dotted_string.startswith(_SIGNED_WITH_RSA)]
    if not counted:
        raise BadKey("no RSA certificate")
    return "_".join(_sn(each) for each in counted)


def signer(private_key: bytes, certs: Certs) -> Signer:
    """Signs with our key, checks with that of Alipay's certificate. Raises `BadKey`, also when the application's
    certificate is of another key than ours."""
    ours = Signer(private_key, _public(certs.app))
    if not ours.verifies(b"ours", ours.sign(b"ours")):
        raise BadKey("not the certificate of this private key")
    return Signer(private_key, _public(certs.alipay))


def _public(pem: bytes) -> bytes:
    return _first(pem).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _first(pem: bytes) -> x509.Certificate:
    found = _PEM.search(pem)
    read = _readable(found[0]) if found else None
    if read is None:
        raise BadKey("not a certificate")
    return read


def _readable(block: bytes) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(block)
    except ValueError:
        return None


def _sn(certificate: x509.Certificate) -> str:
    parts = reversed(list(certificate.issuer))
    issuer = ",".join(f"{part.rfc4514_attribute_name}={part.value}" for part in parts)
    name = f"{issuer}{certificate.serial_number}".encode()
    return hashlib.md5(name, usedforsecurity=False).hexdigest()
