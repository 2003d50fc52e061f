"""One spelling for each phone number, and nothing that leads back from what is kept."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from kith import people
from kith.people.phone import NotAPhoneNumber, normal
from tests.cast import SECRET

mobiles = st.from_regex(r"13[5-9][0-9]{8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+49 151 23456789", "+4915123456789"),
        ("+1 (650) 253-0000", "+16502530000"),
    ],
)
def test_spellings(text: str, number: str) -> None:
    assert normal(text, "CN") == number


@pytest.mark.parametrize(
    "text", ["", "abc", "123", "+86123", "1380013800013800", "13800138000 ext. 5", "+999123456789"]
)
def test_not_a_phone_number(text: str) -> None:
    with pytest.raises(NotAPhoneNumber) as caught:
        normal(text, "CN")
    assert not caught.value.facts
    assert caught.value.__cause__ is None


@given(st.text(max_size=32))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = normal(text, "CN")
    except NotAPhoneNumber:
        return
    assert normal(number, "US") == number


@given(mobiles, st.sampled_from(["", " ", "-", "."]), st.sampled_from(["", "+86", "0086", "+86 "]))
def test_all_spellings_are_one_number(mobile: str, between: str, before: str) -> None:
    spelled = f"{before}{mobile[:3]}{between}{mobile[3:7]}{between}{mobile[7:]}"
    assert normal(spelled, "CN") == f"+86{mobile}"


@given(mobiles, mobiles)
def test_a_key_belongs_to_one_number_and_one_installation(one: str, other: str) -> None:
    assert (SECRET.phone_key(one) == SECRET.phone_key(other)) == (one == other)
    assert SECRET.phone_key(one) != people.Secret(bytes(32)).phone_key(one)


@given(st.text(max_size=200), st.binary(min_size=16, max_size=16))
def test_what_is_sealed_opens_only_where_it_belongs(text: str, row: bytes) -> None:
    sealed = SECRET.seal(text, row)
    assert SECRET.unseal(sealed, row) == text
    assert SECRET.seal(text, row) != sealed
    with pytest.raises(InvalidTag):
        SECRET.unseal(sealed, row + b"x")
    with pytest.raises(InvalidTag):
        people.Secret(bytes(32)).unseal(sealed, row)


def test_a_secret_is_long_and_not_shown() -> None:
    with pytest.raises(ValueError, match="shorter than 32 bytes"):
        people.Secret(b"short")
    assert "only the tests" not in repr(SECRET)
