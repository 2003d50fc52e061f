"""How an envelope is divided: drawn whole from a seed, shuffled, and bound by a commitment before anybody opens it.

It is written down for others in docs/envelope-fairness.md, and has a version: an envelope is checked by the rules by
which it was drawn.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct

Kind = Literal["lucky", "equal", "exclusive"]
"""Shares by luck, all alike, or one for one person."""

VERSION = 1
SEED_BYTES = 32
LARGEST_FEN = 20_000
"""No lucky share is larger."""

_KINDS: dict[Kind, bytes] = {"lucky": b"L", "equal": b"E", "exclusive": b"X"}
_WORD = 1 << 64


class Terms(Struct, frozen=True):
    """What is divided: known to everybody before the first share is taken."""

    envelope_id: UUID
    kind: Kind
    fen: int
    """All of it."""
    count: int


class Split(Struct, frozen=True):
    """The shares in the order in which they are taken, in fen, and the place of the best luck.

    There is no best luck where nothing was left to luck.
    """

    shares: list[int]
    best: int | None


class Stream:
    """Random numbers that follow from a seed: HMAC-SHA256 of a counter."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._block = 0
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """A number from 0 up to, and without, `bound`; each as likely as any other."""
        limit = _WORD - _WORD % bound
        while (word := self._word()) >= limit:
            pass
        return word % bound

    def _word(self) -> int:
        if not self._words:
            message = b"kith envelope 1 split" + self._block.to_bytes(8, "big")
            digest = hmac.digest(self._seed, message, "sha256")
            self._words = [int.from_bytes(digest[at : at + 8], "big") for at in (24, 16, 8, 0)]
            self._block += 1
        return self._words.pop()


def commitment(seed: bytes, terms: Terms) -> bytes:
    """What is published with the envelope: the seed cannot be another one afterwards."""
    return hashlib.sha256(
        b"kith envelope 1 commitment"
        + terms.envelope_id.bytes
        + _KINDS[terms.kind]
        + terms.fen.to_bytes(8, "big")
        + terms.count.to_bytes(4, "big")
        + seed
    ).digest()


def split(seed: bytes, terms: Terms, largest: int = LARGEST_FEN) -> Split:
    """The shares that follow from a seed. `terms` allow 1 fen a share and need none above `largest`."""
    stream = Stream(seed)
    drawn = _lucky(stream, terms.fen, terms.count, largest) if terms.kind == "lucky" else _even(terms.fen, terms.count)
    order = _shuffled(stream, terms.count)
    shares = [drawn[place] for place in order]
    lucky = terms.kind == "lucky" and terms.count > 1
    return Split(shares, order.index(drawn.index(max(drawn))) if lucky else None)


def _lucky(stream: Stream, fen: int, count: int, largest: int) -> list[int]:
    """Each share between 1 fen and almost twice the mean of what is left, as far as the others leave room."""
    drawn: list[int] = []
    for left in range(count, 0, -1):
        least = max(1, fen - (left - 1) * largest)
        most = min(largest, fen - (left - 1), max(least, 2 * fen // left - 1))
        if left == 1:
            least = most = fen
        drawn.append(least + stream.below(most - least + 1))
        fen -= drawn[-1]
    return drawn


def _even(fen: int, count: int) -> list[int]:
    """All alike; what cannot be divided goes, a fen each, to the first before the shuffle."""
    share, over = divmod(fen, count)
    return [share + (place < over) for place in range(count)]


def _shuffled(stream: Stream, count: int) -> Sequence[int]:
    """Fisher and Yates: every order is as likely as any other."""
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = stream.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order
