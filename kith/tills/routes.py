"""A shop's money over HTTP, for its owner."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kith import merchants, payments, people
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.tills.list_payouts import list_payouts
from kith.tills.list_statement import list_statement
from kith.tills.pay_out import pay_out
from kith.tills.payout_account import NoPayoutAccount, PayoutTooSmall
from kith.tills.policy import Policy
from kith.tills.till import NewPayout, ShopMoney, ShopPayout, StatementLine
from kith.tills.view_money import view_money

_READ = (people.SignInFirst, people.ProfileIncomplete, merchants.NotYourShop, merchants.OwnerOnly)


@get("/shops/{merchant_id:uuid}/money", operation_id="viewMoney", tags=["shops"], responses=refuses(*_READ))
async def money_of_shop(
    merchant_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> ShopMoney:
    """What a shop has earned and may have paid out, and where to. For its owner."""
    async with parts[Database].transaction() as tx:
        return await view_money(
            tx, parts[payments.Gateways], parts[Policy], merchants.MerchantId(merchant_id), me.person_id
        )


@get(
    "/shops/{merchant_id:uuid}/statement",
    operation_id="listStatement",
    tags=["shops"],
    responses=refuses(*_READ, BadCursor),
)
async def statement_of_shop(
    merchant_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[StatementLine]:
    """Each order and payout that moved the shop's money, the newest first. For its owner."""
    async with parts[Database].transaction() as tx:
        return await list_statement(tx, merchants.MerchantId(merchant_id), me.person_id, after=after, limit=limit)


@get(
    "/shops/{merchant_id:uuid}/payouts",
    operation_id="listPayouts",
    tags=["shops"],
    responses=refuses(*_READ, BadCursor),
)
async def payouts_of_shop(
    merchant_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[After] = None,
) -> Page[ShopPayout]:
    """The payouts of a shop, the newest first. For its owner."""
    async with parts[Database].transaction() as tx:
        return await list_payouts(tx, merchants.MerchantId(merchant_id), me.person_id, after=after, limit=limit)


@post(
    "/shops/{merchant_id:uuid}/payouts",
    operation_id="payOut",
    tags=["shops"],
    responses=refuses(
        *_READ,
        people.CrossSite,
        payments.PayoutDiffers,
        NoPayoutAccount,
        PayoutTooSmall,
        payments.PayoutsOff,
        payments.PayoutTooLarge,
    ),
)
async def payout_of_shop(
    merchant_id: FromPath[UUID],
    data: JSONBody[NewPayout],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> ShopPayout:
    """Have a part or all of what is available sent to the shop's account. It may take days, and it may come back."""
    async with parts[Database].transaction() as tx:
        return await pay_out(
            tx,
            parts[KeyRing],
            parts[payments.Gateways],
            parts[Policy],
            merchant_id=merchants.MerchantId(merchant_id),
            person_id=me.person_id,
            wanted=data,
            now=clock.now(),
        )


handlers = [money_of_shop, statement_of_shop, payouts_of_shop, payout_of_shop]
