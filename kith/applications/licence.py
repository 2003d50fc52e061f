"""The number of a business licence: the unified social credit code (GB 32100), 18 places with a check at the end."""

import re

from kith.kit.refusal import Refusal

_PLACES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"[{_PLACES}]{{2}}\d{{6}}[{_PLACES}]{{10}}")
_OLD = re.compile(r"\d{15}")


class BadLicence(Refusal):
    """This is no unified social credit code. Copy its 18 places from the licence; I, O, S, V and Z are never in one."""


class OldLicence(Refusal):
    """This is an old number of 15 digits. Give the 18-place code of the new licence, for which the old one is exchanged
    at the registration office, free of charge."""


def licence_of(text: str) -> str:
    """The code in its one form: capitals, without blanks. Raises `OldLicence`, `BadLicence`."""
    code = "".join(text.split()).upper()
    if _OLD.fullmatch(code):
        raise OldLicence
    if not _FORM.fullmatch(code) or check_place(code[:17]) != code[17]:
        raise BadLicence
    return code


def check_place(places: str) -> str:
    """The last place of a code, by the seventeen before it: weights are powers of 3, modulo 31."""
    total = sum(pow(3, number, 31) * _PLACES.index(place) for number, place in enumerate(places))
    return _PLACES[-total % 31]
