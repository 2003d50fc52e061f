"""Following, friends, blocks."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from tests.cast import ANN, BO, befriend, enrol


async def test_following_each_other_is_being_friends(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    await enrol(tx, BO, now)
    await befriend(tx, ANN, BO, now)
    assert await people.mutual(tx, ANN, BO)
