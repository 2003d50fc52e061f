"""Let a payment out of a wallet."""

from datetime import datetime

from kith import notices, payments
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet.count_out import count_out
from kith.wallet.policy import Policy
from kith.wallet.spent import may_spend
from kith.wallet.stand import stand


async def spend(tx: Tx, charge: payments.Charge, now: datetime, *, policy: Policy, custody: Custody) -> None:
    """Lock the payer's wallet, see that the charge may be paid from it, and count it. For `payments.Purse`.

    Raises what `may_spend` raises.
    """
    standing = await stand(tx, custody, charge.payer_id, now, alone=True)
    may_spend(standing, charge.fen, policy)
    await count_out(tx, charge.payer_id, now, paid_fen=charge.fen)
    await notices.tell(tx, charge.payer_id, "wallet", charge.payer_id, now)
