"""HTTP: leaving for good."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.people.code import CodeExpired, CodeSent, CodeTooSoon, TooManyCodes, TooManyTries, WrongCode
from kith.people.leave import leave
from kith.people.leaving import Leaving, LeavingCode, ShopStillOpen, WalletNotEmpty
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.send_leaving_code import send_leaving_code
from kith.people.session import NEWCOMERS, CrossSite, Me, SignInFirst
from kith.people.session_routes import cookie


@post(
    "/me/deletion/codes",
    operation_id="sendDeletionCode",
    tags=["people"],
    opt={NEWCOMERS: True},
    status_code=202,
    responses=refuses(SignInFirst, CrossSite, CodeTooSoon, TooManyCodes),
)
async def add_code(me: NamedDependency[Me], parts: NamedDependency[Parts]) -> CodeSent:
    """Send a 6-digit code to your own number, without which your account cannot be deleted."""
    async with parts[Database].transaction() as tx:
        return await send_leaving_code(tx, parts[Secret], parts[Policy], me.person_id, clock.now())


@post(
    "/me/deletion",
    operation_id="deleteMe",
    tags=["people"],
    opt={NEWCOMERS: True},
    status_code=204,
    responses=refuses(SignInFirst, CrossSite, CodeExpired, TooManyTries, WrongCode, ShopStillOpen, WalletNotEmpty),
)
async def add_deletion(
    data: JSONBody[LeavingCode], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> Response[None]:
    """Delete your account for good.

    Gifts that nobody accepted end: yours are refunded, those for you are as if you had not answered. Accepted ones go
    on. You are signed out everywhere.
    """
    async with parts[Database].transaction() as tx:
        refusal = await leave(
            tx,
            parts[Secret],
            parts[Policy],
            parts[Leaving],
            person_id=me.person_id,
            code=data.code,
            now=clock.now(),
        )
    if refusal:
        raise refusal
    return Response(None, cookies=[cookie(parts[Settings], "", 0)])


handlers = [add_code, add_deletion]
