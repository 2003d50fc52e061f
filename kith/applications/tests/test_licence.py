"""The number of a business licence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import applications
from kith.applications.licence import licence_of
from kith.kit.refusal import Refusal

PLACES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
GOOD = "91350100M000100Y43"
"""The example of the standard."""

bodies = st.builds(
    lambda head, region, tail: head + region + tail,
    st.text(PLACES, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(PLACES, min_size=9, max_size=9),
)


def test_the_example_of_the_standard() -> None:
    assert licence_of(" 91350100 m000100y43") == GOOD


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("350100200012345", applications.OldLicence),
        ("", applications.BadLicence),
        ("91350100M000100Y4", applications.BadLicence),
        ("91350100M000100Y44", applications.BadLicence),
        ("91350100M0O0100Y43", applications.BadLicence),
        ("9135010AM000100Y43", applications.BadLicence),
    ],
)
def test_refusals(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        licence_of(text)


@given(bodies, st.data())
def test_one_wrong_place_is_always_found(body: str, data: st.DataObject) -> None:
    code = body + applications.check_place(body)
    assert licence_of(code) == code
    at = data.draw(st.integers(8, 17))
    other = data.draw(st.sampled_from([place for place in PLACES if place != code[at]]))
    with pytest.raises(applications.BadLicence):
        licence_of(code[:at] + other + code[at + 1 :])
