"""Noise: where somebody is believed to be, which is the true cell or one of the six around it.

Which of the seven hangs on the phone number and the neighbourhood (the parent cell at resolution 7, about 5 km²), and
on nothing else: asking again, moving around in it, or joining anew with the same number draws no second sample. A step
of its own for each cell would be drawn anew with every walk, and the mean of a week of walks would lead home.
"""

import hmac
from dataclasses import dataclass, field

from kith.kit import geo
from kith.kit.geo import Cell

NEIGHBOURHOOD = 7
_WAYS = 7


@dataclass(frozen=True)
class Noise:
    """What nobody can take away again without the installation's secret."""

    key: bytes = field(repr=False)

    def noised(self, seed: bytes, cell: Cell) -> Cell:
        """Where the person with this seed is believed to be who is in `cell`."""
        around = geo.parent(cell, NEIGHBOURHOOD)
        drawn = hmac.digest(self.key, seed + around.to_bytes(8, "big"), "sha256")
        return geo.step(cell, int.from_bytes(drawn, "big") % _WAYS)
