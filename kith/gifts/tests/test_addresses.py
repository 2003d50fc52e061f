"""The addresses that people keep: sealed, their own, one of them the default, and gone when deleted."""

import asyncio
from collections.abc import AsyncGenerator

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

from kith import gifts
from kith.gifts import routes
from kith.gifts.delete_address import delete_address
from kith.gifts.list_addresses import list_addresses
from kith.gifts.save_address import save_address
from kith.gifts.saved_address import AddressForm, AddressId, SavedAddress, TooManyAddresses
from kith.gifts.tests.town import HOME, RING, Town, leaks
from kith.kit import clock, ids
from kith.kit.keyring import Tampered
from kith.kit.sql import Database
from tests import cast
from tests.cast import ANN, BO, enrol

TURNED = gifts.KeyRing.parse("k2:" + "11" * 32 + ",k1:" + "5a" * 32)
NEWEST = gifts.KeyRing.parse("k2:" + "11" * 32)


def new() -> AddressId:
    return AddressId(ids.new())


class Book:
    """Bo's addresses over time."""

    def __init__(self, town: Town) -> None:
        self.town = town

    async def save(
        self,
        address_id: AddressId,
        street: str = "1",
        *,
        default: bool = False,
        city: str = HOME.city,
        ring: gifts.KeyRing = RING,
    ) -> SavedAddress:
        form = AddressForm(replace(HOME, street=street, city=city), default)
        async with self.town.db.transaction() as tx:
            return await save_address(
                tx,
                ring,
                self.town.policy,
                person_id=BO,
                address_id=address_id,
                form=form,
                now=self.town.later(minutes=1),
            )

    async def delete(self, address_id: AddressId) -> None:
        async with self.town.db.transaction() as tx:
            await delete_address(tx, BO, address_id)

    async def read(self, ring: gifts.KeyRing = RING) -> list[SavedAddress]:
        async with self.town.db.transaction() as tx:
            return await list_addresses(tx, ring, BO)

    async def shown(self) -> list[tuple[str, bool]]:
        return [(saved.address.street, saved.is_default) for saved in await self.read()]

    async def count(self, table: str) -> int:
        async with self.town.db.transaction() as tx:
            rows = await (await tx.execute(f"SELECT * FROM {table}".encode())).fetchall()
        return len(rows)


@pytest.fixture
def book(town: Town) -> Book:
    return Book(town)


async def test_one_of_them_is_the_default_while_there_are_any(book: Book) -> None:
    one, two, three = new(), new(), new()
    assert (await book.save(one, "1")).is_default
    assert not (await book.save(two, "2")).is_default
    assert await book.shown() == [("1", True), ("2", False)]
    await book.save(three, "3", default=True)
    assert await book.shown() == [("3", True), ("2", False), ("1", False)]
    assert (await book.save(three, "3b")).is_default, "it was, and there has to be one"
    assert await book.shown() == [("3b", True), ("2", False), ("1", False)]


async def test_the_newest_of_the_others_follows_a_default_that_is_deleted(book: Book) -> None:
    one, two, three = new(), new(), new()
    for street, address_id in enumerate((one, two, three), 1):
        await book.save(address_id, str(street))
    await book.delete(one)
    assert await book.shown() == [("3", True), ("2", False)]
    await book.delete(two)
    await book.delete(one)
    assert await book.shown() == [("3", True)]
    assert await book.count("saved_address_key") == 1
    await book.delete(three)
    assert [await book.count(table) for table in ("saved_address", "saved_address_key")] == [0, 0]
    await book.delete(three)
    assert (await book.save(one, "again")).is_default


async def test_keeping_it_again_replaces_it(book: Book) -> None:
    one = new()
    first = await book.save(one, "1")
    assert await book.save(one, "1") == first
    await book.save(one, "2")
    assert await book.shown() == [("2", True)]
    [read] = await book.read()
    assert (read.address_id, read.label.city, read.label.street) == (one, "深圳市", "2")


async def test_what_is_refused(book: Book) -> None:
    ids_ = [new() for _ in range(20)]
    for address_id in ids_:
        await book.save(address_id)
    with pytest.raises(gifts.UnknownRegion):
        await book.save(new(), city="110100")
    with pytest.raises(TooManyAddresses) as refused:
        await book.save(new())
    assert refused.value.facts == {"limit": 20}
    await book.save(ids_[3], "changed")
    await book.delete(ids_[0])
    await book.save(new())
    with pytest.raises(TooManyAddresses):
        await book.save(new())


async def test_nothing_can_be_read_where_it_lies(book: Book) -> None:
    one, two = new(), new()
    await book.save(one, HOME.street)
    await book.save(two, HOME.street)
    async with book.town.db.transaction() as tx:
        rows = await (await tx.execute("SELECT * FROM saved_address NATURAL JOIN saved_address_key")).fetchall()
    assert leaks(repr(rows)) == leaks(b"".join(rows[0][3:5]).decode(errors="replace")) == []
    read = await book.read()
    assert leaks(repr(read)) == []


