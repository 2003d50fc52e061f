"""Passwords of envelopes: short words that members tell each other. They are kept under the installation's secret."""

import hmac
from dataclasses import dataclass, field

from kith.envelopes.envelope import EnvelopeId
from kith.kit.fold import folded


@dataclass(frozen=True)
class Passwords:
    """Without its key nobody can try out what was kept."""

    key: bytes = field(repr=False)

    def kept(self, envelope_id: EnvelopeId, password: str | None) -> bytes | None:
        """What is kept of a password, whatever its width, case and blanks; None where there is none."""
        if password is None:
            return None
        return hmac.digest(self.key, envelope_id.bytes + folded(password).encode(), "sha256")
