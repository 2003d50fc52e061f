"""The town of the tests of gifts."""

from datetime import datetime

import pytest

from kith.gifts.tests.town import Town
from kith.kit.sql import Database


@pytest.fixture
async def town(db: Database, now: datetime) -> Town:
    """Ann and Bo, who are friends, and a shop with five vases of each kind."""
    return await Town(db, now).build()