@pytest.mark.parametrize(
    "change",
    [
        """UPDATE saved_address a SET sealed = b.sealed, nonce = b.nonce FROM saved_address b
           WHERE a.is_default <> b.is_default""",
        "UPDATE saved_address SET sealed = set_byte(sealed, 3, 255 - get_byte(sealed, 3))",
        "UPDATE saved_address_key SET wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20))",
        "UPDATE saved_address_key k SET wrapped = o.wrapped FROM address_key o",
        """WITH k AS (UPDATE saved_address_key SET person_id = '01960000-0000-7000-8000-000000000009')
           UPDATE saved_address SET person_id = '01960000-0000-7000-8000-000000000009'""",
    ],
)
async def test_it_opens_nowhere_else(book: Book, change: str) -> None:
    """Neither under another id of the same person, nor changed, nor with a gift's key, nor for somebody else."""
    await book.town.accepted()
    for street in "12":
        await book.save(new(), street)
    async with book.town.db.transaction() as tx:
        await tx.execute("ALTER TABLE saved_address DROP CONSTRAINT saved_address_person_id_fkey")
        await tx.execute(change.encode())
        person = (await (await tx.execute("SELECT person_id FROM saved_address")).fetchall())[0][0]
        with pytest.raises(Tampered):
            await list_addresses(tx, RING, person)


async def test_the_key_of_a_person_follows_the_ring(book: Book) -> None:
    one, two = new(), new()
    await book.save(one, "1")
    assert [saved.address.street for saved in await book.read(TURNED)] == ["1"]
    with pytest.raises(Tampered):
        await book.read(NEWEST)
    await book.save(two, "2", ring=TURNED)
    assert [saved.address.street for saved in await book.read(NEWEST)] == ["1", "2"]


async def test_many_at_once_leave_one_default_and_no_more_than_allowed(book: Book) -> None:
    async def save(place: int) -> None:
        try:
            await book.save(new(), str(place), default=place % 3 == 0)
        except TooManyAddresses:
            return

    await asyncio.gather(*(save(place) for place in range(30)))
    shown = await book.shown()
    assert (len(shown), sum(default for _, default in shown)) == (20, 1)

    async def churn(place: int) -> None:
        address_id = new()
        await book.delete((await book.read())[0].address_id) if place % 2 and await book.read() else None
        await book.save(address_id)
        await book.delete(address_id)

    for saved in await book.read():
        await book.delete(saved.address_id)
    await asyncio.gather(*(churn(place) for place in range(0, 20, 2)))
    assert await book.shown() == []


@pytest.fixture
async def asking(db: Database) -> AsyncGenerator[AsyncTestClient[Litestar]]:
    async with db.transaction() as tx:
        for person in (ANN, BO):
            await enrol(tx, person, clock.now())
    async with cast.client(cast.parts(db, gifts.Policy(saved_addresses=1), RING), routes.handlers) as client:
        yield client


async def test_over_http(db: Database, asking: AsyncTestClient[Litestar]) -> None:
    ann, bo = await cast.bearer(db, ANN), await cast.bearer(db, BO)
    url, home = f"/me/addresses/{new()}", msgspec.to_builtins(HOME)
    saved = await asking.put(url, json={"address": home}, headers=bo)
    assert saved.status_code == 200
    assert saved.json() == {
        "address_id": url.rpartition("/")[2],
        "is_default": True,
        "address": home,
        "label": home | {"province": "广东省", "city": "深圳市", "district": "南山区"},
    }
    mine = await asking.get("/me/addresses", headers=bo)
    assert mine.json() == [saved.json()]
    for answer in (saved, mine):
        assert answer.headers["cache-control"] == "no-store"

    assert (await asking.get("/me/addresses", headers=ann)).json() == []
    assert (await asking.delete(url, headers=ann)).status_code == 204
    assert (await asking.get("/me/addresses", headers=bo)).json() == mine.json()

    refused = [
        (url, {"address": home | {"city": "110100"}}, 409, "unknown_region"),
        (f"/me/addresses/{new()}", {"address": home}, 409, "too_many_addresses"),
        (url, {"address": home | {"mobile": "1"}}, 400, "invalid_input"),
        (url, {}, 400, "invalid_input"),
        ("/me/addresses/1", {"address": home}, 404, "not_found"),
    ]
    for where, body, status, code in refused:
        answer = await asking.put(where, json=body, headers=bo)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await asking.delete(url, headers=bo)).status_code == 204
    assert (await asking.get("/me/addresses", headers=bo)).json() == []
