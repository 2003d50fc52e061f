"""Wrong settings stop the start with their name, the problem and an example; unsafe ones do not start at all."""

import pytest

from kith.kit.settings import BadSetting, load

REAL = {
    "KITH_ALIPAY_GATEWAY": "https://openapi.alipay.com/gateway.do",
    "KITH_ALIPAY_APP_ID": "2021000000000001",
    "KITH_ALIPAY_SELLER_ID": "2088000000000001",
    "KITH_ALIPAY_PRIVATE_KEY": "/etc/kith/app.pem",
    "KITH_ALIPAY_PUBLIC_KEY": "/etc/kith/alipay.pem",
    "KITH_CUSTODY": "provider",
    "KITH_SECRET_FILE": "/etc/kith/secret",
    "KITH_VAULT_KEYS": "k1:00",
    "KITH_SMS_URL": "https://sms.example/send",
    "KITH_CARRIER_URL": "https://carrier.example",
    "KITH_CARRIER_KEY": "key",
    "KITH_CARRIER_SECRET": "secret",
}
CERTS = {
    "KITH_ALIPAY_APP_CERT": "/etc/kith/appCert.crt",
    "KITH_ALIPAY_CERT": "/etc/kith/alipayCert.crt",
    "KITH_ALIPAY_ROOT_CERT": "/etc/kith/alipayRootCert.crt",
}
WECHATPAY = {
    "KITH_WECHATPAY_GATEWAY": "https://api.mch.weixin.qq.com",
    "KITH_WECHATPAY_APP_ID": "wx0000000000000001",
    "KITH_WECHATPAY_MCH_ID": "1900000001",
    "KITH_WECHATPAY_SERIAL": "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
    "KITH_WECHATPAY_PRIVATE_KEY": "/etc/kith/apiclient_key.pem",
    "KITH_WECHATPAY_PUBLIC_KEY": "/etc/kith/pub_key.pem",
    "KITH_WECHATPAY_PUBLIC_KEY_ID": "PUB_KEY_ID_0119000000012026030100000000",
    "KITH_WECHATPAY_V3_KEY": "0123456789abcdef0123456789abcdef",
}
STRIPE = {
    "KITH_STRIPE_GATEWAY": "https://api.stripe.com",
    "KITH_STRIPE_SECRET_KEY": "sk_live_s3cret",
    "KITH_STRIPE_PUBLISHABLE_KEY": "pk_live_example",
    "KITH_STRIPE_WEBHOOK_SECRET": "whsec_s3cret",
}
BY_CERT = {name: value for name, value in REAL.items() if name != "KITH_ALIPAY_PUBLIC_KEY"} | CERTS
OPEN = {"KITH_HOST": "0.0.0.0"}


