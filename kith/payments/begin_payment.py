"""Begin to pay by whichever way the payer chose."""

from datetime import datetime

from kith import people
from kith.kit.sql import Database
from kith.payments.attempt import Checkout
from kith.payments.begin import begin
from kith.payments.charge import AttemptId, ChargeId, Moved, Paid
from kith.payments.gateway import Gateways, Way
from kith.payments.pay_from_purse import pay_from_purse
from kith.payments.policy import Policy
from kith.payments.purse import PURSE, Purse


async def begin_payment(
    db: Database,
    gateways: Gateways,
    purse: Purse,
    policy: Policy,
    *,
    paid: Paid,
    moved: Moved,
    attempt_id: AttemptId,
    charge_id: ChargeId,
    payer_id: people.PersonId,
    gateway: str,
    way: Way,
    site: str,
    payer: str | None = None,
    payer_ip: str | None = None,
    now: datetime,
) -> Checkout:
    """Make a charge payable at a gateway, or pay it at once from the payer's wallet.

    Raises what `begin` and `pay_from_purse` raise.
    """
    if gateway == PURSE:
        async with db.transaction() as tx:
            return await pay_from_purse(
                tx,
                purse,
                paid,
                moved,
                attempt_id=attempt_id,
                charge_id=charge_id,
                payer_id=payer_id,
                way=way,
                now=now,
            )
    return await begin(
        db,
        gateways,
        policy,
        attempt_id=attempt_id,
        charge_id=charge_id,
        payer_id=payer_id,
        gateway=gateway,
        way=way,
        site=site,
        payer=payer,
        payer_ip=payer_ip,
        now=now,
    )
