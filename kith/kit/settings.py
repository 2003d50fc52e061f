"""Settings of one installation, from `KITH_*` environment variables, validated whole before anything starts.

The numbers of the product (windows, ceilings, limits) are not here: each capability declares its own policy struct and
`main.wiring` reads them all from one policy file.
"""

import difflib
import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

Custody = Literal["simulated", "provider", "licensed"]


GATEWAYS = {
    "alipay_gateway": ("alipay_app_id", "alipay_seller_id", "alipay_private_key"),
    "wechatpay_gateway": (
        "wechatpay_app_id",
        "wechatpay_mch_id",
        "wechatpay_serial",
        "wechatpay_private_key",
        "wechatpay_public_key",
        "wechatpay_public_key_id",
        "wechatpay_v3_key",
    ),
    "stripe_gateway": ("stripe_secret_key", "stripe_publishable_key", "stripe_webhook_secret"),
}
"""What switches each real gateway on, and what it then needs."""


class BadSetting(Exception):
    """A setting that Kith will not start with: which one, what is wrong, and an example of a right one."""

    def __init__(self, name: str, problem: str, example: str) -> None:
        super().__init__(f"{name}: {problem}. Example: {example}")
        self.name = name


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator decides outside the product's rules. Field `port` is read from `KITH_PORT`, and so on."""

    home: Annotated[Path, Meta(description="folder of data, keys and pictures", examples=["/var/lib/kith"])] = Path(
        "var"
    )
    host: Annotated[str, Meta(description="address the web server binds", examples=["127.0.0.1"])] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="port of the web server", examples=[8400])] = 8400
    public_url: Annotated[
        str | None, Meta(description="address people and gateways reach Kith at", examples=["https://kith.example"])
    ] = None
    database_url: Annotated[
        str | None, Meta(description="PostgreSQL 18; embedded if unset", examples=["postgresql://kith@db.example/kith"])
    ] = None
    live_url: Annotated[
        str | None,
        Meta(
            description="Redis or Valkey that carries hints between servers; PostgreSQL does if unset",
            examples=["redis://redis.example/0"],
        ),
    ] = None
    demo: Annotated[bool, Meta(description="allow the parts that are only for demos", examples=["1"])] = False
    custody: Annotated[
        Custody | None,
        Meta(description="who holds the money: simulated, provider or licensed", examples=["provider"]),
    ] = None
    licence: Annotated[
        str | None, Meta(description="the payment licence behind custody `licensed`", examples=["Z2000133000019"])
    ] = None
    secret_file: Annotated[
        Path | None, Meta(description="file with the key that hashes phone numbers", examples=["/etc/kith/secret"])
    ] = None
    vault_keys: Annotated[
        str | None,
        Meta(
            description="key ring of the address vault, newest first, `name:64 hex digits`", examples=["k2:9f…,k1:03…"]
        ),
    ] = None
    sms_url: Annotated[
        str | None, Meta(description="HTTP endpoint that sends text messages", examples=["https://sms.example/send"])
    ] = None
    sms_token: Annotated[str | None, Meta(description="bearer token of the SMS endpoint", examples=["s3cret"])] = None
    alipay_gateway: Annotated[
        str | None,
        Meta(
            description="Alipay's gateway, to be paid by it; the simulator if no gateway is set",
            examples=["https://openapi.alipay.com/gateway.do"],
        ),
    ] = None
    alipay_app_id: Annotated[str | None, Meta(description="Alipay application", examples=["2021000000000001"])] = None
    alipay_seller_id: Annotated[str | None, Meta(description="Alipay partner id", examples=["2088000000000001"])] = None
    alipay_private_key: Annotated[
        Path | None, Meta(description="PEM file, our RSA2 private key", examples=["/etc/kith/app.pem"])
    ] = None
    alipay_public_key: Annotated[
        Path | None, Meta(description="PEM file, Alipay's public key", examples=["/etc/kith/alipay.pem"])
    ] = None
    alipay_app_cert: Annotated[
        Path | None, Meta(description="our certificate, of certificate mode", examples=["/etc/kith/appCert.crt"])
    ] = None
    alipay_cert: Annotated[
        Path | None,
        Meta(description="Alipay's certificate, in place of its public key", examples=["/etc/kith/alipayCert.crt"]),
    ] = None
    alipay_root_cert: Annotated[
        Path | None, Meta(description="Alipay's root certificates", examples=["/etc/kith/alipayRootCert.crt"])
    ] = None
    wechatpay_gateway: Annotated[
        str | None, Meta(description="WeChat Pay's API, to be paid by it", examples=["https://api.mch.weixin.qq.com"])
    ] = None
    wechatpay_app_id: Annotated[str | None, Meta(description="WeChat application", examples=["wx0000000000000001"])] = (
        None
    )
    wechatpay_mch_id: Annotated[str | None, Meta(description="WeChat Pay merchant", examples=["1900000001"])] = None
    wechatpay_serial: Annotated[
        str | None,
        Meta(description="serial number of our certificate", examples=["5157F09EFDC096DE15EBE81A47057A7232F1B8E1"]),
    ] = None
    wechatpay_private_key: Annotated[
        Path | None, Meta(description="PEM file, our private key", examples=["/etc/kith/apiclient_key.pem"])
    ] = None
    wechatpay_public_key: Annotated[
        Path | None, Meta(description="PEM file, WeChat Pay's public key", examples=["/etc/kith/pub_key.pem"])
    ] = None
    wechatpay_public_key_id: Annotated[
        str | None,
        Meta(
            description="what WeChat calls that key, or its platform certificate's serial number",
            examples=["PUB_KEY_ID_0119000000012026030100000000"],
        ),
    ] = None
    wechatpay_v3_key: Annotated[
        str | None,
        Meta(description="the APIv3 key, 32 characters", examples=["0123456789abcdef0123456789abcdef"]),
    ] = None
    wechatpay_transfer_scene: Annotated[
        str | None, Meta(description="scene under which WeChat Pay sends money out; none if unset", examples=["1005"])
    ] = None
    stripe_gateway: Annotated[
        str | None, Meta(description="Stripe's API, to be paid by it", examples=["https://api.stripe.com"])
    ] = None
    stripe_secret_key: Annotated[
        str | None, Meta(description="Stripe's secret key, or a restricted one", examples=["sk_live_s3cret"])
    ] = None
    stripe_publishable_key: Annotated[
        str | None, Meta(description="the key of the same account for browsers", examples=["pk_live_example"])
    ] = None
    stripe_webhook_secret: Annotated[
        str | None, Meta(description="signs Stripe's webhooks to us", examples=["whsec_s3cret"])
    ] = None
    carrier_url: Annotated[
        str | None, Meta(description="carrier tracking API; simulator if unset", examples=["https://carrier.example"])
    ] = None
    carrier_key: Annotated[str | None, Meta(description="API key of the carrier service", examples=["s3cret"])] = None
    carrier_secret: Annotated[str | None, Meta(description="signs the carrier's callbacks", examples=["s3cret"])] = None
    identity_url: Annotated[
        str | None, Meta(description="API that checks identities; simulator if unset", examples=["https://id.example"])
    ] = None
    identity_key: Annotated[str | None, Meta(description="API key of the identity check", examples=["s3cret"])] = None
    media_url: Annotated[
        str | None,
        Meta(
            description="bucket of pictures; the folder `media` in `KITH_HOME` if unset", examples=["s3://kith/media"]
        ),
    ] = None
    s3_endpoint: Annotated[
        str | None, Meta(description="the bucket's store; Amazon's if unset", examples=["https://s3.example"])
    ] = None
    s3_region: Annotated[str, Meta(description="the bucket's region", examples=["eu-central-1"])] = "us-east-1"
    s3_key_id: Annotated[str | None, Meta(description="access key of the store", examples=["AKIAEXAMPLE"])] = None
    s3_secret: Annotated[str | None, Meta(description="secret of that key", examples=["s3cret"])] = None
    push_key: Annotated[
        Path | None,
        Meta(description="PEM file, the private key that signs pushes; made if unset", examples=["/etc/kith/push.pem"]),
    ] = None
    gateway_port: Annotated[int, Meta(ge=0, le=65535, description="port of the simulator", examples=[8401])] = 8401
    clock: Annotated[
        Path | None, Meta(description="file with the offset of the virtual clock", examples=["/var/lib/kith/clock"])
    ] = None
    crash_at: Annotated[
        int, Meta(ge=0, description="fault switch: kill the process at its n-th commit", examples=[12])
    ] = 0
    policy: Annotated[
        Path | None,
        Meta(description="TOML file that changes the product's numbers", examples=["/etc/kith/policy.toml"]),
    ] = None
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Meta(examples=["info"])] = "info"

    @property
    def simulated(self) -> bool:
        """True where no real money can move: the other side of every gateway is our simulator."""
        return not any(getattr(self, switch) for switch in GATEWAYS)

    @property
    def keeper(self) -> Custody:
        """Who holds people's money."""
        return self.custody or "simulated"

    @property
    def local_url(self) -> str:
        """Where this machine reaches the web server."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 a comparison, not a bind
        return f"http://{host}:{self.port}"

    @property
    def site(self) -> str:
        """Where browsers and gateways reach this installation."""
        return self.public_url.rstrip("/") if self.public_url else self.local_url

    @property
    def gateway_url(self) -> str:
        """Base URL of the simulator."""
        return f"http://127.0.0.1:{self.gateway_port}"


def load(environ: Mapping[str, str]) -> Settings:
    """Read and check every `KITH_*` variable. `BadSetting` names the first wrong one."""
    hints = get_type_hints(Settings, include_extras=True)
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith("KITH_"):
            continue
        name = variable.removeprefix("KITH_").lower()
        if name not in fields:
            near = difflib.get_close_matches(name, fields, n=1) or ["port"]
            raise BadSetting(variable, "no such setting", f"KITH_{near[0].upper()}={example(near[0])}")
        try:
            values[name] = msgspec.convert(text, hints[name], strict=False, dec_hook=_path)
        except (msgspec.ValidationError, ValueError) as error:
            raise BadSetting(variable, str(error).rstrip("."), f"{variable}={example(name)}") from error
    settings = Settings(**values)
    check(settings)
    return settings


def check(settings: Settings) -> None:
    """Refuse a start that could harm someone: test machinery in the open, or real money without a keeper."""
    _check_whole(settings)
    if not settings.simulated:
        _check_real_money(settings)
    elif settings.custody not in (None, "simulated"):
        raise BadSetting(
            "KITH_CUSTODY",
            f"custody `{settings.custody}` needs a real gateway",
            "KITH_ALIPAY_GATEWAY=https://openapi.alipay.com/gateway.do",
        )
    if settings.live_url is not None and urlsplit(settings.live_url).scheme not in ("redis", "rediss", "unix"):
        raise BadSetting("KITH_LIVE_URL", "not the address of a Redis", f"KITH_LIVE_URL={example('live_url')}")
    if settings.media_url is not None:
        _check_bucket(settings, settings.media_url)
    if settings.identity_url is not None:
        _check_identity(settings, settings.identity_url)
    if not settings.demo and not (is_loopback(settings.host) and settings.simulated):
        _check_no_test_machinery(settings)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def example(name: str) -> str:
    """A right value of the setting, for messages and the README."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, Meta) and meta.examples:
            return str(meta.examples[0])
    return ""


