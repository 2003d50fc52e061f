"""The vault: who opens an address, until when, and that nothing else does."""

import csv
import io
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import gifts, mall
from kith.gifts import address as addresses
from kith.gifts import region as regions
from kith.gifts import vault
from kith.gifts.tests.town import HOME, RING, Town, leaks
from kith.gifts.vault import Vaulted
from kith.kit.keyring import Tampered
from kith.kit.settings import BadSetting
from tests.cast import ANN, BO, CHEN, EVE, FAY

ONE, OTHER = gifts.GiftId(UUID(int=1)), gifts.GiftId(UUID(int=2))
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1, max_size=120).filter(
    lambda text: text == text.strip()
)
KEY, NONCE = b"k" * 32, b"n" * 12


def vaulted(ring: gifts.KeyRing = RING, gift_id: gifts.GiftId = ONE, address: gifts.Address = HOME) -> Vaulted:
    kept = ring.wrap(KEY, gift_id.bytes, NONCE)
    return Vaulted(NONCE, vault.seal(address, KEY, gift_id, NONCE), kept.ring_key, kept.wrapped)


@given(LINES.filter(lambda text: len(text) <= 40), LINES)
def test_what_was_sealed_opens_as_it_was(name: str, street: str) -> None:
    address = replace(HOME, name=name, street=street)
    assert vault.unseal(vaulted(address=address), RING, ONE) == address


@given(st.sampled_from(["nonce", "sealed", "wrapped"]), st.integers(0, 7), st.data())
def test_one_changed_bit_is_noticed(field: str, bit: int, data: st.DataObject) -> None:
    kept = vaulted()
    raw = bytearray(getattr(kept, field))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << bit
    with pytest.raises(Tampered):
        vault.unseal(replace(kept, **{field: bytes(raw)}), RING, ONE)


def test_it_opens_for_no_other_gift() -> None:
    with pytest.raises(Tampered):
        vault.unseal(vaulted(), RING, OTHER)
    with pytest.raises(Tampered):
        vault.unseal(replace(vaulted(), sealed=vaulted(gift_id=OTHER).sealed), RING, ONE)


def test_it_opens_with_no_other_ring() -> None:
    with pytest.raises(Tampered):
        vault.unseal(vaulted(), gifts.KeyRing.parse("k1:" + "00" * 32), ONE)
    with pytest.raises(Tampered):
        vault.unseal(vaulted(), gifts.KeyRing.parse("k2:" + "5a" * 32), ONE)


def test_a_ring_wraps_with_its_newest_key_and_opens_with_any() -> None:
    turned = gifts.KeyRing.parse("k2:" + "11" * 32 + ", k1:" + "5a" * 32)
    assert vault.unseal(vaulted(), turned, ONE) == HOME
    assert vaulted(turned).ring_key == "k2"


def test_without_its_key_an_address_is_gone() -> None:
    with pytest.raises(gifts.AddressGone):
        vault.unseal(replace(vaulted(), wrapped=None), RING, ONE)


@pytest.mark.parametrize(
    "text", ["", "k1", "k1:5a", "k1:" + "zz" * 32, ":" + "5a" * 32, "k1:" + "5a" * 32 + ",k1:" + "5b" * 32]
)
def test_a_wrong_ring_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(BadSetting, match="KITH_VAULT_KEYS") as caught:
        gifts.KeyRing.parse(text)
    assert "5a5a" not in str(caught.value)


def test_neither_an_address_nor_a_ring_has_a_text_form() -> None:
    for thing in (HOME, addresses.label(HOME), RING, [HOME]):
        assert leaks(f"{thing!r} {thing}") == []
        assert "5a5a" not in f"{thing!r} {thing}"


@pytest.mark.parametrize(
    ("codes", "fit"),
    [
        (("440000", "440300", "440305"), True),
        (("110000", "110100", "110101"), True),
        (("440000", "440300", "440103"), False),
        (("440000", "110100", "110101"), False),
        (("110000", "440300", "440305"), False),
        (("440000", "440000", "440300"), False),
        (("440000", "440300", "440300"), False),
        (("440300", "440300", "440305"), False),
        (("440000", "440300", "440399"), False),
        (("990000", "990100", "990101"), False),
    ],
)
def test_codes_that_belong_together(codes: tuple[str, str, str], fit: bool) -> None:
    assert regions.belong_together(*codes) == fit


