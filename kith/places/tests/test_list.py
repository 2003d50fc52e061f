"""The list: who is in it and who never is, the order, what is told, and that it stays while one scrolls."""

from datetime import date, datetime, timedelta

import pytest

from kith import people, places
from kith.kit import geo
from kith.kit.page import BadCursor
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.places import whereabouts as rows
from kith.places.spot import slot
from kith.places.tests.town import BUND, LOOKOUT, around, arrive, east, names, settle, switch
from tests.cast import ANN, BO, CAST, CHEN, DEE, EVE, FAY, GAO, HUI, SECRET, enrol

KM = {BO: 0, CHEN: 1.6, DEE: 4, EVE: 8, FAY: 15, GAO: 40, HUI: 85}


@pytest.fixture
async def town(tx: Tx, now: datetime) -> Tx:
    """Ann at the Bund, and the others ever farther in the west."""
    await settle(tx, ANN, BUND, now)
    for person, km in KM.items():
        await settle(tx, person, east(BUND, -km), now)
    return tx


async def test_the_refusals_come_in_order(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    with pytest.raises(places.NearbyOff):
        await around(tx, ANN, now)
    await switch(tx, ANN, now, invisible=True)
    with pytest.raises(places.YouAreInvisible):
        await around(tx, ANN, now)
    await switch(tx, ANN, now)
    with pytest.raises(places.PositionUnknown):
        await around(tx, ANN, now)


async def test_bands_are_those_of_noised_cells(town: Tx, now: datetime) -> None:
    cells = {row.person_id: row.cell for row in await rows.of_many.all(town, person_ids=list(CAST))}
    mine = cells[ANN]
    found = await around(town, ANN, now)
    assert {one.person.person_id for one in found} == set(KM)
    for one in found:
        theirs = cells[one.person.person_id]
        assert mine
        assert theirs
        away = geo.km(mine, theirs)
        assert one.band_km
        assert away <= one.band_km + (8 if one.band_km > 10 else 0)
    assert [one.band_km for one in found] == sorted(one.band_km or 0 for one in found)


async def test_in_a_band_who_was_active_last_is_first(tx: Tx, now: datetime) -> None:
    now = now.replace(minute=2)
    ago = {BO: 50, CHEN: 5, DEE: 3_000, EVE: 80, FAY: 4}
    await settle(tx, ANN, BUND, now)
    for person, minutes in ago.items():
        await settle(tx, person, east(BUND, -3), now - timedelta(minutes=minutes))
    found = await around(tx, ANN, now)
    by_band: dict[int, list[datetime]] = {}
    for one in found:
        active_at = slot(now - timedelta(minutes=ago[one.person.person_id]))
        by_band.setdefault(one.band_km or 0, []).append(active_at)
    assert all(moments == sorted(moments, reverse=True) for moments in by_band.values())
    told = {one.person.person_id: one.active for one in found}
    assert told == {BO: "1h", CHEN: "15m", DEE: "3d", EVE: "1d", FAY: "15m"}


async def test_the_filters(tx: Tx, now: datetime) -> None:
    await settle(tx, ANN, BUND, now)
    some = {BO: ("male", 1996), CHEN: ("female", 1996), DEE: ("female", 1986), EVE: ("other", 1956)}
    for hours, (person, (gender, year)) in enumerate(some.items()):
        await settle(tx, person, BUND, now - timedelta(hours=20 * hours))
        form = people.ProfileForm(nickname="-", gender=gender)
        saved = await people.save_profile(tx, people.Policy(), person, form, now)
        assert not isinstance(saved, Refusal)
        await tx.execute("UPDATE profile SET birthday = %s WHERE person_id = %s", [date(year, 3, 2), person])
        await arrive(tx, person, BUND, now - timedelta(hours=20 * hours) + timedelta(minutes=6))

    async def found(**wanted: object) -> set[people.PersonId]:
        everybody = await around(tx, ANN, now, wanted=places.Wanted(**wanted))  # pyright: ignore
        return {one.person.person_id for one in everybody}

    assert await found() == set(some)
    assert await found(gender="female") == {CHEN, DEE}
    # Tomorrow is their birthday.
    assert await found(max_age=29) == {BO, CHEN}
    assert await found(max_age=28) == set()
    assert await found(min_age=29, max_age=39) == {BO, CHEN, DEE}
    assert await found(min_age=30) == {DEE, EVE}
    assert await found(min_age=70) == set()
    assert await found(active="1h") == {BO}
    assert await found(active="1d") == {BO, CHEN}
    assert await found(gender="female", active="1d", min_age=29) == {CHEN}


async def test_who_is_invisible_is_absent_both_ways(town: Tx, now: datetime) -> None:
    await switch(town, BO, now, invisible=True)
    assert "Bo" not in await names(town, ANN, now)
    await arrive(town, BO, BUND, now + timedelta(minutes=20))
    assert "Bo" not in await names(town, ANN, now)
    with pytest.raises(places.YouAreInvisible):
        await names(town, BO, now)
    await switch(town, BO, now)
    assert "Bo" in await names(town, ANN, now)


@pytest.mark.parametrize(("who", "whom"), [(ANN, BO), (BO, ANN)])
async def test_whom_a_block_keeps_apart_are_absent_both_ways(
    town: Tx, now: datetime, who: people.PersonId, whom: people.PersonId
) -> None:
    await people.block(town, people.Blocked(), who, whom, now)
    assert "Bo" not in await names(town, ANN, now)
    assert "Ann" not in await names(town, BO, now)
    assert "Chen" in await names(town, ANN, now)
    await people.unblock(town, who, whom)
    assert "Bo" in await names(town, ANN, now)


async def test_who_hides_the_distance_is_found_under_a_large_cell(town: Tx, now: datetime) -> None:
    await switch(town, BO, now, hides_distance=True)
    row = await rows.of.one(town, person_id=BO)
    assert row.cell
    found = {one.person.person_id: one for one in await around(town, ANN, now)}
    assert found[BO].band_km is None
    assert found[CHEN].band_km is not None
    # Sent from anywhere else in the large cell, or seen from anywhere: nothing is different.
    where = await (await town.execute("SELECT cell, area, region FROM spot WHERE person_id = %s", [BO])).fetchone()
    for minutes, km in ((10, 1), (20, 2)):
        await arrive(town, BO, east(BUND, km), now + timedelta(minutes=minutes))
        again = await (await town.execute("SELECT cell, area, region FROM spot WHERE person_id = %s", [BO])).fetchone()
        moved = await rows.of.one(town, person_id=BO)
        assert moved.cell
        assert (again == where) == (geo.parent(moved.cell, 5) == geo.parent(row.cell, 5))
    await switch(town, BO, now)
    found = {one.person.person_id: one for one in await around(town, ANN, now)}
    assert found[BO].band_km is not None


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_are_the_whole_list(town: Tx, now: datetime, limit: int) -> None:
    assert await around(town, ANN, now, limit=limit) == await around(town, ANN, now)


async def test_the_list_stays_while_one_scrolls(town: Tx, now: datetime) -> None:
    """Whoever looks may move meanwhile: the pages go on from where the first one looked."""
    whole = await around(town, ANN, now)

    async def page(after: str | None, at: datetime) -> people.PersonId | None:
        read = await places.list_nearby(town, SECRET, LOOKOUT, ANN, places.Wanted(), after=after, limit=1, now=at)
        marks.append(read.next)
        return read.items[0].person.person_id

    marks: list[str | None] = [None]
    seen = []
    for turn in range(len(whole)):
        at = now + timedelta(minutes=turn)
        seen.append(await page(marks[-1], at))
        await arrive(town, ANN, east(BUND, 20 * turn), at + timedelta(minutes=5))
    assert seen == [one.person.person_id for one in whole]
    assert marks[-1] is None


async def test_a_page_marker_is_sealed(town: Tx, now: datetime) -> None:
    page = await places.list_nearby(town, SECRET, LOOKOUT, ANN, places.Wanted(), after=None, limit=1, now=now)
    mark = page.next or ""
    broken = mark[:-1] + ("0" if mark[-1] != "0" else "1")
    for who, after, at in (
        (BO, mark, now),
        (ANN, broken, now),
        (ANN, "zz", now),
        (ANN, "", now),
        (ANN, mark, now + timedelta(hours=1)),
    ):
        if after:
            with pytest.raises(BadCursor):
                await places.list_nearby(town, SECRET, LOOKOUT, who, places.Wanted(), after=after, limit=1, now=at)
    with pytest.raises(BadCursor):
        await places.list_nearby(town, SECRET, LOOKOUT, ANN, places.Wanted(), after="00" * 40, limit=1, now=now)
