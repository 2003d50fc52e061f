"""The secrets of an installation: given by file, or made once in its own folder and kept there."""

import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from kith.kit.keyring import KeyRing
from kith.kit.settings import BadSetting, Settings

_LENGTH = 32


def installation_secret(settings: Settings) -> bytes:
    """The key under which phone numbers are hashed. Losing it loses every account."""
    if settings.secret_file is None:
        return bytes.fromhex(_kept(settings.home / "keys" / "secret", lambda: secrets.token_hex(_LENGTH)))
    try:
        text = settings.secret_file.read_text().strip()
        key = bytes.fromhex(text)
    except (OSError, ValueError) as error:
        problem = "cannot be read" if isinstance(error, OSError) else "is not hex"
        raise BadSetting("KITH_SECRET_FILE", problem, "a file made by `openssl rand -hex 32`") from error
    if len(key) < _LENGTH:
        raise BadSetting("KITH_SECRET_FILE", f"holds {len(key)} bytes of {_LENGTH}", "`openssl rand -hex 32`")
    return key


def ring_file(settings: Settings) -> Path | None:
    """The file of the installation's own key ring; None where the operator keeps the ring in the setting."""
    return settings.home / "keys" / "vault" if settings.vault_keys is None else None


def key_ring(settings: Settings) -> KeyRing:
    """The ring that wraps the keys of everything sealed: `name:hex`, newest first. Raises `BadSetting`."""
    path = ring_file(settings)
    if path is None:
        return KeyRing.parse(settings.vault_keys or "")
    _kept(path, lambda: fresh_key("k1"))
    return KeyRing.kept(path)


def fresh_key(name: str) -> str:
    """A new key of the ring."""
    return f"{name}:{secrets.token_hex(_LENGTH)}"


def shared_secret(settings: Settings, name: str) -> str:
    """A secret that Kith and its own simulator share."""
    return _kept(settings.home / "keys" / name, lambda: secrets.token_hex(_LENGTH))


def push_key(settings: Settings, make: Callable[[], str]) -> bytes:
    """The key with which pushes are signed, in PEM. Losing it loses every subscription. Raises `BadSetting`."""
    if settings.push_key is None:
        return _kept(settings.home / "keys" / "push.pem", make).encode()
    try:
        return settings.push_key.read_bytes()
    except OSError as error:
        raise BadSetting("KITH_PUSH_KEY", "cannot be read", "KITH_PUSH_KEY=/etc/kith/push.pem") from error


def rsa_pair(folder: Path, name: str) -> None:
    """`name_private.pem` and `name_public.pem` in `folder`, made once."""
    private = folder / f"{name}_private.pem"
    if private.exists() and (folder / f"{name}_public.pem").exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    folder.mkdir(parents=True, exist_ok=True)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}_public.pem").write_bytes(public)
    _write(
        private,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
    )


def _kept(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, f"{make()}\n")
    return path.read_text().strip()


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    fresh.replace(path)