def _check_no_test_machinery(settings: Settings) -> None:
    why = f"this start listens on {settings.host}" if settings.simulated else "this start reaches real money"
    real = (("alipay_gateway", "without a real gateway anyone could pay with the simulator's money"),)
    needed = (
        *(real if settings.simulated else ()),
        ("sms_url", "the dev outbox would show everybody's sign-in codes"),
        ("carrier_url", "the simulator would invent deliveries"),
        ("carrier_key", "the carrier service needs it"),
        ("carrier_secret", "the carrier service needs it"),
    )
    for name, harm in needed:
        if getattr(settings, name) is None:
            setting = f"KITH_{name.upper()}"
            raise BadSetting(setting, f"{why}, and {harm}", f"{setting}={example(name)}, or KITH_DEMO=1 for a demo")
    for name in ("clock", "crash_at"):
        if getattr(settings, name):
            setting = f"KITH_{name.upper()}"
            raise BadSetting(setting, f"{why}; virtual time and faults are for tests", f"unset {setting}")


def _check_bucket(settings: Settings, media_url: str) -> None:
    place = urlsplit(media_url)
    if place.scheme != "s3" or not place.netloc:
        raise BadSetting("KITH_MEDIA_URL", "not a bucket", f"KITH_MEDIA_URL={example('media_url')}")
    for name in ("s3_key_id", "s3_secret"):
        if getattr(settings, name) is None:
            raise BadSetting(f"KITH_{name.upper()}", "the bucket needs it", f"KITH_{name.upper()}={example(name)}")


