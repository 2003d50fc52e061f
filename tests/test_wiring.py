"""An installation with a real gateway is wired from the files that its settings name."""

import secrets
from pathlib import Path

import pytest

from kith.kit.settings import BadSetting, Settings, load
from kith.kit.sql import Database
from kith.main.wiring import wire
from kith.payments.gateway import Gateways, Missing
from kith.payments.gateways.tests.conftest import simulator
from kith.payments.gateways.tests.played import APP_ID, SELLER_ID, Simulator
from kith.simulator import certify

__all__ = ["simulator"]


@pytest.fixture
def environ(simulator: Simulator, tmp_path: Path) -> dict[str, str]:
    """Of an installation for which the simulator is the real Alipay."""
    (tmp_path / "secret").write_text(secrets.token_hex(32))
    return {
        "KITH_HOME": str(tmp_path),
        "KITH_ALIPAY_GATEWAY": f"{simulator.url}/gateway.do",
        "KITH_ALIPAY_APP_ID": APP_ID,
        "KITH_ALIPAY_SELLER_ID": SELLER_ID,
        "KITH_ALIPAY_PRIVATE_KEY": str(simulator.home / "app_private.pem"),
        "KITH_CUSTODY": "provider",
        "KITH_SECRET_FILE": str(tmp_path / "secret"),
        "KITH_VAULT_KEYS": f"k1:{secrets.token_hex(32)}",
        "KITH_SMS_URL": "https://sms.example/send",
        "KITH_CARRIER_URL": "https://carrier.example",
        "KITH_CARRIER_KEY": "key",
        "KITH_CARRIER_SECRET": "secret",
    }


def by_key(simulator: Simulator) -> dict[str, str]:
    return {"KITH_ALIPAY_PUBLIC_KEY": str(simulator.home / "alipay_public.pem")}


def by_cert(simulator: Simulator) -> dict[str, str]:
    made = certify(simulator.home)
    return {
        "KITH_ALIPAY_APP_CERT": str(made.app_cert),
        "KITH_ALIPAY_CERT": str(made.alipay_cert),
        "KITH_ALIPAY_ROOT_CERT": str(made.root_cert),
    }


async def asked(settings: Settings, db: Database, url: str) -> object:
    async with wire(settings, db, url) as parts:
        return await parts[Gateways]["alipay"].query("nobody")


@pytest.mark.parametrize("mode", [by_key, by_cert])
async def test_alipay_answers_either_mode(
    environ: dict[str, str], simulator: Simulator, db: Database, fresh_url: str, mode: object
) -> None:
    assert callable(mode)
    settings = load(environ | mode(simulator))
    assert await asked(settings, db, fresh_url) == Missing("nobody")


@pytest.mark.parametrize(
    ("name", "path", "named", "word"),
    [
        ("KITH_ALIPAY_CERT", "nowhere.crt", "KITH_ALIPAY_CERT", "cannot be read"),
        ("KITH_PUSH_KEY", "nowhere.pem", "KITH_PUSH_KEY", "cannot be read"),
        ("KITH_PUSH_KEY", "app_private.pem", "KITH_PUSH_KEY", "not a private key on P-256"),
        ("KITH_ALIPAY_PRIVATE_KEY", "nowhere.pem", "KITH_ALIPAY_PRIVATE_KEY", "cannot be read"),
        ("KITH_ALIPAY_ROOT_CERT", "app_public.pem", "KITH_ALIPAY_ROOT_CERT", "no RSA certificate"),
        ("KITH_ALIPAY_APP_CERT", "app_public.pem", "KITH_ALIPAY_APP_CERT", "not a certificate"),
        ("KITH_ALIPAY_PRIVATE_KEY", "alipay_private.pem", "KITH_ALIPAY_PRIVATE_KEY", "not the certificate of this"),
    ],
)
async def test_a_wrong_file_stops_the_start(
    environ: dict[str, str],
    simulator: Simulator,
    db: Database,
    fresh_url: str,
    name: str,
    path: str,
    named: str,
    word: str,
) -> None:
    settings = load(environ | by_cert(simulator) | {name: str(simulator.home / path)})
    with pytest.raises(BadSetting, match=word) as stop:
        await asked(settings, db, fresh_url)
    assert stop.value.name == named
