"""The numbers of the operators."""

import msgspec


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change without touching code."""

    invitation_seconds: int = 86_400
    """How long the link of an invitation can be used."""
    passkey_seconds: int = 300
    """How long the challenge for a passkey can be answered."""
    session_seconds: int = 43_200
    """How long an operator's session lasts at most."""
    idle_seconds: int = 1_800
    """How long it lasts unused."""
    seen_seconds: int = 60
    """How exact `last used` is kept: a busy session is written once in this time."""