def _check_identity(settings: Settings, identity_url: str) -> None:
    if urlsplit(identity_url).scheme not in ("http", "https"):
        raise BadSetting("KITH_IDENTITY_URL", "not a web address", f"KITH_IDENTITY_URL={example('identity_url')}")
    if settings.identity_key is None:
        raise BadSetting(
            "KITH_IDENTITY_KEY", "the identity check needs it", f"KITH_IDENTITY_KEY={example('identity_key')}"
        )


def _check_whole(settings: Settings) -> None:
    """No gateway is half set up."""
    certs = ("alipay_app_cert", "alipay_cert", "alipay_root_cert")
    by_cert = any(getattr(settings, name) for name in certs)
    for switch, needed in GATEWAYS.items():
        address: str | None = getattr(settings, switch)
        prefix = switch.removesuffix("gateway")
        if address is None:
            stray = [name for name in Settings.__struct_fields__ if name.startswith(prefix) and getattr(settings, name)]
            if stray:
                setting = f"KITH_{switch.upper()}"
                raise BadSetting(setting, f"KITH_{stray[0].upper()} is set without it", f"{setting}={example(switch)}")
            continue
        if urlsplit(address).scheme not in ("http", "https"):
            raise BadSetting(f"KITH_{switch.upper()}", "not a web address", f"KITH_{switch.upper()}={example(switch)}")
        keys = (certs if by_cert else ("alipay_public_key",)) if prefix == "alipay_" else ()
        for name in (*needed, *keys):
            if getattr(settings, name) is None:
                setting = f"KITH_{name.upper()}"
                raise BadSetting(setting, "a real gateway needs it", f"{setting}={example(name)}")
    if settings.wechatpay_v3_key is not None and len(settings.wechatpay_v3_key.encode()) != 32:
        raise BadSetting(
            "KITH_WECHATPAY_V3_KEY", "not of 32 characters", f"KITH_WECHATPAY_V3_KEY={example('wechatpay_v3_key')}"
        )
    _check_stripe_keys(settings)
    if by_cert and settings.alipay_public_key is not None:
        why = "Alipay's certificate brings its key along; set the one or the other"
        raise BadSetting("KITH_ALIPAY_PUBLIC_KEY", why, "unset KITH_ALIPAY_PUBLIC_KEY")


