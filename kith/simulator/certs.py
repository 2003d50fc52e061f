"""A small authority of the simulated Alipay: what it certifies for certificate mode, as PEM files in its folder."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from msgspec import Struct

from kith.simulator import keys

_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2050, 1, 1, tzinfo=UTC)


class Certs(Struct, frozen=True):
    """Where they lie. Kith signs under `app_cert`, checks with `alipay_cert`, and says which `root_cert` it trusts."""

    app_cert: Path
    alipay_cert: Path
    root_cert: Path


class Numbers(Struct, frozen=True):
    """The serial numbers that requests and answers name."""

    app_cert_sn: str
    alipay_root_cert_sn: str
    alipay_cert_sn: str


def certify(home: Path) -> Certs:
    """The certificates in this folder; what is missing is made. The bundle has a root whose key is not RSA: it does
    not count."""
    pair = keys.prepare(home)
    certs = Certs(*(home / f"{name}.pem" for name in Certs.__struct_fields__))
    if all(path.exists() for path in (certs.app_cert, certs.alipay_cert, certs.root_cert)):
        return certs
    # The key is kept, so that of two who start at once both certify by the first one's.
    authority = keys.kept(home / "authority.pem")
    other = ec.generate_private_key(ec.SECP256R1())
    roots = [_issued("Other Root", other.public_key(), "Other Root", other),
             _issued("Root", authority.public_key(), "Root", authority)]  # fmt: skip
    keys.write(certs.root_cert, b"\n".join(roots), 0o644)
    for path, owner in ((certs.alipay_cert, pair.alipay_private), (certs.app_cert, pair.app_private)):
        keys.write(path, _issued(owner.stem, keys.kept(owner).public_key(), "Root", authority), 0o644)
    return certs


def renew(home: Path) -> None:
    """A certificate for the key with which Alipay signs from now on, in place of the old one."""
    certify(home).alipay_cert.unlink()
    numbers.cache_clear()
    certify(home)


@cache
def numbers(home: Path) -> Numbers:
    """The serial numbers of what lies in this folder."""
    certs = certify(home)
    roots = x509.load_pem_x509_certificates(certs.root_cert.read_bytes())
    counted = [root for root in roots if isinstance(root.public_key(), rsa.RSAPublicKey)]
    app, alipay = (x509.load_pem_x509_certificate(path.read_bytes()) for path in (certs.app_cert, certs.alipay_cert))
    return Numbers(_number(app), "_".join(map(_number, counted)), _number(alipay))


def _issued(
    name: str,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: str,
    hand: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> bytes:
    builder = x509.CertificateBuilder(
        issuer_name=_named(issuer),
        subject_name=_named(name),
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=_FROM,
        not_valid_after=_UNTIL,
    )
    authority = x509.BasicConstraints(ca=name == issuer, path_length=None)
    return builder.add_extension(authority, critical=True).sign(hand, SHA256()).public_bytes(Encoding.PEM)


def _named(name: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, "Kith Simulator"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "Certification Authority"),
        (NameOID.COMMON_NAME, f"Simulated {name}"),
    )
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _number(certificate: x509.Certificate) -> str:
    told = {part.oid: part.value for part in certificate.issuer}
    order = (("CN", NameOID.COMMON_NAME), ("OU", NameOID.ORGANIZATIONAL_UNIT_NAME),
             ("O", NameOID.ORGANIZATION_NAME), ("C", NameOID.COUNTRY_NAME))  # fmt: skip
    issuer = ",".join(f"{short}={told[oid]!s}" for short, oid in order)
    return hashlib.md5(f"{issuer}{certificate.serial_number}".encode(), usedforsecurity=False).hexdigest()
