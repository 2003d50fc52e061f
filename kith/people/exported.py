"""What people keep of a person, as files of an export."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.page import TOP, Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.people import gift_door as doors
from kith.people import nickname as nicknames
from kith.people import person as persons
from kith.people import phone as phones
from kith.people import photo as photos
from kith.people import report as reports
from kith.people.export import ExportView, Part, Read
from kith.people.gift_door import Door
from kith.people.list_devices import list_devices
from kith.people.list_exports import list_exports
from kith.people.list_passkeys import list_passkeys
from kith.people.list_people import list_people
from kith.people.nickname import Privacy
from kith.people.passkey import Passkey
from kith.people.person import Gender, PersonCard, PersonId
from kith.people.policy import Policy
from kith.people.report import OwnReport
from kith.people.secret import PhoneKey, Secret
from kith.people.session import Device, DeviceId, Me
from kith.people.tie import Circle

PAGE = 100
"""Entries that are read at once."""


class Account(Struct, frozen=True):
    """Who a person is, as the person said it."""

    person_id: PersonId
    joined_at: datetime
    phone: str
    nickname: str
    birthday: date
    gender: Gender
    bio: str
    interests: list[str]
    photos: list[str]


class Choices(Struct, frozen=True):
    """What a person lets others find and give."""

    privacy: Privacy
    gift_door: Door


def exported(policy: Policy, secret: Secret) -> tuple[Part, ...]:
    """Everything that is kept of the person by this capability."""

    async def account(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[Account]:
        del after, now
        person = await persons.by_id.one(tx, person_id=person_id)
        profile = await persons.profile_of.one(tx, person_id=person_id)
        phone = secret.unseal(await phones.sealed.one(tx, phone_key=person.phone_key), _key(person.phone_key))
        said = {name: getattr(profile, name) for name in profile.__struct_fields__}
        shown = await photos.of.all(tx, person_id=person_id)
        return Page(
            [Account(person_id=person_id, joined_at=person.created_at, phone=phone, photos=shown, **said)], None
        )

    async def devices(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[Device]:
        nowhere = Me(person_id, DeviceId(UUID(int=0)))
        return await list_devices(tx, policy, nowhere, after=after, limit=PAGE, now=now)

    return (
        Part("people/account", "账号与资料", "your account and profile", account),
        Part("people/choices", "隐私与礼物之门", "your privacy and gift door", _choices),
        Part("people/devices", "登录的设备", "where you are signed in", devices),
        Part("people/passkeys", "通行密钥", "your passkeys", _passkeys),
        _circle("following", "你关注的人", "whom you follow"),
        _circle("followers", "关注你的人", "who follows you"),
        _circle("friends", "朋友", "your friends"),
        _circle("blocks", "你拉黑的人", "whom you blocked"),
        Part("people/reports", "你提交的举报", "what you reported", _reports),
        Part("people/exports", "你导出过的数据", "the copies of your data you asked for", _exports),
    )


def exported_pictures() -> tuple[Read, ...]:
    """The photos of the person's profile."""
    return (_pictures,)


async def _pictures(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[str]:
    del after, now
    return Page(await photos.of.all(tx, person_id=person_id), None)


async def _choices(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[Choices]:
    del after, now
    privacy = await nicknames.privacy_of.one(tx, person_id=person_id)
    return Page([Choices(privacy, await doors.of.one(tx, person_id=person_id))], None)


async def _passkeys(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[Passkey]:
    del after, now
    return Page(await list_passkeys(tx, person_id), None)


def _circle(circle: Circle, zh: str, en: str) -> Part:
    async def read(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[PersonCard]:
        return await list_people(tx, person_id, circle, after=after, limit=PAGE, now=now)

    return Part(f"people/{circle}", zh, en, read)


async def _reports(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[OwnReport]:
    del now
    after_at, after_id = key(after, Newest) or TOP
    made = await reports.by_reporter.all(tx, reporter_id=person_id, after_at=after_at, after_id=after_id, limit=PAGE)
    following = cursor(made[-1].reported_at, made[-1].report_id) if len(made) == PAGE else None
    return Page(made, following)


async def _exports(tx: Tx, person_id: PersonId, after: str | None, now: datetime) -> Page[ExportView]:
    return await list_exports(tx, person_id, after=after, limit=PAGE, now=now)


def _key(phone_key: bytes | None) -> PhoneKey:
    return PhoneKey(phone_key or b"")
