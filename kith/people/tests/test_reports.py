"""Reports: what the operator gets to know, and that nobody else does."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kith import people
from kith.kit import clock, ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.report import NewReport, ReportDiffers, Reported, ReportId, TooManyReports
from kith.people.report_person import report_person
from tests.cast import ANN, BO, CHEN, bearer, client, enrol, parts

POLICY = people.Policy(reports_a_day=2)


@pytest.fixture
async def cast(tx: Tx, now: datetime) -> Tx:
    for person in (ANN, BO, CHEN):
        await enrol(tx, person, now)
    return tx


async def quoted(tx: Tx, reporter: PersonId, reported: PersonId, gift_id: UUID) -> str | None:
    """What the other wrote with gift 7."""
    del tx
    return f"{reported == BO} {reporter == ANN}" if gift_id == UUID(int=7) else None


def report(**other: object) -> NewReport:
    content: dict[str, object] = {"report_id": ReportId(ids.new()), "reason": "spam", "text": "again and again"}
    return NewReport(**content | other)


async def send(tx: Tx, asked: NewReport, now: datetime, by: PersonId = ANN, about: PersonId = BO) -> Reported:
    return await report_person(
        tx, POLICY, people.Evidence(quoted), reporter_id=by, reported_id=about, asked=asked, now=now
    )


async def test_a_report_is_kept_once_and_waits_until_it_is_closed(cast: Tx, now: datetime) -> None:
    first, second = report(), report(reason="underage", text="")
    assert await send(cast, first, now) == Reported(first.report_id, now)
    later = now + timedelta(hours=1)
    assert await send(cast, first, later) == Reported(first.report_id, now)
    await send(cast, second, later, by=CHEN)
    waiting = await people.list_reports(cast, 100)
    assert [each.report_id for each in waiting] == [first.report_id, second.report_id]
    told = waiting[0]
    assert (told.reporter_id, told.reported_id, told.reason, told.text) == (ANN, BO, "spam", "again and again")
    assert (told.reported_at, told.closed_at, told.outcome) == (now, None, None)
    assert len(await people.list_reports(cast, 1)) == 1

    closed = await people.close_report(cast, first.report_id, "warned", later)
    assert (closed.closed_at, closed.outcome) == (later, "warned")
    assert [each.report_id for each in await people.list_reports(cast, 100)] == [second.report_id]
    for gone in (first.report_id, ReportId(ids.new())):
        with pytest.raises(people.ReportNotFound):
            await people.close_report(cast, gone, "again", later)
    assert await send(cast, first, later) == Reported(first.report_id, now)


async def test_what_the_other_wrote_is_kept_with_the_report(cast: Tx, now: datetime) -> None:
    with_words, without = report(gift_id=UUID(int=7)), report(gift_id=UUID(int=8))
    await send(cast, with_words, now)
    await send(cast, without, now)
    waiting = {each.report_id: (each.gift_id, each.evidence) for each in await people.list_reports(cast, 100)}
    assert waiting == {with_words.report_id: (UUID(int=7), "True True"), without.report_id: (UUID(int=8), None)}
    with pytest.raises(ReportDiffers):
        await send(cast, report(report_id=with_words.report_id), now)


async def test_what_is_refused(cast: Tx, now: datetime) -> None:
    """In the order of the checks; the same report is never counted twice."""

    async def refused(asked: NewReport, by: PersonId = ANN, about: PersonId = BO) -> type[Refusal]:
        with pytest.raises(Refusal) as raised:
            await send(cast, asked, now, by, about)
        return type(raised.value)

    first, nobody = report(), PersonId(ids.new())
    await send(cast, first, now)
    assert await refused(first, about=ANN) is NotYourself
    changed: list[dict[str, object]] = [{"reason": "other"}, {"text": ""}]
    for change in changed:
        assert await refused(report(report_id=first.report_id, **change)) is ReportDiffers
    assert await refused(first, by=CHEN) is ReportDiffers
    assert await refused(first, about=CHEN) is ReportDiffers
    assert await refused(first, about=nobody) is ReportDiffers
    await send(cast, report(), now)
    await send(cast, first, now)
    assert await refused(report(), about=nobody) is PersonNotFound
    assert await refused(report()) is TooManyReports
    await send(cast, report(), now, by=CHEN)
    await send(cast, report(), now + timedelta(days=1))


async def test_it_works_across_a_block(cast: Tx, now: datetime) -> None:
    await people.block(cast, people.Blocked(), BO, ANN, now)
    await send(cast, report(), now)


async def test_over_http(db: Database) -> None:
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await enrol(tx, person, clock.now())
    async with client(parts(db, POLICY)) as ask:
        ann, bo = await bearer(db, ANN), await bearer(db, BO)
        body = {"report_id": str(ids.new()), "reason": "harassment", "text": "x" * 1000}
        before = {
            path: (await ask.get(path, headers=bo)).content for path in ("/me", "/me/followers", f"/people/{ANN}")
        }
        answer = await ask.post(f"/people/{BO}/reports", json=body, headers=ann)
        assert answer.status_code == 201
        assert set(answer.json()) == {"report_id", "reported_at"}
        assert (await ask.post(f"/people/{BO}/reports", json=body, headers=ann)).json() == answer.json()
        for path, seen in before.items():
            assert (await ask.get(path, headers=bo)).content == seen
        for wrong in ({"reason": "rude"}, {"text": "x" * 1001}, {"text": "a\0"}, {"report_id": "1"}):
            answer = await ask.post(f"/people/{BO}/reports", json=body | wrong, headers=ann)
            assert answer.status_code == 400
        new = {"report_id": str(ids.new())}
        assert (await ask.post(f"/people/{BO}/reports", json=body | new, headers=ann)).status_code == 201
        answer = await ask.post(f"/people/{BO}/reports", json=body | {"report_id": str(ids.new())}, headers=ann)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_reports")
        assert 86_000 < int(answer.headers["retry-after"]) <= 86_400
