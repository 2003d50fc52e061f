"""Ann, Bo and Chen, who are friends, and a push service."""

from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path

import pytest

from kith.kit.sql import Database
from kith.push.tests.away import Away
from kith.push.tests.receiver import receiving
from tests.cast import ANN, BO, CHEN


@pytest.fixture
async def away(db: Database, now: datetime, tmp_path: Path) -> AsyncGenerator[Away]:
    """It is noon in Beijing."""
    async with receiving(tmp_path) as (receiver, service):
        made = Away(db, now, receiver, service)
        await made.enter(ANN, BO, CHEN)
        yield made
