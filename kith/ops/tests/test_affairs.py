"""What operators do about people and money is done by the verbs below, and stands in the log."""

from datetime import datetime

import pytest

from kith import payments, people
from kith.kit import ids
from kith.kit.sql import Database
from kith.ops.list_log import list_log
from kith.ops.operator import Operator, OperatorId, SessionId
from kith.ops.set_freeze import set_freeze
from kith.ops.view_affairs import view_affairs
from tests.cast import ANN, BO, enrol

OLGA = Operator(OperatorId(ids.new()), "Olga", ("support",), SessionId(ids.new()))


async def test_a_look_and_a_freeze_stand_in_the_log(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
    async with db.transaction() as tx:
        for _ in range(2):
            await set_freeze(tx, ANN, frozen=True, reason="asked by phone", operator=OLGA, now=now)
        shown = await view_affairs(tx, ANN, by=OLGA, now=now)
        assert (shown.person.person_id, shown.balance_fen, shown.frozen) == (ANN, 0, True)
        assert [(one.deed, one.decided_by) for one in shown.freezes] == [("freeze", "Olga")]
        await set_freeze(tx, ANN, frozen=False, reason="all is well", operator=OLGA, now=now)
        assert not (await view_affairs(tx, ANN, by=OLGA, now=now)).frozen
    async with db.transaction() as tx:
        page = await list_log(tx, about=f"person/{ANN}", deed=None, by="Olga", after=None, limit=9)
        assert [one.deed for one in reversed(page.items)] == [
            "freeze_wallet", "view_person", "free_wallet", "view_person"
        ]  # fmt: skip
        with pytest.raises(people.PersonNotFound):
            await view_affairs(tx, BO, by=OLGA, now=now)


async def test_somebody_is_found_by_id_or_nickname(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        card = await people.card(tx, ANN, now)
        for asked in (str(ANN), card.nickname):
            assert [one.person_id for one in await people.find_people(tx, asked, 5, now)] == [ANN]
        for asked in (str(BO), "nobody at all", " "):
            assert await people.find_people(tx, asked, 5, now) == []


@pytest.mark.parametrize("kind", ["attempt", "refund", "payout"])
async def test_there_is_nothing_to_ask_about_what_is_not_there(db: Database, now: datetime, kind: str) -> None:
    async with db.transaction() as tx:
        with pytest.raises(payments.NothingToAsk):
            await payments.ask_again(tx, kind, ids.new(), now)  # pyright: ignore[reportArgumentType]
