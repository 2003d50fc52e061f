"""What one of those who pay puts in."""

from __future__ import annotations

from dataclasses import dataclass, field

from kith.kit import ids
from kith.main.stories.actor import Actor


@dataclass
class Part:
    """Under the names that its payer's phone gave it."""

    payer: Actor
    fen: int
    charge_id: str = field(default_factory=lambda: str(ids.new()))
    attempts: list[str] = field(default_factory=lambda: [str(ids.new())])
    paid: int = 0
    """How often the buyer's money was taken, at a cashier or from the wallet."""
    by_wallet: bool = False
    returned: int = 0
    """What the payer saw come back in the end, in fen."""

    @property
    def numbers(self) -> list[str]:
        """The trades at the gateways."""
        return [attempt_id.replace("-", "") for attempt_id in self.attempts]
