"""What is packed is what the database reads."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.kit import arrays
from kith.kit.sql import Tx

MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 bounds
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
KINDS: dict[str, tuple[Callable[[Any], bytes], st.SearchStrategy[Any]]] = {
    "uuid": (arrays.uuids, st.none() | st.uuids()),
    "bigint": (arrays.bigints, st.integers(-(2**63), 2**63 - 1)),
    "text": (arrays.texts, TEXT),
    "timestamptz": (arrays.moments, st.none() | MOMENTS),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_an_array_arrives_as_it_was(tx: Tx, kind: str, data: st.DataObject) -> None:
    pack, elements = KINDS[kind]
    values = data.draw(st.lists(elements, max_size=20))
    query = f"SELECT %(values)b::{kind}[], pg_typeof(%(values)b)::text"
    row = await (await tx.execute(query, {"values": pack(values)})).fetchone()
    assert row == (values, {"timestamptz": "timestamp with time zone"}.get(kind, kind) + "[]")


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_numbers_are_unpacked(values: list[int]) -> None:
    assert arrays.unpacked(arrays.bigints(values)) == values
