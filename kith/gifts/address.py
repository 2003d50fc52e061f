"""An address in the form of the Chinese mainland, as the recipient enters it and as the shop reads it."""

from typing import Annotated

from msgspec import Meta, Struct

from kith.gifts import region as regions
from kith.kit.refusal import Refusal

RegionCode = Annotated[
    str, Meta(min_length=6, max_length=6, pattern="^[1-9][0-9]{5}$", description="GB/T 2260 code", examples=["440305"])
]

_LINE = r"^(?!\s)(?!.*\s$)[^\r\n\x00]+$"
"""One line without blanks around it."""


class UnknownRegion(Refusal):
    """Province, city and district do not belong together. Choose them again."""


class Address(Struct, frozen=True, kw_only=True):
    """Where a gift goes. It is kept sealed, and it has no text form, so that no log can hold one."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=_LINE, description="who takes it in")]
    mobile: Annotated[
        str, Meta(min_length=11, max_length=11, pattern="^1[3-9][0-9]{9}$", description="mobile number of the mainland")
    ]
    province: RegionCode
    city: RegionCode
    district: RegionCode
    street: Annotated[
        str, Meta(min_length=1, max_length=120, pattern=_LINE, description="street, number, building, room")
    ]

    def __repr__(self) -> str:
        return "Address(…)"


class Label(Struct, frozen=True, kw_only=True):
    """What the shop writes on the parcel."""

    name: str
    mobile: str
    province: str
    city: str
    district: str
    street: str

    def __repr__(self) -> str:
        return "Label(…)"


def check(address: Address) -> None:
    """Raises `UnknownRegion` unless the codes name a district, its city and its province."""
    if not regions.belong_together(address.province, address.city, address.district):
        raise UnknownRegion


def label(address: Address) -> Label:
    """The address with the names of its regions."""
    names = regions.names()
    return Label(
        name=address.name,
        mobile=address.mobile,
        province=names[address.province],
        city=names[address.city],
        district=names[address.district],
        street=address.street,
    )
