"""The envelopes that a process has seen lately, as they were sent: that never changes, so it is read once."""

from collections import OrderedDict
from collections.abc import Collection

from kith.envelopes import envelope as envelopes
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.kit import arrays
from kith.kit.sql import Tx


class Shelf:
    """So many envelopes; the one that was asked for the longest time ago makes room."""

    def __init__(self, room: int = 20_000) -> None:
        self._room = room
        self._kept: OrderedDict[EnvelopeId, Envelope] = OrderedDict()

    async def fetch(self, tx: Tx, envelope_ids: Collection[EnvelopeId]) -> dict[EnvelopeId, Envelope]:
        """Those of the asked that there are."""
        missing = [one for one in envelope_ids if one not in self._kept]
        if missing:
            for found in await envelopes.by_ids.all(tx, envelope_ids=arrays.uuids(missing)):
                self._kept[found.envelope_id] = found
        known: dict[EnvelopeId, Envelope] = {}
        for one in envelope_ids:
            if (envelope := self._kept.get(one)) is not None:
                self._kept.move_to_end(one)
                known[one] = envelope
        while len(self._kept) > self._room:
            self._kept.popitem(last=False)
        return known
