"""What an account at the simulated checker of identities consists of: an API key."""

from pathlib import Path

from kith.simulator.keys import kept_secret


def identity_access(home: Path) -> str:
    """The key kept in this folder, made if it is missing. Kith may ask before the simulator runs."""
    home.mkdir(parents=True, exist_ok=True)
    return kept_secret(home / "identity_key")
