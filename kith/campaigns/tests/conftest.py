"""The show of the tests."""

from datetime import datetime

import pytest

from kith.campaigns.tests.show import Show
from kith.kit.sql import Database


@pytest.fixture
async def show(db: Database, now: datetime) -> Show:
    """Groups with some life in them, with real commits."""
    return await Show(db, now).build()
