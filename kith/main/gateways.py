"""The gateways of an installation, in the order in which payers see them; the simulator plays all where none is set."""

from collections.abc import Callable
from pathlib import Path

from kith import payments, simulator
from kith.kit.settings import BadSetting, Settings, example
from kith.payments.gateways import alipay, stripe, wechatpay


def gateways_of(settings: Settings, seconds: float) -> payments.Gateways:
    """Every one that is set up; an answer of theirs may take so many seconds. Raises `BadSetting`."""
    if settings.simulated:
        found: list[payments.Gateway] = [
            _simulated_alipay(settings, seconds),
            _simulated_wechatpay(settings, seconds),
            _simulated_stripe(settings, seconds),
        ]
        return payments.Gateways({gateway.name: gateway for gateway in found})
    real = [
        *([_alipay(settings, settings.alipay_gateway, seconds)] if settings.alipay_gateway else []),
        *([_wechatpay(settings, settings.wechatpay_gateway, seconds)] if settings.wechatpay_gateway else []),
        *([_stripe(settings, settings.stripe_gateway, seconds)] if settings.stripe_gateway else []),
    ]
    return payments.Gateways({gateway.name: gateway for gateway in real})


def _simulated_alipay(settings: Settings, seconds: float) -> alipay.Alipay:
    pems = simulator.prepare(settings.home / "simulator")
    made = simulator.certify(settings.home / "simulator")
    account = alipay.Account(
        url=f"{settings.gateway_url}/gateway.do",
        app_id=simulator.APP_ID,
        seller_id=simulator.SELLER_ID,
        private_key=pems.app_private.read_bytes(),
        certs=alipay.Certs(made.app_cert.read_bytes(), made.alipay_cert.read_bytes(), made.root_cert.read_bytes()),
        book_url=f"{settings.gateway_url}/admin/book",
    )
    return alipay.Alipay(account, seconds=seconds)


def _simulated_wechatpay(settings: Settings, seconds: float) -> wechatpay.WechatPay:
    made = simulator.wechatpay_access(settings.home / "simulator")
    account = wechatpay.Account(
        url=settings.gateway_url,
        app_id=made.app_id,
        mch_id=made.mch_id,
        serial=made.serial,
        private_key=made.merchant_private.read_bytes(),
        public_key=made.public.read_bytes(),
        public_key_id=made.public_key_id,
        v3_key=made.v3_key,
        notify_url=_notifications(settings, wechatpay.WechatPay.name),
        transfer_scene=made.transfer_scene,
        book_url=f"{settings.gateway_url}/admin/book/wechatpay",
    )
    return wechatpay.WechatPay(account, seconds=seconds)


def _simulated_stripe(settings: Settings, seconds: float) -> stripe.Stripe:
    made = simulator.stripe_access(settings.home / "simulator")
    account = stripe.Account(
        url=settings.gateway_url,
        secret_key=made.secret_key,
        webhook_secret=made.webhook_secret,
        cashier_url=f"{settings.gateway_url}/stripe/cashier",
        book_url=f"{settings.gateway_url}/admin/book/stripe",
    )
    return stripe.Stripe(account, seconds=seconds)


def _alipay(settings: Settings, url: str, seconds: float) -> alipay.Alipay:
    assert settings.alipay_app_id
    assert settings.alipay_seller_id
    sn, root_sn = alipay.cert.sn, alipay.cert.root_sn
    certs = (("alipay_app_cert", sn), ("alipay_cert", sn), ("alipay_root_cert", root_sn))
    account = alipay.Account(
        url=url,
        app_id=settings.alipay_app_id,
        seller_id=settings.alipay_seller_id,
        private_key=_file(settings, "alipay_private_key"),
        alipay_public_key=_file(settings, "alipay_public_key") if settings.alipay_public_key else b"",
        certs=alipay.Certs(*(_file(settings, name, judge) for name, judge in certs)) if settings.alipay_cert else None,
    )
    try:
        return alipay.Alipay(account, seconds=seconds)
    except alipay.BadKey as error:
        raise BadSetting("KITH_ALIPAY_PRIVATE_KEY", str(error), example("alipay_private_key")) from error


def _wechatpay(settings: Settings, url: str, seconds: float) -> wechatpay.WechatPay:
    assert settings.wechatpay_v3_key
    account = wechatpay.Account(
        url=url.rstrip("/"),
        app_id=settings.wechatpay_app_id or "",
        mch_id=settings.wechatpay_mch_id or "",
        serial=settings.wechatpay_serial or "",
        private_key=_file(settings, "wechatpay_private_key"),
        public_key=_file(settings, "wechatpay_public_key"),
        public_key_id=settings.wechatpay_public_key_id or "",
        v3_key=settings.wechatpay_v3_key.encode(),
        notify_url=_notifications(settings, wechatpay.WechatPay.name),
        transfer_scene=settings.wechatpay_transfer_scene,
    )
    try:
        return wechatpay.WechatPay(account, seconds=seconds)
    except wechatpay.BadKey as error:
        raise BadSetting("KITH_WECHATPAY_PRIVATE_KEY", str(error), example("wechatpay_private_key")) from error


def _stripe(settings: Settings, url: str, seconds: float) -> stripe.Stripe:
    account = stripe.Account(
        url=url.rstrip("/"),
        secret_key=settings.stripe_secret_key or "",
        webhook_secret=settings.stripe_webhook_secret or "",
    )
    return stripe.Stripe(account, seconds=seconds)


def _notifications(settings: Settings, name: str) -> str:
    return f"{settings.site}/gateways/{name}/notifications"


def _file(settings: Settings, name: str, judge: Callable[[bytes], object] | None = None) -> bytes:
    path: Path = getattr(settings, name)
    setting = f"KITH_{name.upper()}"
    try:
        content = path.read_bytes()
        if judge is not None:
            judge(content)
    except OSError as error:
        raise BadSetting(setting, f"cannot be read: {error}", f"{setting}={example(name)}") from error
    except alipay.BadKey as error:
        raise BadSetting(setting, str(error), f"{setting}={example(name)}") from error
    return content