@pytest.mark.parametrize(
    ("environ", "name", "word"),
    [
        ({"KITH_PORT": "many"}, "KITH_PORT", "KITH_PORT=8400"),
        ({"KITH_PORT": "70000"}, "KITH_PORT", "65535"),
        ({"KITH_PROT": "1"}, "KITH_PROT", "KITH_PORT="),
        ({"KITH_CUSTODY": "mattress"}, "KITH_CUSTODY", "provider"),
        ({"KITH_CRASH_AT": "-1"}, "KITH_CRASH_AT", "12"),
        ({"KITH_CUSTODY": "licensed"}, "KITH_CUSTODY", "needs a real gateway"),
        ({"KITH_LIVE_URL": "http://redis.example"}, "KITH_LIVE_URL", "not the address of a Redis"),
        ({"KITH_MEDIA_URL": "https://bucket"}, "KITH_MEDIA_URL", "not a bucket"),
        ({"KITH_MEDIA_URL": "s3://kith", "KITH_S3_KEY_ID": "key"}, "KITH_S3_SECRET", "the bucket needs it"),
        ({**REAL, "KITH_ALIPAY_GATEWAY": "openapi"}, "KITH_ALIPAY_GATEWAY", "not a web address"),
        ({**REAL, **CERTS}, "KITH_ALIPAY_PUBLIC_KEY", "unset KITH_ALIPAY_PUBLIC_KEY"),
        ({"KITH_ALIPAY_APP_ID": "2021"}, "KITH_ALIPAY_GATEWAY", "KITH_ALIPAY_APP_ID is set without it"),
        ({**REAL, "KITH_WECHATPAY_MCH_ID": "19"}, "KITH_WECHATPAY_GATEWAY", "KITH_WECHATPAY_MCH_ID is set without it"),
        ({**REAL, **WECHATPAY, "KITH_WECHATPAY_GATEWAY": "api"}, "KITH_WECHATPAY_GATEWAY", "not a web address"),
        ({**REAL, **WECHATPAY, "KITH_WECHATPAY_V3_KEY": "short"}, "KITH_WECHATPAY_V3_KEY", "not of 32 characters"),
        ({**REAL, **STRIPE, "KITH_STRIPE_SECRET_KEY": "pk_live_x"}, "KITH_STRIPE_SECRET_KEY", "begin with sk_ or rk_"),
        ({**REAL, **STRIPE, "KITH_STRIPE_WEBHOOK_SECRET": "x"}, "KITH_STRIPE_WEBHOOK_SECRET", "begin with whsec_"),
        (
            {**REAL, **STRIPE, "KITH_STRIPE_PUBLISHABLE_KEY": "pk_test_x"},
            "KITH_STRIPE_PUBLISHABLE_KEY",
            "live payments",
        ),
        (WECHATPAY, "KITH_CUSTODY", "who holds people's money"),
        ({**REAL, "KITH_CUSTODY": "licensed"}, "KITH_LICENCE", "licence"),
        ({**REAL, "KITH_CUSTODY": "licensed", "KITH_LICENCE": "Z1"}, "KITH_IDENTITY_URL", "who they are"),
        ({"KITH_IDENTITY_URL": "id.example"}, "KITH_IDENTITY_URL", "not a web address"),
        ({"KITH_IDENTITY_URL": "https://id.example"}, "KITH_IDENTITY_KEY", "the identity check needs it"),
        (OPEN, "KITH_ALIPAY_GATEWAY", "simulator's money"),
        ({**OPEN, "KITH_CLOCK": "/c"}, "KITH_ALIPAY_GATEWAY", "KITH_DEMO=1"),
        ({**REAL, "KITH_CLOCK": "/c"}, "KITH_CLOCK", "unset KITH_CLOCK"),
        ({**REAL, **OPEN, "KITH_CRASH_AT": "3"}, "KITH_CRASH_AT", "unset KITH_CRASH_AT"),
    ],
)
def test_a_wrong_setting_stops_the_start(environ: dict[str, str], name: str, word: str) -> None:
    with pytest.raises(BadSetting) as stop:
        load(environ)
    assert stop.value.name == name
    assert word in str(stop.value)


@pytest.mark.parametrize("missing", [name for name in WECHATPAY | STRIPE if not name.endswith("_GATEWAY")])
def test_a_further_gateway_is_not_half_set_up(missing: str) -> None:
    whole = REAL | WECHATPAY | STRIPE
    assert not load(whole).simulated
    with pytest.raises(BadSetting) as refused:
        load({name: value for name, value in whole.items() if name != missing})
    assert refused.value.name == missing


@pytest.mark.parametrize("missing", [name for name in REAL if name != "KITH_ALIPAY_GATEWAY"])
def test_real_money_needs_all_of_it(missing: str) -> None:
    with pytest.raises(BadSetting) as stop:
        load({name: value for name, value in REAL.items() if name != missing})
    assert stop.value.name == missing


def test_one_real_gateway_is_enough() -> None:
    others = {name: value for name, value in REAL.items() if not name.startswith("KITH_ALIPAY")}
    assert not load(others | STRIPE).simulated


def test_a_wrong_key_is_not_quoted() -> None:
    with pytest.raises(BadSetting) as stop:
        load(REAL | STRIPE | {"KITH_STRIPE_SECRET_KEY": "my-own-secret"})
    assert "my-own-secret" not in str(stop.value)


@pytest.mark.parametrize("missing", CERTS)
def test_certificate_mode_needs_all_of_it(missing: str) -> None:
    with pytest.raises(BadSetting) as stop:
        load({name: value for name, value in BY_CERT.items() if name != missing})
    assert stop.value.name == missing


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"KITH_HOST": "localhost", "KITH_CLOCK": "/c", "KITH_CRASH_AT": "3"},
        {"KITH_HOST": "::1"},
        REAL,
        {**REAL, **OPEN},
        BY_CERT,
        {**OPEN, "KITH_DEMO": "1", "KITH_CLOCK": "/c"},
        {"HOME": "/root", "KITH_LOG_LEVEL": "debug"},
    ],
)
def test_a_safe_start_starts(environ: dict[str, str]) -> None:
    load(environ)
