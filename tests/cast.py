"""The cast of all tests: a few people with fixed ids, and ways to bring them in.

Ann and Bo are who the story is about; Chen looks on; Dee comes later. `enrol` makes a complete person, `befriend` two
friends, `client` an HTTP client to some routes, and `sign_in` walks through the real door.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from litestar import Litestar
from litestar.di import Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.testing import AsyncTestClient
from litestar.types import ControllerRouterHandler

from kith import media, notices, people
from kith.kit import clock, web
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.pg_line import PgLine
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database, Query, Tx
from kith.people import person as persons
from kith.people import phone as phones
from kith.people import routes

NAMES = ("Ann", "Bo", "Chen", "Dee", "Eve", "Fay", "Gao", "Hui", "Ivy", "Jin")


def _number(index: int) -> people.PersonId:
    return people.PersonId(UUID(int=0x0196_0000_0000_7000_8000_0000_0000_0000 + index))


ANN, BO, CHEN, DEE, EVE, FAY, GAO, HUI, IVY, JIN = (_number(index) for index in range(1, len(NAMES) + 1))
CAST = (ANN, BO, CHEN, DEE, EVE, FAY, GAO, HUI, IVY, JIN)

SECRET = people.Secret(b"a secret that only the tests know")
BIRTHDAY = date(1990, 5, 17)

waiting = Query(UUID, "SELECT message_id FROM sms ORDER BY created_at, message_id")


def name_of(person: people.PersonId) -> str:
    """What a member of the cast is called."""
    return NAMES[CAST.index(person)]


def phone_of(person: people.PersonId) -> str:
    """The telephone number of a member of the cast, E.164."""
    return f"+86138001380{CAST.index(person):02}"


async def enrol(tx: Tx, person: people.PersonId, now: datetime) -> people.PersonId:
    """Bring in a member of the cast: joined with a phone number, grown up, with a profile and an open gift door."""
    number = phone_of(person)
    phone_key = SECRET.phone_key(number)
    sealed = SECRET.seal(number, phone_key)
    await persons.add.run(tx, person_id=person, phone_key=phone_key, now=now)
    await phones.add.run(tx, phone_key=phone_key, person_id=person, sealed_number=sealed, now=now)
    form = people.ProfileForm(nickname=name_of(person), gender="unsaid", birthday=BIRTHDAY)
    saved = await people.save_profile(tx, people.Policy(), person, form, now)
    assert not isinstance(saved, Refusal)
    return person


async def befriend(tx: Tx, one: people.PersonId, other: people.PersonId, now: datetime) -> None:
    """Let two people follow each other."""
    for follower, followed in ((one, other), (other, one)):
        await people.follow(tx, people.NewFollower(), people.Policy(), follower, followed, now=now)


async def token(tx: Tx, person: people.PersonId, now: datetime, *, complete: bool = True) -> str:
    """A bearer token of an enrolled person; of one without a profile if not `complete`."""
    made, _ = await people.open_session(tx, person, "test", complete=complete, now=now)
    return made


async def bearer(db: Database, person: people.PersonId, *, complete: bool = True) -> dict[str, str]:
    """The headers with which a person asks, at the time the routes see."""
    async with db.transaction() as tx:
        return {"Authorization": f"Bearer {await token(tx, person, clock.now(), complete=complete)}"}


def parts(db: Database, *more: object) -> Parts:
    """The parts that the routes of people need, and `more`, which go before the usual ones of the same type."""
    usual: list[object] = [
        db,
        Settings(),
        people.Policy(),
        media.on_disk(Path("/nowhere/media")),
        SECRET,
        people.Sms(people.Outbox(db)),
        people.Blocked(),
        people.Coming(),
        people.NewFollower(),
        people.Exporting(),
        people.Leaving(),
        people.Evidence(),
        Hub(PgLine(db)),
        notices.Streams(),
        notices.Policy(stream_seconds=0.1),
    ]
    given = {type(part) for part in more}
    return Parts(*more, *(part for part in usual if type(part) not in given))


@asynccontextmanager
async def client(
    running: Parts, handlers: Sequence[ControllerRouterHandler] = ()
) -> AsyncGenerator[AsyncTestClient[Litestar]]:
    """An HTTP client to the routes of people and to `handlers`, answered as the whole application would."""
    app = Litestar(
        route_handlers=[*routes.handlers, *routes.outbox_handlers, *handlers],
        dependencies={
            "parts": Provide(lambda: running, sync_to_thread=False),
            "me": Provide(people.authenticate),
        },
        exception_handlers={
            Refusal: web.refused,
            ValidationException: web.invalid,
            HTTPException: web.http_error,
        },
        openapi_config=None,
    )
    async with AsyncTestClient(app, base_url="http://kith.test") as asking:
        yield asking


async def receive_code(asking: AsyncTestClient[Litestar], running: Parts, phone: str) -> str:
    """Ask for a code, let the job send it, and read it in the outbox."""
    answer = await asking.post("/sign-in-codes", json={"phone": phone})
    assert answer.status_code == 202, answer.text
    async with running[Database].transaction() as tx:
        messages = await waiting.all(tx)
    for message_id in messages:
        await people.deliver(running[Database], running[people.Sms], SECRET, message_id, clock.now())
    shown = (await asking.get("/dev/outbox")).json()["items"]
    body = next(item["body"] for item in shown if item["to"] == phone)
    return "".join(c for c in body if c.isdigit())[:6]


async def sign_in(asking: AsyncTestClient[Litestar], running: Parts, phone: str) -> dict[str, str]:
    """Sign in through the real routes; the headers of the new session. The client keeps no cookie of it."""
    code = await receive_code(asking, running, phone)
    answer = await asking.post("/sessions", json={"phone": phone, "code": code, "device": "test"})
    assert answer.status_code == 201, answer.text
    asking.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['token']}"}
