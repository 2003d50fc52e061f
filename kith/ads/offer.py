"""An offer: the signed word that one placement was shown to one person, once, at one price.

Views and taps are reported with it. It has no person in it: the signature binds it to whom it was made for.
"""

import base64
import hmac
import struct
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.ads.placement import PlacementId

_LAYOUT = struct.Struct("!16s16sBIQ")
_MAC = 16
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_MILLI = timedelta(milliseconds=1)


class Offer(Struct, frozen=True):
    """What was offered: within how many kilometres, what a tap costs, and when."""

    offer_id: UUID
    placement_id: PlacementId
    ring_km: int
    price_fen: int
    made_at: datetime


class Offers:
    """Signs offers and reads them, with a key of the installation."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def signed(self, offer: Offer, person_id: people.PersonId) -> str:
        """The offer as a device keeps it."""
        packed = _LAYOUT.pack(
            offer.offer_id.bytes,
            offer.placement_id.bytes,
            offer.ring_km,
            offer.price_fen,
            (offer.made_at - _ZERO) // _MILLI,
        )
        return base64.urlsafe_b64encode(packed + self._mac(packed, person_id)).decode().rstrip("=")

    def read(self, token: str, person_id: people.PersonId) -> Offer | None:
        """The offer; None where it was not signed here, or made for somebody else."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        if len(raw) != _LAYOUT.size + _MAC or not hmac.compare_digest(mac, self._mac(packed, person_id)):
            return None
        offer_id, placement_id, ring_km, price_fen, millis = _LAYOUT.unpack(packed)
        return Offer(
            UUID(bytes=offer_id),
            PlacementId(UUID(bytes=placement_id)),
            ring_km,
            price_fen,
            _ZERO + millis * _MILLI,
        )

    def _mac(self, packed: bytes, person_id: people.PersonId) -> bytes:
        return hmac.digest(self._key, packed + person_id.bytes, "sha256")[:_MAC]