def test_every_district_has_its_city_and_province() -> None:
    districts = [region.code for region in regions.regions() if not region.code.endswith("00")]
    assert len(districts) > 3000
    assert all(regions.belong_together(f"{code[:2]}0000", f"{code[:4]}00", code) for code in districts)
    assert {f"{code}" for code in regions.names() if code.endswith("0000")} >= mall.PROVINCES


def test_the_file_of_regions_is_in_order() -> None:
    text = (Path(regions.__file__).parent / "regions.csv").read_text()
    codes = [row["code"] for row in csv.DictReader(io.StringIO(text))]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 41},
        {"mobile": "1391234567"},
        {"mobile": "+8613912345678"},
        {"mobile": "23912345678"},
        {"district": "44030"},
        {"district": "abc"},
        {"street": ""},
        {"street": "x" * 121},
        {"street": "a\n"},
        {"street": "a\nb"},
        {"street": " a"},
        {"street": "a\0b"},
        {"mobile": "13912345678\n"},
        {"mobile": "1391234567٣"},
    ],
)
def test_the_form_of_an_address(wrong: dict[str, str]) -> None:
    form = msgspec.to_builtins(HOME) | wrong
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(form, gifts.Address)


async def test_only_the_staff_of_its_shop_reads_it_and_each_reading_is_noted(town: Town) -> None:
    gift_id = await town.accepted()
    for stranger in (ANN, BO, CHEN, FAY):
        with pytest.raises(mall.OrderNotFound):
            await town.read(gift_id, stranger)
    noon = town.now
    label = await town.read(gift_id)
    assert (label.name, label.province, label.city, label.district) == ("Bo Lin", "广东省", "深圳市", "南山区")
    town.later(hours=1)
    await town.read(gift_id)
    async with town.db.transaction() as tx:
        assert [(read.reader_id, read.at) for read in await vault.reads.all(tx, gift_id=gift_id)] == [
            (EVE, noon),
            (EVE, town.now),
        ]
        with pytest.raises(Exception, match="only added"):
            async with tx.transaction():
                await tx.execute("DELETE FROM address_read")


async def test_who_gave_it_never_reads_it_even_as_staff(town: Town) -> None:
    gift_id = await town.accepted()
    async with town.db.transaction() as tx:
        await tx.execute("INSERT INTO merchant_staff VALUES (%s, %s, %s)", [town.shop, ANN, town.now])
    with pytest.raises(mall.OrderNotFound):
        await town.read(gift_id, ANN)


async def test_it_is_read_while_it_is_fulfilled(town: Town) -> None:
    gift_id = await town.shipped()
    await town.read(gift_id)
    await town.carrier("in_transit")
    await town.read(gift_id)
    await town.carrier("delivered")
    with pytest.raises(gifts.AddressGone):
        await town.read(gift_id)


async def test_a_correction_replaces_it_until_it_is_sent(town: Town) -> None:
    gift_id = await town.offered()
    with pytest.raises(gifts.NotYetAccepted):
        await town.correct(gift_id)
    await town.accept(gift_id)
    await town.correct(gift_id, replace(HOME, street="Other Road 1"))
    assert (await town.read(gift_id)).street == "Other Road 1"
    with pytest.raises(gifts.UnknownRegion):
        await town.correct(gift_id, replace(HOME, city="110100"))
    await town.ship(gift_id)
    with pytest.raises(gifts.AddressIsFinal):
        await town.correct(gift_id)


async def kept(town: Town) -> tuple[int, int]:
    """How many addresses and how many keys there are."""
    async with town.db.transaction() as tx:
        one = await (await tx.execute("SELECT count(*) FROM address")).fetchone()
        other = await (await tx.execute("SELECT count(wrapped) FROM address_key")).fetchone()
    assert one
    assert other
    return one[0], other[0]


async def test_the_key_dies_thirty_days_after_receipt(town: Town) -> None:
    gift_id = await town.shipped()
    await town.confirm(gift_id)
    await town.sweep(days=29, hours=23)
    assert await kept(town) == (1, 1)
    await town.sweep(hours=1)
    assert await kept(town) == (0, 0)


async def test_the_key_dies_at_once_when_the_gift_ends(town: Town) -> None:
    gift_id = await town.accepted()
    assert await kept(town) == (1, 1)
    await town.unable(gift_id)
    assert await kept(town) == (0, 0)


async def test_nothing_that_is_stored_has_it_in_clear(town: Town) -> None:
    await town.accepted()
    async with town.db.transaction() as tx:
        cursor = await tx.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in await cursor.fetchall():
            rows = await (await tx.execute(f"SELECT t::text FROM {table} AS t")).fetchall()
            assert leaks(" ".join(row[0] for row in rows)) == [], table
