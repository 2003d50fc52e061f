"""An operator who holds a number finds the person; nobody else's number does."""

from datetime import datetime

import pytest

from kith import people
from kith.kit.sql import Tx
from kith.people.phone import NotAPhoneNumber
from tests.cast import ANN, SECRET, enrol, phone_of


async def test_a_known_number_leads_to_its_person(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    assert await people.find_by_phone(tx, SECRET, people.Policy(), phone_of(ANN)) == ANN


@pytest.mark.parametrize(("phone", "refusal"), [("none", NotAPhoneNumber), ("+8613812345678", people.PersonNotFound)])
async def test_any_other_is_refused(tx: Tx, phone: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await people.find_by_phone(tx, SECRET, people.Policy(), phone)
