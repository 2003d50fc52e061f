"""Which part does what for which: the one place where capabilities that do not know each other are connected."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

from kith import (
    ads,
    applications,
    chat,
    envelopes,
    gifts,
    mall,
    media,
    merchants,
    notices,
    payments,
    people,
    places,
    push,
    simulator,
    tasks,
    tills,
    wallet,
    wishes,
)
from kith.kit import clock
from kith.kit.hub import Hub, Line
from kith.kit.parts import Parts
from kith.kit.pg_line import PgLine
from kith.kit.settings import BadSetting, Custody, Settings, example
from kith.kit.sql import Database, Tx
from kith.main import keys
from kith.main.client import Client, Console
from kith.main.document import Document
from kith.main.gateways import gateways_of
from kith.main.policy import Policy, read_policy
from kith.main.worker import queue

HELD = {"gift": gifts.hold_gift, "envelope": envelopes.hold_envelope, "placement": ads.hold_placement}
"""What a payment locks before its money, by the purpose of its charge."""

BLOCKED = (gifts.end_on_block, chat.keep_apart)
"""What happens when one person blocks another, in this order, in the same transaction."""


CHARGED = {
    "gift": gifts.follow_charge,
    "envelope": envelopes.follow_charge,
    "placement": ads.follow_charge,
    wallet.PURPOSE: wallet.follow_charge,
}
"""Whom to tell what the gateway did to a charge, by its purpose."""

PAID_OUT = {"shop": tills.follow_payout, "wallet": wallet.follow_payout}
"""Whom to tell what became of a payout, by its purpose."""

PARCELS = {"gift": gifts.follow_parcel}
"""Whom to tell that a parcel looks different, by the purpose of its order."""


async def _tell_followed(tx: Tx, follower: people.PersonId, followed: people.PersonId, now: datetime) -> None:
    await notices.tell(tx, followed, "follow", follower, now)


FOLLOWED = (_tell_followed, chat.let_through)
"""What happens when the first person has begun to follow the second."""


async def _suspended(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> None:
    await mall.pause_shop(tx, merchant_id, now)
    await ads.pause_shop(tx, merchant_id, now)


def coming(policy: tasks.Policy) -> people.Coming:
    """What happens when somebody joins, and when somebody is here again."""
    return people.Coming((tasks.note_arrival,), (partial(tasks.note_seen, policy=policy),))


def exporting(
    policy: Policy, secret: people.Secret, ring: gifts.KeyRing, custody: Custody = "simulated"
) -> people.Exporting:
    """The files of an export: what each capability keeps of a person."""
    return people.Exporting(
        (
            *people.exported(policy.people, secret),
            *gifts.exported(ring),
            *envelopes.exported(),
            *tasks.exported(),
            *payments.exported(),
            *wallet.exported(policy.wallet, custody),
            *merchants.exported(),
            *applications.exported(ring),
            *wishes.exported(),
            *notices.exported(),
            *chat.exported(),
            *places.exported(),
            *ads.exported(),
            *push.exported(),
        ),
        (*people.exported_pictures(), *gifts.exported_pictures(), *chat.exported_pictures()),
    )


def leaving(policy: wallet.Policy) -> people.Leaving:
    """What happens when somebody leaves: who may say no, and who forgets what, in this order."""
    checks = (gifts.check_shops, partial(wallet.check_empty, policy=policy))
    hooks = (
        tasks.forget_person,
        gifts.forget_person,
        envelopes.forget_person,
        ads.forget_person,
        wishes.forget_person,
        mall.close_shops,
        payments.forget_person,
        partial(wallet.forget_person, policy=policy),
        applications.forget_person,
        merchants.forget_person,
        chat.forget_person,
        notices.forget_person,
        places.forget_person,
        push.forget_person,
    )
    return people.Leaving(checks, hooks)


def paid(policy: Policy) -> payments.Paid:
    """Whom a payment is for, by the purpose of its charge."""
    hooks = {
        "gift": partial(gifts.fund, policy=policy.gifts),
        "envelope": partial(envelopes.fund, policy=policy.envelopes),
        "placement": ads.fund,
        wallet.PURPOSE: wallet.fund,
    }
    return payments.Paid(hooks, HELD, frozenset({wallet.PURPOSE}))


def purse(policy: wallet.Policy, custody: Custody) -> payments.Purse:
    """The wallet as a way to pay."""
    return payments.Purse(
        partial(wallet.offer, policy=policy, custody=custody),
        partial(wallet.spend, policy=policy, custody=custody),
        frozenset({wallet.PURPOSE}),
    )


@asynccontextmanager
async def wire(settings: Settings, db: Database, url: str) -> AsyncGenerator[Parts]:
    """The running parts of an installation over its open database. Raises `BadSetting`."""
    policy = read_policy(settings)
    secret = people.Secret(keys.installation_secret(settings))
    ring = keys.key_ring(settings)
    gateways = gateways_of(settings, policy.payments.answer_seconds)
    carrier = _carrier(settings)
    checker = _checker(settings, policy.wallet)
    service = push.Service(_vapid(settings))
    sms = people.HttpSms(settings.sms_url, settings.sms_token) if settings.sms_url else people.Outbox(db)
    async with AsyncExitStack() as stack:
        for gateway in gateways.values():
            stack.push_async_callback(gateway.disconnect)
        stack.push_async_callback(carrier.disconnect)
        stack.push_async_callback(service.disconnect)
        if checker is not None:
            stack.push_async_callback(checker.disconnect)
        app = await stack.enter_async_context(queue(url).open_async())
        hub = await stack.enter_async_context(live(db, settings.live_url))
        sending = await stack.enter_async_context(chat.Sending(db, policy.chat))
        noise = places.Noise(secret.key_for("nearby noise"))
        check_ins = await stack.enter_async_context(places.CheckIns(db, noise, policy.places))
        opening = await stack.enter_async_context(envelopes.Opening(db, policy.envelopes, settings.keeper))
        channels = await stack.enter_async_context(chat.Channels(db, hub, policy.chat, policy.live, clock.now))
        offers = ads.Offers(secret.key_for("ad offers"))
        showing = await stack.enter_async_context(ads.Showing(db, policy.ads))
        metering = await stack.enter_async_context(ads.Metering(db, policy.ads))
        showcase = await stack.enter_async_context(ads.Showcase(db, showing, offers, policy.ads, clock.now))
        streams = notices.Streams()
        sources = (streams.present, channels.present)
        presence = await stack.enter_async_context(push.Presence(db, sources, policy.push, clock.now))
        yield Parts(
            settings,
            db,
            app,
            hub,
            sending,
            opening,
            envelopes.Passwords(secret.key_for("envelope passwords")),
            channels,
            streams,
            presence,
            service,
            Document(),
            Client(stripe_key=settings.stripe_publishable_key),
            Console(),
            secret,
            people.Sms(sms),
            ring,
            _shelf(settings),
            gateways,
            mall.Carriers(carrier),
            paid(policy),
            purse(policy.wallet, settings.keeper),
            wallet.Checkers(checker),
            payments.Moved(CHARGED),
            payments.PayoutMoved(PAID_OUT),
            mall.OrderMoved({"gift": partial(gifts.follow_order, policy=policy.gifts)}, PARCELS),
            merchants.StandingMoved(_suspended, mall.resume_shop),
            people.Blocked(BLOCKED),
            people.NewFollower(FOLLOWED),
            coming(policy.tasks),
            people.Evidence(gifts.quote, chat.quote),
            check_ins,
            places.Brakes(policy.places),
            places.Lookout(policy.places),
            offers,
            metering,
            showcase,
            exporting(policy, secret, ring, settings.keeper),
            leaving(policy.wallet),
            *_policies(policy),
        )


@asynccontextmanager
async def live(db: Database, url: str | None = None) -> AsyncGenerator[Hub]:
    """The hub of a process: it hears of what is committed through this database, here and by others, over the database
    itself or the Redis at `url`.
    """
    async with AsyncExitStack() as stack:
        line: Line = PgLine(db)
        if url:
            from kith.kit.redis_line import RedisLine  # noqa: PLC0415 its client takes a twentieth of every start

            line = await stack.enter_async_context(RedisLine(url))
        hub = await stack.enter_async_context(Hub(line))
        hub.watch(notices.PREFIX, partial(notices.last_ids, db))
        hub.watch(chat.PREFIX, partial(chat.last_revisions, db))
        hub.watch(chat.INBOX, partial(chat.last_moves, db))
        db.on_commit = hub.publish
        try:
            yield hub
        finally:
            db.on_commit = None


def _policies(policy: Policy) -> tuple[object, ...]:
    return (
        policy,
        policy.people,
        policy.payments,
        policy.applications,
        policy.mall,
        policy.orders,
        policy.gifts,
        policy.envelopes,
        policy.campaigns,
        policy.tasks,
        policy.tills,
        policy.wallet,
        policy.wishes,
        policy.notices,
        policy.chat,
        policy.places,
        policy.ads,
        policy.live,
        policy.push,
        policy.ops,
    )


def _vapid(settings: Settings) -> push.Vapid:
    contact = settings.site if settings.site.startswith("https:") else "mailto:kith@localhost"
    try:
        return push.Vapid(keys.push_key(settings, push.fresh_key), contact, clock.real_now)
    except push.BadKey as error:
        raise BadSetting(
            "KITH_PUSH_KEY", "not a private key on P-256 in PEM", f"KITH_PUSH_KEY={example('push_key')}"
        ) from error


def _shelf(settings: Settings) -> media.Shelf:
    return media.Shelf(media.bucket(settings)) if settings.media_url else media.on_disk(media.root(settings))


def _checker(settings: Settings, policy: wallet.Policy) -> wallet.HttpChecker | None:
    """Whoever checks identities: nobody where real money moves and no one was named."""
    if settings.identity_url is not None:
        return wallet.HttpChecker(settings.identity_url, settings.identity_key or "", seconds=policy.answer_seconds)
    if not settings.simulated:
        return None
    key = simulator.identity_access(settings.home / "simulator")
    return wallet.HttpChecker(f"{settings.gateway_url}/identity", key, seconds=policy.answer_seconds)


def _carrier(settings: Settings) -> mall.Tracker:
    simulated = settings.carrier_url is None
    access = simulator.carrier_access(settings.home / "simulator") if simulated else None
    return mall.Tracker(
        "tracker",
        url=settings.carrier_url or settings.gateway_url,
        key=access.key if access else settings.carrier_key or "",
        secret=access.secret if access else settings.carrier_secret or "",
        callback_url=f"{settings.site}/carriers/tracker/callbacks",
    )
