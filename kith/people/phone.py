"""Phone numbers: one spelling for each, and the row that leads from a number to its person."""

from uuid import UUID

import phonenumbers

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class NotAPhoneNumber(Refusal, status=409):
    """This is no phone number. Write it as you would dial it, or with + and the country code."""


def normal(text: str, region: str) -> str:
    """The number in E.164; without a country code it is one of `region`. Raises `NotAPhoneNumber`."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


owner = Query(UUID, "SELECT person_id FROM phone WHERE phone_key = %(phone_key)s")
sealed = Query(bytes, "SELECT sealed_number FROM phone WHERE phone_key = %(phone_key)s")
add = Statement(
    """
    INSERT INTO phone (phone_key, person_id, sealed_number, created_at)
    VALUES (%(phone_key)s, %(person_id)s, %(sealed_number)s, %(now)s)
    """
)
forget = Statement("DELETE FROM phone WHERE phone_key = %(phone_key)s")

remember_underage = Statement(
    """
    INSERT INTO underage (phone_key, until_at) VALUES (%(phone_key)s, %(until_at)s)
    ON CONFLICT (phone_key) DO NOTHING
    """
)
is_underage = Query(bool, "SELECT EXISTS (SELECT FROM underage WHERE phone_key = %(phone_key)s AND until_at > %(now)s)")
forget_underage = Statement("DELETE FROM underage WHERE until_at <= %(now)s")
