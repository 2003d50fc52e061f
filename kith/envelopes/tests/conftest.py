"""The party of the tests."""

from datetime import datetime

import pytest

from kith.envelopes.tests.party import Party
from kith.kit.sql import Tx


@pytest.fixture
async def party(tx: Tx, now: datetime) -> Party:
    """In one transaction that is rolled back."""
    return await Party(now).begin(tx)
