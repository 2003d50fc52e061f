"""Messages: from the table to the gateway, whatever the gateway answers."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest

from kith import people
from kith.kit.sql import Database, Query
from kith.people.jobs import jobs
from kith.people.list_outbox import list_outbox
from kith.people.message import LEASE, Message
from tests.cast import SECRET, waiting

POLICY = people.Policy()
PHONE = "+8613900139000"
MESSAGE = Message(UUID(int=7), PHONE, "[Kith] 042117")

due_jobs = Query(int, "SELECT count(*)::int FROM procrastinate_jobs WHERE task_name = 'people.deliver'")


class Provider(httpx.AsyncBaseTransport):
    """The other side: keeps what it is sent and answers as told."""

    def __init__(self, answer: int | Callable[[], Exception] = 200) -> None:
        self.answer = answer
        self.got: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.got.append(request)
        await asyncio.sleep(0)
        if isinstance(self.answer, int):
            return httpx.Response(self.answer)
        raise self.answer()

    @property
    def sms(self) -> people.Sms:
        return people.Sms(people.HttpSms("https://sms.example/send", "s3cret", self))


async def posted(db: Database, now: datetime) -> UUID:
    async with db.transaction() as tx:
        await people.send_code(tx, SECRET, POLICY, PHONE, now)
        (message_id,) = await waiting.all(tx)
    return message_id


async def left(db: Database) -> int:
    async with db.transaction() as tx:
        return len(await waiting.all(tx))


async def test_the_request_of_the_http_gateway(now: datetime) -> None:
    provider = Provider(202)
    await provider.sms.gateway.send(MESSAGE, now)
    (request,) = provider.got
    assert (request.method, str(request.url)) == ("POST", "https://sms.example/send")
    assert request.headers["authorization"] == "Bearer s3cret"
    assert json.loads(request.content) == {"id": str(UUID(int=7)), "to": PHONE, "text": "[Kith] 042117"}


@pytest.mark.parametrize(
    ("answer", "raised", "why"),
    [
        (400, people.SmsRejected, "http_400"),
        (401, people.SmsRejected, "http_401"),
        (302, people.SmsFailed, "http_302"),
        (408, people.SmsFailed, "http_408"),
        (429, people.SmsFailed, "http_429"),
        (500, people.SmsFailed, "http_500"),
        (lambda: httpx.ConnectTimeout(PHONE), people.SmsFailed, "ConnectTimeout"),
        (lambda: httpx.RemoteProtocolError(PHONE), people.SmsFailed, "RemoteProtocolError"),
    ],
)
async def test_answers_of_the_http_gateway(
    now: datetime, answer: int | Callable[[], Exception], raised: type[Exception], why: str
) -> None:
    with pytest.raises(raised) as caught:
        await Provider(answer).sms.gateway.send(MESSAGE, now)
    assert str(caught.value) == why
    assert caught.value.__cause__ is None


def test_neither_message_nor_gateway_shows_what_it_holds() -> None:
    for shown in (repr(MESSAGE), repr(Provider().sms)):
        assert PHONE not in shown
        assert "042117" not in shown
        assert "s3cret" not in shown


async def test_a_message_is_sent_once_and_gone(db: Database, now: datetime) -> None:
    message_id, provider = await posted(db, now), Provider()
    for _ in range(2):
        await people.deliver(db, provider.sms, SECRET, message_id, now)
    assert len(provider.got) == 1
    assert await left(db) == 0


async def test_two_workers_send_it_once(db: Database, now: datetime) -> None:
    message_id, provider = await posted(db, now), Provider()
    await asyncio.gather(*(people.deliver(db, provider.sms, SECRET, message_id, now) for _ in range(6)))
    assert len(provider.got) == 1


async def test_a_failed_message_is_sent_again_under_the_same_id(db: Database, now: datetime) -> None:
    message_id, provider = await posted(db, now), Provider(503)
    with pytest.raises(people.SmsFailed):
        await people.deliver(db, provider.sms, SECRET, message_id, now)
    provider.answer = 200
    await people.deliver(db, provider.sms, SECRET, message_id, now)
    first, second = provider.got
    assert first.content == second.content
    assert await left(db) == 0


async def test_a_rejected_message_is_not_sent_again(
    db: Database, now: datetime, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    message_id = await posted(db, now)
    await people.deliver(db, Provider(400).sms, SECRET, message_id, now)
    assert await left(db) == 0
    printed = caplog.text + "".join(capsys.readouterr())
    assert "http_400" in printed
    assert PHONE[3:] not in printed


async def test_a_message_out_of_date_is_not_sent(db: Database, now: datetime) -> None:
    message_id, provider = await posted(db, now), Provider()
    late = now + timedelta(seconds=POLICY.code_seconds)
    await people.deliver(db, provider.sms, SECRET, message_id, late)
    assert not provider.got
    async with db.transaction() as tx:
        await people.forget(tx, POLICY, late)
    assert await left(db) == 0


async def test_a_message_whose_job_was_lost_is_found(db: Database, now: datetime) -> None:
    await posted(db, now)
    for moment, found in ((now + LEASE / 2, 0), (now + LEASE, 1), (now + timedelta(hours=1), 0)):
        async with db.transaction() as tx:
            assert await people.deliver_waiting(tx, moment) == found
    async with db.transaction() as tx:
        assert await due_jobs.one(tx) == 2


def test_jobs_have_the_names_by_which_they_are_wanted() -> None:
    assert {"people.deliver", "people.deliver_waiting", "people.forget"} <= set(jobs.tasks)


async def test_the_outbox_shows_the_newest_first(db: Database, now: datetime) -> None:
    outbox = people.Outbox(db)
    for number in (1, 2, 3, 3):
        at = now + timedelta(minutes=number)
        await outbox.send(Message(UUID(int=number), PHONE, f"[Kith] {number}"), at)
    async with db.transaction() as tx:
        first = await list_outbox(tx, None, 2)
        rest = await list_outbox(tx, first.next, 2)
        assert [item.body for item in [*first.items, *rest.items]] == ["[Kith] 3", "[Kith] 2", "[Kith] 1"]
        assert rest.next is None
        await people.forget(tx, POLICY, now + timedelta(days=8))
        assert not (await list_outbox(tx, None, 2)).items
