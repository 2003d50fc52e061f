"""HTTP: operators enrol, sign in and out, and who of them is asking in every other request under `/ops`."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kith import people
from kith.kit import authenticator, challenge, clock
from kith.kit.authenticator import Credential, NewCredential, PasskeyOptions, PasskeyRefused, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.ops import passkey as passkeys
from kith.ops.end_session import end_session
from kith.ops.enrol import enrol
from kith.ops.find_session import find_session
from kith.ops.invitation import InvitationOver
from kith.ops.list_sessions import list_sessions
from kith.ops.offer_passkey import Enrolment, offer_passkey
from kith.ops.operator import EVERYONE, ROLES, Operator, RoleMissing, SessionId
from kith.ops.passkey import OperatorUnknown
from kith.ops.policy import Policy
from kith.ops.session import COOKIE, PATH, DeviceName, OperatorMe, OperatorSession, SessionNotFound
from kith.ops.sign_in import sign_in

READ = (people.SignInFirst, RoleMissing)
WRITE = (*READ, people.CrossSite)
SECURITY = [{"operator": list[str]()}]
"""What a route of the operators says of itself: their own cookie opens it, and nothing else."""

Token = Annotated[str, Meta(min_length=20, max_length=100, description="what follows the `#` of the link")]


class Invitation(Struct):
    """The link that somebody was sent."""

    token: Token


class Enrolled(Struct):
    """The passkey that the browser has made with a link, and how the browser is called."""

    token: Token
    credential: NewCredential
    device: DeviceName = ""


class OperatorPasskeyUsed(Struct):
    """What a passkey has signed, and how the browser is called."""

    credential: Credential
    device: DeviceName = ""


async def authenticate(request: AnyRequest, parts: NamedDependency[Parts]) -> Operator:
    """Which operator is asking: the dependency `operator`. A route says in its `opt` who may (`operator.may`).

    Raises, in this order, `CrossSite`, `SignInFirst`, `RoleMissing`.
    """
    people.refuse_cross_site(request.method, request.headers, parts[Settings].public_url)
    token = request.cookies.get(COOKIE)
    if not token:
        raise people.SignInFirst
    return await find_session(parts[Database], parts[Policy], token, request.route_handler.opt[ROLES], clock.now())


@post(
    "/ops/enrolment-challenges",
    operation_id="beginEnrolment",
    tags=["operators"],
    security=[{}],
    responses=refuses(InvitationOver),
)
async def begin_enrolment(data: JSONBody[Invitation], parts: NamedDependency[Parts]) -> Enrolment:
    """Whom a link invites, and what a browser needs to make their passkey. Nothing is kept of it."""
    async with parts[Database].transaction() as tx:
        return await offer_passkey(
            tx, parts[people.Secret], parts[Policy], _party(parts), token=data.token, now=clock.now()
        )


@post(
    "/ops/enrolments",
    operation_id="enrol",
    tags=["operators"],
    security=[{}],
    responses=refuses(people.CrossSite, InvitationOver, ChallengeOver, PasskeyRefused, OperatorUnknown),
)
async def create_enrolment(
    data: JSONBody[Enrolled], request: AnyRequest, parts: NamedDependency[Parts]
) -> Response[OperatorMe]:
    """Make the passkey of whom the link invites, and sign in with it. The link works once."""
    people.refuse_cross_site(request.method, request.headers, parts[Settings].public_url)
    async with parts[Database].transaction() as tx:
        token, operator = await enrol(
            tx,
            parts[people.Secret],
            _party(parts),
            token=data.token,
            credential=data.credential,
            device=data.device,
            now=clock.now(),
        )
    return _signed_in(parts, token, operator)


@post("/ops/passkey-challenges", operation_id="beginOperatorSignIn", tags=["operators"], security=[{}])
async def begin_sign_in(parts: NamedDependency[Parts]) -> PasskeyOptions:
    """What a browser needs to sign an operator in. Whoever asks gets the same."""
    seconds = parts[Policy].passkey_seconds
    valid_until = challenge.until(seconds, clock.now())
    made = challenge.make(parts[people.Secret].challenge_proof, passkeys.SIGN_IN, valid_until)
    return PasskeyOptions(authenticator.to_use(_party(parts), made, seconds), valid_until)


@post(
    "/ops/sessions",
    operation_id="signInOperator",
    tags=["operators"],
    security=[{}],
    responses=refuses(people.CrossSite, ChallengeOver, OperatorUnknown, PasskeyRefused),
)
async def create_session(
    data: JSONBody[OperatorPasskeyUsed], request: AnyRequest, parts: NamedDependency[Parts]
) -> Response[OperatorMe]:
    """Sign an operator in. The token comes in a cookie that only goes to `/ops`."""
    people.refuse_cross_site(request.method, request.headers, parts[Settings].public_url)
    async with parts[Database].transaction() as tx:
        token, operator = await sign_in(
            tx,
            parts[people.Secret],
            _party(parts),
            credential=data.credential,
            device=data.device,
            now=clock.now(),
        )
    return _signed_in(parts, token, operator)


@get(
    "/ops/me",
    operation_id="viewOperator",
    tags=["operators"],
    opt=EVERYONE,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_me(operator: NamedDependency[Operator]) -> OperatorMe:
    """Who you are, and what you may do."""
    return _me(operator)


@delete(
    "/ops/me",
    operation_id="signOutOperator",
    tags=["operators"],
    opt=EVERYONE,
    security=SECURITY,
    responses=refuses(*WRITE, SessionNotFound),
)
async def end_this(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> Response[None]:
    """Sign out here."""
    async with parts[Database].transaction() as tx:
        await end_session(tx, operator, operator.session_id, clock.now())
    return Response(None, cookies=[_cookie(parts, "", 0)])


@get(
    "/ops/me/sessions",
    operation_id="listOperatorSessions",
    tags=["operators"],
    opt=EVERYONE,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_sessions(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> list[OperatorSession]:
    """Where you are signed in, the one used last first."""
    async with parts[Database].transaction() as tx:
        return await list_sessions(tx, parts[Policy], operator, clock.now())


@delete(
    "/ops/me/sessions/{session_id:uuid}",
    operation_id="endOperatorSession",
    tags=["operators"],
    opt=EVERYONE,
    security=SECURITY,
    responses=refuses(*WRITE, SessionNotFound),
)
async def end_other(
    session_id: FromPath[SessionId], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> None:
    """Sign out somewhere."""
    async with parts[Database].transaction() as tx:
        await end_session(tx, operator, session_id, clock.now())


def _party(parts: Parts) -> RelyingParty:
    return authenticator.relying_party(parts[Settings].site)


def _me(operator: Operator) -> OperatorMe:
    return OperatorMe(operator.operator_id, operator.name, list(operator.roles))


def _signed_in(parts: Parts, token: str, operator: Operator) -> Response[OperatorMe]:
    return Response(_me(operator), cookies=[_cookie(parts, token, parts[Policy].session_seconds)])


def _cookie(parts: Parts, token: str, max_age: int) -> Cookie:
    secure = (parts[Settings].public_url or "").startswith("https:")
    return Cookie(COOKIE, value=token, path=PATH, max_age=max_age, httponly=True, samesite="strict", secure=secure)


handlers = [
    begin_enrolment,
    create_enrolment,
    begin_sign_in,
    create_session,
    view_me,
    end_this,
    view_sessions,
    end_other,
]
