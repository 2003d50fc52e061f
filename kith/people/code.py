"""Sign-in codes: how often one is sent, and what typing one leads to.

A number has one code at a time: a newer one takes the place of the older. All rules treat numbers alike, whether or not
somebody has joined with them.
"""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.people.policy import Policy

CodePurpose = Literal["sign_in", "leave"]
"""What a code is good for: one that was sent for the one does not do the other."""

DIGITS = 6
_DAY = timedelta(days=1)


class CodeTooSoon(Refusal, status=429):
    """A code was sent to this number a moment ago. It may take a minute to arrive; then you can ask again."""


class TooManyCodes(Refusal, status=429):
    """This number has had all its codes for one day. Try again tomorrow."""


class CodeExpired(Refusal, status=403):
    """This number has no code that can be used now. Ask for a new one."""


class TooManyTries(Refusal, status=429):
    """This code was typed wrong too often. Ask for a new one."""


class WrongCode(Refusal, status=403):
    """That is not the code. Look at the newest message and try again."""


class Code(Struct):
    """The code of a number."""

    code_hash: bytes
    valid_until: datetime
    tries: int
    used_at: datetime | None
    sent_at: list[datetime]


class CodeSent(Struct):
    """A code is on its way, whoever's number it is."""

    valid_until: datetime
    again_at: datetime
    """When the next one may be asked for."""


def may_send(sent: list[datetime], policy: Policy, now: datetime) -> list[datetime]:
    """The earlier codes that still count. Raises, in this order, `CodeTooSoon` and `TooManyCodes`."""
    gap = timedelta(seconds=policy.code_gap_seconds)
    recent = sorted(moment for moment in sent if moment > now - _DAY)
    if recent and recent[-1] + gap > now:
        raise CodeTooSoon(retry_after=_seconds(recent[-1] + gap - now))
    if len(recent) >= policy.codes_a_day:
        raise TooManyCodes(retry_after=_seconds(recent[-policy.codes_a_day] + _DAY - now))
    return recent


def refusal_of(code: Code | None, right: bool, policy: Policy, now: datetime) -> Refusal | None:
    """The answer to a typed code: `CodeExpired`, `TooManyTries`, `WrongCode` in this order; None where it opens."""
    if code is None or code.used_at is not None or code.valid_until <= now:
        return CodeExpired()
    if code.tries >= policy.code_tries:
        return TooManyTries()
    if not right:
        return WrongCode(tries_left=policy.code_tries - code.tries - 1)
    return None


def _seconds(span: timedelta) -> int:
    return -(-span // timedelta(seconds=1))


by_phone = Query(
    Code,
    "SELECT code_hash, valid_until, tries, used_at, sent_at FROM sign_in_code WHERE phone_key = %(phone_key)s",
)
lock = Query(
    Code,
    """
    SELECT code_hash, valid_until, tries, used_at, sent_at FROM sign_in_code WHERE phone_key = %(phone_key)s FOR UPDATE
    """,
)
# Guarded by the history that was decided on: of two requests at the same moment one finds another history, and nothing.
issue = Statement(
    """
    INSERT INTO sign_in_code (phone_key, code_hash, valid_until, tries, used_at, sent_at)
    VALUES (%(phone_key)s, %(code_hash)s, %(valid_until)s, 0, NULL, %(sent_at)s)
    ON CONFLICT (phone_key) DO UPDATE
    SET code_hash = excluded.code_hash, valid_until = excluded.valid_until, tries = 0, used_at = NULL,
        sent_at = excluded.sent_at
    WHERE sign_in_code.sent_at = %(seen)s::timestamptz[]
    """
)
count_try = Statement("UPDATE sign_in_code SET tries = tries + 1 WHERE phone_key = %(phone_key)s")
use = Statement("UPDATE sign_in_code SET used_at = %(now)s WHERE phone_key = %(phone_key)s AND used_at IS NULL")
forget = Statement("DELETE FROM sign_in_code WHERE phone_key = %(phone_key)s")
forget_old = Statement("DELETE FROM sign_in_code WHERE valid_until <= %(before)s")