def _check_stripe_keys(settings: Settings) -> None:
    """Each key is what it is called, and all are of one mode. What is wrong with a key never quotes it."""
    found: set[str] = set()
    for name, starts in (
        ("stripe_secret_key", ("sk_", "rk_")),
        ("stripe_publishable_key", ("pk_",)),
        ("stripe_webhook_secret", ("whsec_",)),
    ):
        key: str | None = getattr(settings, name)
        setting = f"KITH_{name.upper()}"
        if key is not None and not key.startswith(starts):
            raise BadSetting(setting, f"does not begin with {' or '.join(starts)}", f"{setting}={example(name)}")
        found |= {mode for mode in ("_live_", "_test_") if key and mode in key[:9]}
    if len(found) > 1:
        why = "one key is for live payments, the other for tests"
        raise BadSetting("KITH_STRIPE_PUBLISHABLE_KEY", why, "both of the same mode")


def _check_real_money(settings: Settings) -> None:
    if settings.custody is None or settings.custody == "simulated":
        raise BadSetting(
            "KITH_CUSTODY",
            "real gateway keys are set; say who holds people's money: `provider` (the gateway's escrow product) or "
            "`licensed` (you hold a payment licence)",
            "KITH_CUSTODY=provider",
        )
    if settings.custody == "licensed" and settings.licence is None:
        raise BadSetting("KITH_LICENCE", "custody `licensed` names its licence", f"KITH_LICENCE={example('licence')}")
    if settings.custody == "licensed" and settings.identity_url is None:
        why = "custody `licensed` keeps people's money, and the law sets its limits by who they are"
        raise BadSetting("KITH_IDENTITY_URL", why, f"KITH_IDENTITY_URL={example('identity_url')}")
    if settings.vault_keys is None or settings.secret_file is None:
        missing = "vault_keys" if settings.vault_keys is None else "secret_file"
        raise BadSetting(
            f"KITH_{missing.upper()}", "a real installation keeps its keys itself", f"KITH_{missing.upper()}=…"
        )


def _path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)
