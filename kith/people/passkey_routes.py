"""HTTP: passkeys, the second way to sign in."""

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from kith.kit import authenticator, challenge, clock, ids
from kith.kit.authenticator import Credential, NewCredential, PasskeyOptions, PasskeyRefused, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.people import challenge as challenges
from kith.people import session as sessions
from kith.people.add_passkey import add_passkey
from kith.people.coming import Coming
from kith.people.list_passkeys import list_passkeys
from kith.people.offer_passkey import offer_passkey
from kith.people.passkey import (
    Passkey,
    PasskeyId,
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyUnknown,
    TooManyPasskeys,
    TooManySignIns,
)
from kith.people.person import UnfitText
from kith.people.policy import Policy
from kith.people.remove_passkey import remove_passkey
from kith.people.secret import Secret
from kith.people.session import CrossSite, DeviceName, Me, ProfileIncomplete, SignedIn, SignInFirst
from kith.people.session_routes import cookies
from kith.people.sign_in_with_passkey import sign_in_with_passkey

_READ = (SignInFirst, ProfileIncomplete)
_WRITE = (SignInFirst, ProfileIncomplete, CrossSite)


class PasskeyMade(Struct):
    """A passkey that the browser has made, and what its person calls it."""

    credential: NewCredential
    name: DeviceName = ""


class PasskeyUsed(Struct):
    """What a passkey has signed, and what this device is called in the list of devices."""

    credential: Credential
    device: DeviceName = ""


@get("/me/passkeys", operation_id="listPasskeys", tags=["signing in"], responses=refuses(*_READ))
async def view_passkeys(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> list[Passkey]:
    """The passkeys you can sign in with, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_passkeys(tx, me.person_id)


@post(
    "/me/passkeys/challenges",
    operation_id="beginPasskey",
    tags=["signing in"],
    responses=refuses(*_WRITE, TooManyPasskeys),
)
async def begin_passkey(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> PasskeyOptions:
    """What a browser needs to make a passkey for you. Nothing is kept until you add it."""
    async with parts[Database].transaction() as tx:
        return await offer_passkey(
            tx, parts[Secret], parts[Policy], _party(parts), person_id=me.person_id, now=clock.now()
        )


@post(
    "/me/passkeys",
    operation_id="addPasskey",
    tags=["signing in"],
    responses=refuses(*_WRITE, UnfitText, ChallengeOver, PasskeyRefused, PasskeyKnown, TooManyPasskeys),
)
async def create_passkey(
    data: JSONBody[PasskeyMade], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> Passkey:
    """Add a passkey that the browser has made. The same one again is answered as the first time."""
    async with parts[Database].transaction() as tx:
        return await add_passkey(
            tx,
            parts[Secret],
            parts[Policy],
            _party(parts),
            person_id=me.person_id,
            credential=data.credential,
            name=data.name,
            now=clock.now(),
        )


@delete(
    "/me/passkeys/{passkey_id:uuid}",
    operation_id="removePasskey",
    tags=["signing in"],
    responses=refuses(*_WRITE, PasskeyNotFound),
)
async def delete_passkey(
    passkey_id: FromPath[PasskeyId], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> None:
    """Remove one of your passkeys. Sessions that it opened go on."""
    async with parts[Database].transaction() as tx:
        await remove_passkey(tx, me.person_id, passkey_id)


@post("/passkey-challenges", operation_id="beginPasskeySignIn", tags=["signing in"], security=[{}])
async def begin_sign_in(parts: NamedDependency[Parts]) -> PasskeyOptions:
    """What a browser needs to sign in with a passkey that it has for this site. Whoever asks gets the same."""
    seconds = parts[Policy].passkey_seconds
    valid_until = challenge.until(seconds, clock.now())
    made = challenge.make(parts[Secret].challenge_proof, challenges.SIGN_IN, valid_until)
    return PasskeyOptions(authenticator.to_use(_party(parts), made, seconds), valid_until)


@post(
    "/sessions/passkey",
    operation_id="signInWithPasskey",
    tags=["signing in"],
    security=[{}],
    responses=refuses(CrossSite, UnfitText, ChallengeOver, PasskeyUnknown, PasskeyRefused, TooManySignIns),
)
async def create_session(
    data: JSONBody[PasskeyUsed], request: AnyRequest, parts: NamedDependency[Parts]
) -> Response[SignedIn]:
    """Sign in with a passkey. The token comes in the answer, and for browsers in a cookie."""
    settings, policy = parts[Settings], parts[Policy]
    sessions.refuse_cross_site(request.method, request.headers, settings.public_url)
    mark = sessions.mark_of(request.cookies) or ids.new()
    async with parts[Database].transaction() as tx:
        signed_in = await sign_in_with_passkey(
            tx,
            parts[Secret],
            policy,
            _party(parts),
            credential=data.credential,
            device=data.device,
            mark=mark,
            coming=parts[Coming],
            now=clock.now(),
        )
    return Response(signed_in, cookies=cookies(settings, policy, signed_in, mark))


def _party(parts: Parts) -> RelyingParty:
    return authenticator.relying_party(parts[Settings].site)


handlers = [view_passkeys, begin_passkey, create_passkey, delete_passkey, begin_sign_in, create_session]
