"""What an account at the simulated carrier consists of: an API key, and the secret that signs callbacks to it."""

from pathlib import Path

from msgspec import Struct

from kith.simulator.keys import kept_secret


class Access(Struct, frozen=True):
    """Kith sends the key with every call, and checks callbacks with the secret."""

    key: str
    secret: str


def carrier_access(home: Path) -> Access:
    """The account kept in this folder, made if it is missing. Kith may call it before the simulator runs."""
    home.mkdir(parents=True, exist_ok=True)
    return Access(kept_secret(home / "carrier_key"), kept_secret(home / "carrier_secret"))
