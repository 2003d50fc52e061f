"""The key ring is turned: killed in the middle, while others write, and until the old key is gone."""

import asyncio
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kith import merchants, payments, people, tills
from kith.gifts.address import Address
from kith.gifts.gift import GiftId
from kith.gifts.keep_address import keep_address
from kith.gifts.list_addresses import list_addresses
from kith.gifts.policy import Policy
from kith.gifts.save_address import save_address
from kith.gifts.saved_address import AddressForm, AddressId
from kith.gifts.vault import of as address_of
from kith.gifts.vault import unseal
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import keys, rotation
from kith.main.rotation import KeyInUse, RingInSetting
from tests.cast import EVE, enrol

HOME = Address(
    name="Bo Lin",
    mobile="13912345678",
    province="440000",
    city="440300",
    district="440305",
    street="Keyuan Road 15-802",
)
WEN = payments.Payee("wen@flowers.example", "Wen")
ROWS = 7


class Sealed:
    """One thing of each kind that is sealed, and some addresses of gifts more."""

    def __init__(self, db: Database, settings: Settings, now: datetime) -> None:
        self.db = db
        self.settings = settings
        self.now = now
        self.ring = keys.key_ring(settings)
        self.gifts = [GiftId(ids.new(now)) for _ in range(ROWS)]
        self.shop = merchants.MerchantId(ids.new(now))

    async def build(self) -> "Sealed":
        async with self.db.transaction() as tx:
            await enrol(tx, EVE, self.now)
            # The vault alone: its addresses hang on no gifts here.
            for table in ("address", "address_key"):
                await tx.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_gift_id_fkey")
            for gift_id in self.gifts:
                await keep_address(tx, self.ring, gift_id, HOME, self.now)
            await merchants.add(
                tx, merchant_id=self.shop, name="Vases", city="Kunming", phone="1", staff=[EVE], now=self.now
            )
            await tills.set_payout_account(tx, self.ring, self.shop, gateway="alipay", payee=WEN, now=self.now)
        await self.save(EVE)
        return self

    async def save(self, person: people.PersonId, ring: KeyRing | None = None) -> None:
        async with self.db.transaction() as tx:
            await save_address(
                tx,
                ring or self.ring,
                Policy(),
                person_id=person,
                address_id=AddressId(ids.new(self.now)),
                form=AddressForm(HOME),
                now=self.now,
            )

    async def opens(self, ring: KeyRing) -> None:
        """Everything opens by this ring."""
        async with self.db.transaction() as tx:
            for gift_id in self.gifts:
                assert unseal(await address_of.one(tx, gift_id=gift_id), ring, gift_id) == HOME
            assert [saved.address for saved in await list_addresses(tx, ring, EVE)]

    async def uses(self) -> dict[str, int]:
        return {use.key: use.rows for use in await rotation.uses(self.db, keys.key_ring(self.settings))}

    async def rotate(self) -> dict[str, int]:
        ring = keys.key_ring(self.settings)
        found = await rotation.rotate(self.db, ring, self.settings, lambda _: None, batch=2)
        return {use.key: use.rows for use in found}

    def age(self) -> None:
        """A minute goes by for the file of the ring."""
        path = keys.ring_file(self.settings)
        assert path
        then = path.stat().st_mtime - rotation.SETTLED_SECONDS - 1
        os.utime(path, (then, then))

    def command(self, *arguments: str, crash_at: int = 0) -> subprocess.CompletedProcess[str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")} | {
            "KITH_HOME": str(self.settings.home),
            "KITH_DATABASE_URL": self.db.url,
            "KITH_CRASH_AT": str(crash_at),
        }
        command = [sys.executable, "-m", "kith.main.cli", "keys", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture
async def sealed(db: Database, now: datetime, tmp_path: Path) -> Sealed:
    return await Sealed(db, Settings(home=tmp_path), now).build()


async def test_everything_is_wrapped_anew_and_the_old_key_taken_away(sealed: Sealed) -> None:
    assert await sealed.uses() == {"k1": ROWS + 2}
    assert await sealed.rotate() == {"k2": ROWS + 2, "k1": 0}
    await sealed.opens(sealed.ring)
    assert list(sealed.ring.names) == ["k2", "k1"], "a ring in use learns of it"
    with pytest.raises(KeyInUse):
        await rotation.retire(sealed.db, sealed.ring, sealed.settings)
    sealed.age()
    assert await rotation.retire(sealed.db, sealed.ring, sealed.settings) == ["k1"]
    assert list(sealed.ring.names) == ["k2"]
    await sealed.opens(sealed.ring)
    assert await sealed.rotate() == {"k3": ROWS + 2, "k2": 0}


async def test_killed_in_the_middle_it_goes_on_and_makes_no_further_key(sealed: Sealed) -> None:
    killed = await asyncio.to_thread(sealed.command, "rotate", "--batch", "2", crash_at=3)
    assert killed.returncode == -9, killed.stderr
    halfway = await sealed.uses()
    assert 0 < halfway["k2"] < ROWS + 2
    await sealed.opens(sealed.ring)
    done = await asyncio.to_thread(sealed.command, "rotate", "--json")
    assert done.returncode == 0, done.stderr
    assert await sealed.uses() == {"k2": ROWS + 2, "k1": 0}
    await sealed.opens(sealed.ring)
    shown = await asyncio.to_thread(sealed.command, "list")
    assert "k2" in shown.stdout
    for line in (sealed.settings.home / "keys" / "vault").read_text().split(","):
        assert line.partition(":")[2].strip() not in shown.stdout + done.stdout + done.stderr
    early = await asyncio.to_thread(sealed.command, "rotate", "--retire")
    assert (early.returncode, "k1" in (sealed.settings.home / "keys" / "vault").read_text()) == (1, True), early.stderr
    sealed.age()
    retired = await asyncio.to_thread(sealed.command, "rotate", "--retire", "--json")
    assert (retired.returncode, "taken away: k1" in retired.stderr) == (0, True), retired.stderr
    assert "k1:" not in (sealed.settings.home / "keys" / "vault").read_text()


async def test_what_is_written_meanwhile_is_not_lost(sealed: Sealed) -> None:
    writers = (sealed.save(EVE) for _ in range(6))
    await asyncio.gather(sealed.rotate(), *writers)
    await sealed.rotate()
    assert [rows for key, rows in (await sealed.uses()).items() if key != sealed.ring.newest] == [0] * (
        len(sealed.ring.names) - 1
    )
    await sealed.opens(sealed.ring)


async def test_an_old_key_that_is_needed_is_kept(sealed: Sealed) -> None:
    old = KeyRing.parse((sealed.settings.home / "keys" / "vault").read_text())
    await sealed.rotate()
    async with sealed.db.transaction() as tx:
        await keep_address(tx, old, sealed.gifts[0], HOME, sealed.now)
    sealed.age()
    with pytest.raises(KeyInUse):
        await rotation.retire(sealed.db, sealed.ring, sealed.settings)
    assert await sealed.rotate() == {"k2": ROWS + 2, "k1": 0}
    await sealed.opens(sealed.ring)


async def test_what_does_not_open_is_left_and_counted(sealed: Sealed) -> None:
    async with sealed.db.transaction() as tx:
        await tx.execute("UPDATE address_key SET wrapped = %s WHERE gift_id = %s", [b"x" * 60, sealed.gifts[0]])
    assert await sealed.rotate() == {"k2": ROWS + 1, "k1": 1}


async def test_a_ring_in_the_setting_is_the_operators_to_change(sealed: Sealed) -> None:
    text = (sealed.settings.home / "keys" / "vault").read_text().strip()
    named = Settings(home=sealed.settings.home, vault_keys=text)
    with pytest.raises(RingInSetting):
        await rotation.rotate(sealed.db, keys.key_ring(named), named, lambda _: None)
    turned = Settings(home=sealed.settings.home, vault_keys=f"{keys.fresh_key('k2')},{text}")
    found = await rotation.rotate(sealed.db, keys.key_ring(turned), turned, lambda _: None)
    assert {use.key: use.rows for use in found} == {"k2": ROWS + 2, "k1": 0}
    with pytest.raises(RingInSetting):
        await rotation.retire(sealed.db, keys.key_ring(turned), turned)
