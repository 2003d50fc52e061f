"""Ids that belong to others."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from kith.kit import ids

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
EARLY = UUID("0190d0de-0000-7000-8000-00000000701f")


@pytest.mark.parametrize("owner", [NAMESPACE_DNS, EARLY])
def test_what_belongs_to_an_owner_of_no_time_or_an_early_one_is_the_hash(owner: UUID) -> None:
    assert ids.derived(owner, "role") == uuid5(owner, "role")


def test_the_answer_is_always_the_same() -> None:
    owner = UUID("01a6f0a1-7c00-7abc-8def-0123456789ab")
    assert ids.derived(owner, "role") == UUID("6f0aff01-260d-84a6-8f71-6f35cfdcebdc")
    assert ids.derived(owner, "role") != ids.derived(owner, "other role")


def test_what_belongs_to_those_of_one_time_lies_together() -> None:
    one, other = ids.new(NOW), ids.new(NOW + timedelta(seconds=1))
    far = ids.new(NOW + timedelta(hours=1))
    first, second, third = (ids.derived(owner, "role") for owner in (one, other, far))
    assert first.version == 8
    assert first.bytes[:2] == second.bytes[:2] != third.bytes[:2]
    assert ids.derived(first, "role").bytes[:2] == first.bytes[:2]
