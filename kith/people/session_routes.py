"""HTTP: signing in and out, and who is asking in every other request."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kith.kit import clock, ids
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.socket import AnySocket
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.people import session as sessions
from kith.people.code import CodeExpired, CodeSent, CodeTooSoon, TooManyCodes, TooManyTries, WrongCode
from kith.people.coming import Coming, InviteCode
from kith.people.find_session import find_session
from kith.people.list_devices import list_devices
from kith.people.person import TooYoung, UnfitText
from kith.people.phone import NotAPhoneNumber
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.send_code import send_code
from kith.people.session import (
    COOKIE,
    DEVICE_COOKIE,
    DEVICE_DAYS,
    NEWCOMERS,
    CrossSite,
    Device,
    DeviceId,
    DeviceName,
    DeviceNotFound,
    Me,
    ProfileIncomplete,
    SignedIn,
    SignInFirst,
)
from kith.people.sign_in import sign_in
from kith.people.sign_out import sign_out
from kith.people.sign_out_everywhere import sign_out_everywhere

Phone = Annotated[
    str, Meta(min_length=3, max_length=32, description="as dialled, or E.164", examples=["+8613800138000"])
]


class CodeWanted(Struct):
    """Whom to send a code."""

    phone: Phone


class SignIn(Struct):
    """The code that came, and what this device is called in the list of devices."""

    phone: Phone
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$", examples=["042117"])]
    device: DeviceName = ""
    invite: InviteCode = ""
    """Counts only for who joins."""


async def authenticate(request: AnyRequest, parts: NamedDependency[Parts]) -> Me:
    """Who is asking: the dependency `me`. A bearer token goes before the cookie, which counts on our own pages only.

    Raises, in this order, `CrossSite`, `SignInFirst`, `ProfileIncomplete`.
    """
    token = sessions.bearer(request.headers)
    if token is None:
        token = request.cookies.get(COOKIE)
        sessions.refuse_cross_site(request.method, request.headers, parts[Settings].public_url)
    if not token:
        raise SignInFirst
    newcomers = NEWCOMERS in request.route_handler.opt
    return await find_session(parts[Database], parts[Policy], token, newcomers, clock.now(), coming=parts[Coming])


async def authenticate_socket(socket: AnySocket, parts: Parts) -> Me:
    """Who opens a socket: as `authenticate`, but that a browser says where it comes from for every one of them.

    Raises, in this order, `CrossSite`, `SignInFirst`, `ProfileIncomplete`.
    """
    token = sessions.bearer(socket.headers)
    if token is None:
        token = socket.cookies.get(COOKIE)
        sessions.refuse_cross_site("CONNECT", socket.headers, parts[Settings].public_url)
    if not token:
        raise SignInFirst
    return await find_session(
        parts[Database], parts[Policy], token, newcomers=False, now=clock.now(), coming=parts[Coming]
    )


@post(
    "/sign-in-codes",
    operation_id="sendSignInCode",
    tags=["signing in"],
    status_code=202,
    security=[{}],
    responses=refuses(NotAPhoneNumber, CodeTooSoon, TooManyCodes),
)
async def send_sign_in_code(data: JSONBody[CodeWanted], parts: NamedDependency[Parts]) -> CodeSent:
    """Send a 6-digit code to a number. The answer is the same whether or not somebody has joined with it."""
    async with parts[Database].transaction() as tx:
        return await send_code(tx, parts[Secret], parts[Policy], data.phone, clock.now())


@post(
    "/sessions",
    operation_id="signIn",
    tags=["signing in"],
    security=[{}],
    responses=refuses(CrossSite, NotAPhoneNumber, UnfitText, CodeExpired, TooManyTries, WrongCode, TooYoung),
)
async def create_session(
    data: JSONBody[SignIn], request: AnyRequest, parts: NamedDependency[Parts]
) -> Response[SignedIn]:
    """Sign in, or join, with the code. The token comes in the answer, and for browsers in a cookie."""
    settings, policy = parts[Settings], parts[Policy]
    sessions.refuse_cross_site(request.method, request.headers, settings.public_url)
    mark = sessions.mark_of(request.cookies) or ids.new()
    async with parts[Database].transaction() as tx:
        signed_in = await sign_in(
            tx,
            parts[Secret],
            policy,
            phone=data.phone,
            code=data.code,
            device=data.device,
            mark=mark,
            invite=data.invite,
            coming=parts[Coming],
            now=clock.now(),
        )
    if isinstance(signed_in, Refusal):
        raise signed_in
    return Response(signed_in, cookies=cookies(settings, policy, signed_in, mark))


@delete(
    "/session",
    operation_id="signOut",
    tags=["signing in"],
    opt={NEWCOMERS: True},
    responses=refuses(SignInFirst, CrossSite, DeviceNotFound),
)
async def end_session(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Response[None]:
    """Sign out here."""
    async with parts[Database].transaction() as tx:
        await sign_out(tx, me.person_id, me.device_id)
    return Response(None, cookies=[cookie(parts[Settings], "", 0)])


@get(
    "/me/devices",
    operation_id="listDevices",
    tags=["signing in"],
    responses=refuses(SignInFirst, ProfileIncomplete, BadCursor),
)
async def view_devices(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[Device]:
    """Where you are signed in, the device used last first."""
    async with parts[Database].transaction() as tx:
        return await list_devices(tx, parts[Policy], me, after=after, limit=limit, now=clock.now())


@delete(
    "/me/devices/{device_id:uuid}",
    operation_id="signOutDevice",
    tags=["signing in"],
    responses=refuses(SignInFirst, ProfileIncomplete, CrossSite, DeviceNotFound),
)
async def end_device(device_id: FromPath[DeviceId], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> None:
    """Sign out on one of your devices."""
    async with parts[Database].transaction() as tx:
        await sign_out(tx, me.person_id, device_id)


@delete(
    "/me/sessions",
    operation_id="signOutEverywhere",
    tags=["signing in"],
    opt={NEWCOMERS: True},
    responses=refuses(SignInFirst, CrossSite),
)
async def end_sessions(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Response[None]:
    """Sign out on every device, this one included."""
    async with parts[Database].transaction() as tx:
        await sign_out_everywhere(tx, me.person_id)
    return Response(None, cookies=[cookie(parts[Settings], "", 0)])


def cookie(settings: Settings, token: str, max_age: int) -> Cookie:
    """The cookie in which a browser carries a session; empty and of age 0, it takes the session away."""
    secure = (settings.public_url or "").startswith("https:")
    return Cookie(COOKIE, value=token, path="/", max_age=max_age, httponly=True, samesite="lax", secure=secure)


def cookies(settings: Settings, policy: Policy, signed_in: SignedIn, mark: UUID) -> list[Cookie]:
    """What a browser is given: the session, and what it is recognised by when somebody else signs in on it."""
    session = cookie(settings, signed_in.token, policy.session_days * 86_400)
    device = replace(session, key=DEVICE_COOKIE, value=str(mark), max_age=DEVICE_DAYS * 86_400)
    return [session, device]


handlers = [send_sign_in_code, create_session, end_session, view_devices, end_device, end_sessions]
