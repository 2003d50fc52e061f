"""Page markers: what is not one of ours is refused, whatever it is."""

from uuid import UUID

import pytest

from kith.kit.page import TOP, BadCursor, Newest, cursor, key


def test_a_marker_leads_back_to_its_key() -> None:
    assert key(cursor(*TOP), Newest) == TOP
    assert key(None, Newest) is None


@pytest.mark.parametrize(
    "marker", ["", "x", "====", "/+", "页", "\u00d7\U00063937", "bnVsbA", cursor(1), cursor(UUID(int=1))]
)
def test_any_other_is_refused(marker: str) -> None:
    with pytest.raises(BadCursor):
        key(marker, Newest)
