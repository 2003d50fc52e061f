"""Say how a wallet stands to a charge."""

from datetime import datetime
from typing import cast

from kith import payments
from kith.kit.refusal import Refusal
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet.policy import Policy
from kith.wallet.spent import may_spend
from kith.wallet.stand import stand


async def offer(
    tx: Tx, charge: payments.Charge, now: datetime, *, policy: Policy, custody: Custody
) -> payments.PurseView:
    """What is in the payer's wallet, and why this cannot be paid from it, if it cannot. For `payments.Purse`."""
    standing = await stand(tx, custody, charge.payer_id, now)
    try:
        may_spend(standing, charge.fen, policy)
    except Refusal as refusal:
        return payments.PurseView(standing.free_fen, cast("payments.Obstacle", refusal.code))
    return payments.PurseView(standing.free_fen, None)
