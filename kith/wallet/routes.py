"""Wallets over HTTP, each for its owner."""

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody

from kith import payments, people
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.wallet.check_identity import check_identity
from kith.wallet.export_lines import export_lines
from kith.wallet.identity import BadIdNumber, Checkers
from kith.wallet.identity_check import (
    CheckId,
    CheckUnderWay,
    IdentityCheck,
    IdentityCheckDiffers,
    IdentityCheckNotFound,
    IdentityChecksOff,
    NewCheck,
    TooManyChecks,
)
from kith.wallet.line import MonthName, TheMonth, WalletLine, WalletMonth
from kith.wallet.list_checks import list_checks
from kith.wallet.list_lines import list_lines
from kith.wallet.list_months import list_months
from kith.wallet.list_withdrawals import list_withdrawals
from kith.wallet.payee import NewPayee, NoPayee, PayeeIsNotYou, PayeeView
from kith.wallet.policy import Policy
from kith.wallet.set_payee import set_payee
from kith.wallet.show_check import show_check
from kith.wallet.top_up import top_up
from kith.wallet.topping_up import NewTopUp, NoTopUp, TopUp, TopUpOutside
from kith.wallet.view_wallet import view_wallet
from kith.wallet.wallet_view import Wallet
from kith.wallet.withdraw import withdraw
from kith.wallet.withdrawal import NewWithdrawal, Withdrawal, WithdrawalTooSmall

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_CSV = "text/csv; charset=utf-8"


@get("/me/wallet", operation_id="viewWallet", tags=["wallet"], responses=refuses(*_READ))
async def get_wallet(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> Wallet:
    """What is in my wallet, what may go in and out of it, and how it stands with my identity."""
    sending = parts[payments.Gateways].sending
    async with parts[Database].transaction() as tx:
        return await view_wallet(tx, parts[Policy], parts[Settings].keeper, me.person_id, clock.now(), sending=sending)


@get("/me/wallet/lines", operation_id="listWalletLines", tags=["wallet"], responses=refuses(*_READ, BadCursor))
async def get_lines(
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
    *,
    month: FromQuery[MonthName] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[WalletLine]:
    """My statement: everything that came in and went out, of a month or ever, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_lines(tx, me.person_id, month=month, after=after, limit=limit)


@get(
    "/me/wallet/lines.csv",
    operation_id="exportWalletLines",
    tags=["wallet"],
    media_type=_CSV,
    responses=refuses(*_READ)
    | {
        200: ResponseSpec(
            bytes, generate_examples=False, description="a month of the statement, for spreadsheets", media_type=_CSV
        )
    },
)
async def get_table(
    me: NamedDependency[people.Me], parts: NamedDependency[Parts], *, month: FromQuery[TheMonth]
) -> Response[bytes]:
    """A month of my statement as a file."""
    async with parts[Database].transaction() as tx:
        content = await export_lines(tx, me.person_id, month)
    named = {"Content-Disposition": f'attachment; filename="kith-wallet-{month}.csv"'}
    return Response(content, media_type=_CSV, headers=named)


@get("/me/wallet/months", operation_id="listWalletMonths", tags=["wallet"], responses=refuses(*_READ))
async def get_months(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> list[WalletMonth]:
    """Every month in which something moved, with its sums, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_months(tx, me.person_id)


@post(
    "/me/wallet/top-ups",
    operation_id="topUpWallet",
    tags=["wallet"],
    responses=refuses(
        *_WRITE,
        payments.ChargeDiffers,
        NoTopUp,
        payments.WalletFrozen,
        payments.IdentityNeeded,
        TopUpOutside,
    ),
)
async def add_top_up(data: JSONBody[NewTopUp], me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> TopUp:
    """Put money into my wallet: the answer names the payment, which I begin at a gateway of my choice."""
    async with parts[Database].transaction() as tx:
        return await top_up(
            tx, parts[Policy], parts[Settings].keeper, person_id=me.person_id, wanted=data, now=clock.now()
        )


@put(
    "/me/wallet/payee",
    operation_id="setWalletPayee",
    tags=["wallet"],
    responses=refuses(*_WRITE, payments.PayeeGatewayOff, PayeeIsNotYou),
)
async def put_payee(
    data: JSONBody[NewPayee], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> PayeeView:
    """Say to which account of mine withdrawals go. It is kept sealed; only a mask of it is shown again."""
    async with parts[Database].transaction() as tx:
        return await set_payee(
            tx,
            parts[people.Secret],
            parts[KeyRing],
            parts[payments.Gateways],
            person_id=me.person_id,
            given=data,
            now=clock.now(),
        )


@post(
    "/me/wallet/withdrawals",
    operation_id="withdrawFromWallet",
    tags=["wallet"],
    responses=refuses(
        *_WRITE,
        payments.PayoutDiffers,
        *payments.OBSTACLES,
        WithdrawalTooSmall,
        NoPayee,
        PayeeIsNotYou,
        payments.PayoutsOff,
    ),
)
async def add_withdrawal(
    data: JSONBody[NewWithdrawal], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> Withdrawal:
    """Have money sent to my account. It may take days, it may fail, and it may come back: then it is here again."""
    async with parts[Database].transaction() as tx:
        return await withdraw(
            tx,
            parts[KeyRing],
            parts[payments.Gateways],
            parts[Policy],
            parts[Settings].keeper,
            person_id=me.person_id,
            wanted=data,
            now=clock.now(),
        )


@get(
    "/me/wallet/withdrawals",
    operation_id="listWithdrawals",
    tags=["wallet"],
    responses=refuses(*_READ, BadCursor),
)
async def get_withdrawals(
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[Withdrawal]:
    """What was to be sent to my account, how it stands, and what to do about it; the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_withdrawals(tx, me.person_id, after=after, limit=limit)


@post(
    "/me/wallet/identity-checks",
    operation_id="checkIdentity",
    tags=["wallet"],
    responses=refuses(*_WRITE, BadIdNumber, IdentityCheckDiffers, IdentityChecksOff, CheckUnderWay, TooManyChecks),
)
async def add_check(
    data: JSONBody[NewCheck], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> IdentityCheck:
    """Have it checked who I am, which sets the limits of my wallet. The answer comes later; name and number are kept
    sealed until then, and then forgotten."""
    async with parts[Database].transaction() as tx:
        return await check_identity(
            tx,
            parts[people.Secret],
            parts[KeyRing],
            parts[Checkers],
            parts[Policy],
            person_id=me.person_id,
            wanted=data,
            now=clock.now(),
        )


@get(
    "/me/wallet/identity-checks",
    operation_id="listIdentityChecks",
    tags=["wallet"],
    responses=refuses(*_READ, BadCursor),
)
async def get_checks(
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[IdentityCheck]:
    """Every time I had it checked who I am, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_checks(tx, me.person_id, after=after, limit=limit)


@get(
    "/me/wallet/identity-checks/{check_id:uuid}",
    operation_id="viewIdentityCheck",
    tags=["wallet"],
    responses=refuses(*_READ, IdentityCheckNotFound),
)
async def get_check(
    check_id: FromPath[CheckId], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> IdentityCheck:
    """How one of my checks stands."""
    async with parts[Database].transaction() as tx:
        return await show_check(tx, me.person_id, check_id)


handlers = [
    get_wallet,
    get_lines,
    get_table,
    get_months,
    add_top_up,
    put_payee,
    add_withdrawal,
    get_withdrawals,
    add_check,
    get_checks,
    get_check,
]
