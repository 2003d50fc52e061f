"""The fair of the tests."""

from datetime import datetime

import pytest

from kith.kit.sql import Tx
from kith.tasks.tests.fair import Fair


@pytest.fixture
async def fair(tx: Tx, now: datetime) -> Fair:
    """In one transaction that is rolled back."""
    return await Fair(tx, now).begin()
