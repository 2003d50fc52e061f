"""Say what the entries of a wallet were about."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from kith import ledger, payments, people
from kith.kit.sql import Tx
from kith.wallet import line as lines
from kith.wallet.line import WalletLine

_LONGEST = timedelta(days=60)
"""A withdrawal has failed or returned by then."""


async def describe(tx: Tx, person_id: people.PersonId, entries: Sequence[ledger.Line]) -> list[WalletLine]:
    """Each entry with the payment or withdrawal that it belongs to, in the same order."""
    charges: dict[UUID, payments.Charge] = {}
    charge_ids = {entry.owner for entry in entries if entry.role == "charge"}
    if charge_ids:
        charges |= {each.charge_id: each for each in await payments.charges_of(tx, sorted(charge_ids))}
    payouts: dict[UUID, payments.Payout] = {}
    out = [entry.at for entry in entries if entry.role == "gateway-payouts"]
    if out:
        for payout in await payments.payouts_since(tx, person_id, min(out) - _LONGEST):
            payouts |= dict.fromkeys(payments.transfers_of(payout), payout)
    return [lines.line(entry, charges, payouts) for entry in entries]
