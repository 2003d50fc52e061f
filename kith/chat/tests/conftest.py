"""The hall of the tests, with Ann, Bo and Chen in it; Bo and Chen are friends."""

from datetime import datetime

import pytest

from kith.chat.policy import Policy
from kith.chat.tests.hall import Hall
from kith.kit.sql import Tx
from tests.cast import ANN, BO, CHEN


@pytest.fixture
async def hall(tx: Tx, now: datetime) -> Hall:
    """Small limits, so that they are reached soon."""
    policy = Policy(
        greetings_a_day=2,
        messages_a_minute=6,
        blocked_words=("spam", "代购"),
        blocked_domains=("evil.example",),
        group_members=4,
        groups_owned=2,
        groups_joined=3,
        asks_waiting=2,
    )
    hall = Hall(tx, now, policy)
    await hall.enter(ANN, BO, CHEN)
    await hall.befriend(BO, CHEN)
    return hall
