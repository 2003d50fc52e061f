"""The one protocol between Kith and whoever follows parcels, and the carriers whose parcels can be followed.

Registering a number and asking about it have outcomes that are types, and `Unknown` is one of them: the same number is
then tried again for as long as it takes. What a gateway says may come twice, late, or after something younger.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

from kith.kit.refusal import Refusal

CarrierCode = Literal["sf", "jd", "ems", "zto", "yto", "sto", "yunda", "jt", "deppon"]
"""SF Express, JD Logistics, EMS and China Post, ZTO, YTO, STO, Yunda, J&T, Deppon."""

Status = Literal["accepted", "in_transit", "out_for_delivery", "delivered", "exception", "returned"]

MOST_SIGHTINGS = 500
"""A report with more is not about one parcel."""


class TrackingNumberMalformed(Refusal):
    """This carrier does not write its tracking numbers like this. Check the label, and the choice of carrier."""


class Sighting(Struct, frozen=True):
    """One event on a parcel's way. `note` is the carrier's own words; they can name places."""

    status: Status
    happened_at: datetime
    note: str


class Report(Struct, frozen=True):
    """What a gateway says about one parcel: everything it knows, or only the news."""

    carrier: CarrierCode
    tracking_no: str
    sightings: list[Sighting]


class Registered(Struct, frozen=True, tag="registered"):
    """The gateway will tell us about this number, from now on or since an earlier time we asked."""


class Declined(Struct, frozen=True, tag="declined"):
    """The carrier definitely does not have this number; `code` is the gateway's own word for it."""

    code: str


class Missing(Struct, frozen=True, tag="missing"):
    """The number was never registered with the gateway."""


class Unknown(Struct, frozen=True, tag="unknown"):
    """Nobody can say what happened. `why` is a code for logs."""

    why: str


class Forged(Exception):
    """A callback that the gateway did not just send to us. `why` is a code for logs; it quotes nothing that came in."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreadable(Exception):
    """A body that is not a report in this gateway's form."""


class CarrierGateway(Protocol):
    """Somebody who follows parcels. No method raises for what happens on the wire: that is `Unknown`."""

    @property
    def name(self) -> str:
        """As it stands in the callback's URL and in rows."""
        ...

    @property
    def follows(self) -> frozenset[CarrierCode]:
        """The carriers whose parcels it follows."""
        ...

    async def register(self, carrier: CarrierCode, tracking_no: str) -> Registered | Declined | Unknown:
        """Have it tell us about this parcel. The same number again is `Registered` again."""
        ...

    async def ask(self, carrier: CarrierCode, tracking_no: str) -> Report | Missing | Unknown:
        """Everything it knows about the parcel."""
        ...

    def verify(self, body: bytes, headers: Mapping[str, str], real_now: datetime) -> None:
        """Make sure that the gateway sent this callback, and only just now. Raises `Forged`."""
        ...

    def read(self, body: bytes) -> Report:
        """The meaning of a verified callback. Raises `Unreadable`."""
        ...

    async def disconnect(self) -> None:
        """Give up the connections; the last call."""
        ...


class Carriers(dict[str, CarrierGateway]):
    """The carrier gateways of this installation by name: one of its parts. Earlier ones are preferred."""

    def __init__(self, *gateways: CarrierGateway) -> None:
        super().__init__({gateway.name: gateway for gateway in gateways})

    def following(self, carrier: str) -> CarrierGateway | None:
        """The gateway that follows this carrier's parcels; None where no one does."""
        return next((gateway for gateway in self.values() if carrier in gateway.follows), None)


# Wide enough for the older forms of each: this catches slips of the pen, the carrier catches the rest.
_FORMS: dict[CarrierCode, str] = {
    "sf": r"SF\d{12,13}|\d{12}|\d{15}",
    "jd": r"JD[A-Z]{0,2}\d{11,14}",
    "ems": r"[A-Z]{2}\d{9}[A-Z]{2}|\d{13}",
    "zto": r"\d{12}|\d{14}|ZT\d{12}",
    "yto": r"YT\d{13}|[A-Z]?\d{12,13}",
    "sto": r"\d{12,13}|\d{15}",
    "yunda": r"\d{13}|\d{15}",
    "jt": r"JT\d{13}|\d{15}",
    "deppon": r"DPK\d{12}|\d{8,10}",
}


def label(carrier: CarrierCode, tracking_no: str) -> str:
    """The number as the carrier writes it, without people's blanks and dashes. Raises `TrackingNumberMalformed`."""
    bare = re.sub(r"[\s-]", "", tracking_no).upper()
    if not re.fullmatch(_FORMS[carrier], bare, re.ASCII):
        raise TrackingNumberMalformed(carrier=carrier)
    return bare
