"""The desk at which payments are tested."""

from datetime import datetime

import pytest

from kith.kit.sql import Database
from kith.payments.tests.desk import Desk


@pytest.fixture
def desk(db: Database, now: datetime) -> Desk:
    """A desk with real commits."""
    return Desk(db, now)
