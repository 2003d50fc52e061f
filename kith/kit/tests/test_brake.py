"""Brakes: so many in a window, for each of those who are counted, and nothing is kept of a window that is over."""

from datetime import datetime, timedelta
from uuid import UUID

from kith.kit.brake import Brake

ONE, OTHER, PHONE, TABLET = (UUID(int=number) for number in range(4))
MINUTE = timedelta(minutes=1)


def test_the_person_and_the_device_count(now: datetime) -> None:
    brake = Brake(MINUTE)
    assert [brake.press(((ONE, 3), (PHONE, 2)), now) for _ in range(3)] == [None, None, 60]
    later = now + timedelta(seconds=59.5)
    assert [brake.press(((ONE, 3), (TABLET, 2)), later) for _ in range(2)] == [None, 1]
    assert brake.press(((OTHER, 3),), later) is None
    assert brake.press(((ONE, 3), (PHONE, 2)), now + MINUTE) is None


def test_what_is_refused_is_not_counted(now: datetime) -> None:
    brake = Brake(MINUTE)
    for _ in range(5):
        brake.press(((ONE, 9), (PHONE, 1)), now)
    assert [brake.press(((ONE, 3),), now) for _ in range(3)] == [None, None, 60]
