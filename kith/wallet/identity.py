"""Who somebody is: the number of an identity, the one who checks it, and what can come of a check."""

import hmac
import re
from datetime import date
from typing import Annotated, Protocol

from msgspec import Meta, Struct

from kith import people
from kith.kit.refusal import Refusal

_FORM = re.compile(r"[1-9]\d{5}(\d{8})\d{3}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "10X98765432"

IdNumber = Annotated[str, Meta(pattern=r"^[1-9][0-9]{16}[0-9Xx]$", description="GB 11643, 18 places")]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class BadIdNumber(Refusal):
    """This is no number of an identity card. Look at it again, place by place."""


class Identity(Struct, frozen=True):
    """Who somebody says they are. It has no text form, so that no log can hold one."""

    name: str
    id_number: str

    def __repr__(self) -> str:
        return "Identity(…)"


class Verified(Struct, frozen=True, tag="verified"):
    """It is so; `identity_class` 1, 2 or 3 says by how much it was checked."""

    number: str
    identity_class: int


class Refused(Struct, frozen=True, tag="refused"):
    """It is not so, or it could not be found out: `code` is the word of the one who checks."""

    number: str
    code: str


class Looking(Struct, frozen=True, tag="looking"):
    """They look into it: seconds, or days."""

    number: str


class Missing(Struct, frozen=True, tag="missing"):
    """They know nothing of this number; it may be asked for again."""

    number: str


class Unknown(Struct, frozen=True, tag="unknown"):
    """Nobody can say what happened. `why` is a code for logs and lists."""

    number: str
    why: str


Said = Verified | Refused | Looking | Missing | Unknown


class Checker(Protocol):
    """Whoever checks identities. No method raises for what happens on the wire: that is `Unknown`."""

    async def check(self, number: str, identity: Identity) -> Said:
        """Ask whether somebody is who they say. `number` names this question for ever: asked twice, it is one."""
        ...

    async def query(self, number: str) -> Said:
        """How a question stands now."""
        ...

    async def disconnect(self) -> None:
        """Give up the connections; the last call."""
        ...


class Checkers(Struct, frozen=True):
    """One of the parts of an installation: whoever checks identities here, None where nobody does."""

    one: Checker | None


def whole(name: str, id_number: str, today: date) -> Identity:
    """The identity in its one form. Raises `BadIdNumber` where the number is not made as such numbers are."""
    number = id_number.upper()
    form = _FORM.fullmatch(number)
    if form is None or check_digit(number[:17]) != number[17] or not _day(form[1], today):
        raise BadIdNumber
    return Identity("".join(name.split()), number)


def check_digit(places: str) -> str:
    """The last place of a number, by the seventeen before it (ISO 7064, MOD 11-2)."""
    return _DIGITS[sum(weight * int(place) for weight, place in zip(_WEIGHTS, places, strict=True)) % 11]


def name_key(secret: people.Secret, name: str) -> bytes:
    """What tells whether two names are the same, and leads back to neither."""
    return _mark(secret, b"name", "".join(name.split()))


def identity_key(secret: people.Secret, identity: Identity) -> bytes:
    """The same of the number of an identity."""
    return _mark(secret, b"number", identity.id_number)


def asked_key(secret: people.Secret, identity: Identity) -> bytes:
    """The same of a whole question."""
    return _mark(secret, b"asked", f"{identity.id_number} {identity.name}")


def _mark(secret: people.Secret, kind: bytes, text: str) -> bytes:
    return hmac.digest(secret.key_for("identities"), kind + b"\0" + text.encode(), "sha256")


def _day(text: str, today: date) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return born < today
