"""What an account at the simulated carrier consists of: an API key, and the secret that signs callbacks to it."""

from pathlib import Path

from msgspec import Struct

from kith.kit import ids


class Access(Struct, frozen=True):
    """Kith sends the key with every call, and checks callbacks with the secret."""

    key: str
    secret: str


def carrier_access(home: Path) -> Access:
    """The account kept in this folder, made if it is missing. Kith may call it before the simulator runs."""
    home.mkdir(parents=True, exist_ok=True)
    return Access(kept(home / "carrier_key"), kept(home / "carrier_secret"))


def kept(path: Path) -> str:
    """Whole or not at all, and whoever comes second reads what the first one wrote."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{ids.token()}")
        fresh.touch(mode=0o600)
        fresh.write_text(f"{ids.token()}\n")
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
