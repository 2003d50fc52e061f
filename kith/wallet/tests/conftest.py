"""The household of which the wallets are tested."""

from datetime import datetime

import pytest

from kith.kit.sql import Database
from kith.wallet.tests.household import Household


@pytest.fixture
async def home(db: Database, now: datetime) -> Household:
    """A household with real commits."""
    return await Household(db, now).build()
