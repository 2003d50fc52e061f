"""Sign-in codes: how often, and what typing one leads to."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import people
from kith.kit.refusal import Refusal
from kith.people.code import Code, CodeExpired, CodeTooSoon, TooManyCodes, TooManyTries, WrongCode, may_send, refusal_of

POLICY = people.Policy()
NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def ago(*spans: timedelta) -> list[datetime]:
    return [NOW - span for span in spans]


@pytest.mark.parametrize(
    ("sent", "refusal", "retry_after"),
    [
        # Ten today and the last just now: the nearer limit is named.
        (ago(*(MINUTE * n for n in range(9, 0, -1)), SECOND), CodeTooSoon, 59),
        (ago(timedelta(microseconds=1)), CodeTooSoon, 60),
        (ago(timedelta(seconds=59.5)), CodeTooSoon, 1),
        (ago(*(MINUTE * n for n in range(10, 0, -1))), TooManyCodes, 86_400 - 600),
        (ago(*(MINUTE * n for n in range(12, 0, -1))), TooManyCodes, 86_400 - 600),
        (ago(DAY - SECOND, *(MINUTE * n for n in range(9, 0, -1))), TooManyCodes, 1),
    ],
)
def test_codes_are_refused(sent: list[datetime], refusal: type[Refusal], retry_after: int) -> None:
    with pytest.raises(refusal) as caught:
        may_send(sent, POLICY, NOW)
    assert caught.value.facts == {"retry_after": retry_after}


@pytest.mark.parametrize(
    ("sent", "counting"),
    [([], 0), (ago(MINUTE), 1), (ago(DAY, MINUTE), 1), (ago(DAY, *(MINUTE * n for n in range(9, 0, -1))), 9)],
)
def test_codes_are_sent(sent: list[datetime], counting: int) -> None:
    assert len(may_send(sent, POLICY, NOW)) == counting


def refused(sent: list[datetime], now: datetime) -> Refusal | None:
    try:
        may_send(sent, POLICY, now)
    except Refusal as refusal:
        return refusal
    return None


@given(st.lists(st.integers(0, 4000), max_size=120))
def test_the_limits_hold_whatever_is_asked_when(waits: list[int]) -> None:
    """Asked `waits` seconds apart: a minute lies between two codes, no 24 hours see more than ten."""
    now, sent = NOW, list[datetime]()
    for wait in waits:
        now += wait * SECOND
        refusal = refused(sent, now)
        if refusal is None:
            sent.append(now)
            continue
        wait_for = int(refusal.facts["retry_after"]) * SECOND
        assert isinstance(refused(sent, now + wait_for - SECOND), type(refusal)), "not before"
        assert not isinstance(refused(sent, now + wait_for), type(refusal)), "then it is over"
    assert all(later - earlier >= MINUTE for earlier, later in pairwise(sent))
    assert all(later - earlier >= DAY for earlier, later in zip(sent, sent[10:], strict=False))
    assert may_send(sent, POLICY, now + DAY) == [moment for moment in sent if moment > now]


def code(*, valid: timedelta = MINUTE, tries: int = 0, used: bool = False) -> Code:
    return Code(b"", NOW + valid, tries, NOW if used else None, [NOW])


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize(
    ("kept", "refusal"),
    [
        (None, CodeExpired),
        (code(used=True), CodeExpired),
        (code(used=True, tries=5), CodeExpired),
        (code(valid=timedelta(0)), CodeExpired),
        (code(valid=-SECOND, tries=5), CodeExpired),
        (code(tries=5), TooManyTries),
        (code(tries=9), TooManyTries),
    ],
)
def test_a_code_of_no_use_does_not_tell_right_from_wrong(
    kept: Code | None, refusal: type[Refusal], right: bool
) -> None:
    assert type(refusal_of(kept, right, POLICY, NOW)) is refusal


@pytest.mark.parametrize("tries", range(5))
def test_five_tries(tries: int) -> None:
    wrong = refusal_of(code(tries=tries), False, POLICY, NOW)
    assert isinstance(wrong, WrongCode)
    assert wrong.facts == {"tries_left": 4 - tries}
    assert refusal_of(code(tries=tries), True, POLICY, NOW) is None
