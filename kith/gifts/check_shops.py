"""Ask whether somebody may leave the shops they keep."""

from datetime import datetime

from kith import ledger, mall, merchants, people
from kith.gifts import money
from kith.kit.sql import Tx

_NOTHING = ledger.Balance(0, 0, 0, 0)


async def check_shops(tx: Tx, person_id: people.PersonId, now: datetime) -> None:
    """A shop that nobody else keeps, or that this person owns, must have sent everything and been paid out.

    For `people.Leaving`. Raises `people.ShopStillOpen`.
    """
    del now
    for merchant_id in await merchants.depending_on(tx, person_id):
        account = money.shop_account(merchant_id)
        balance = (await ledger.balances(tx, [account])).get(account, _NOTHING)
        if balance.net or balance.credits_pending or await mall.has_open_orders(tx, merchant_id):
            raise people.ShopStillOpen
