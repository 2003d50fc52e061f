"""What lies in the accounts behind the gateways, and why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.payments import clearing
from kith.payments.clearing import Account, Holding


async def holdings(tx: Tx, gateways: Sequence[str]) -> list[Holding]:
    """One row for each gateway that was ever used."""
    accounts = [account_id for name in gateways for account_id in clearing.gateway_accounts(name)]
    balances = await ledger.balances(tx, accounts)
    return [
        await _holding(tx, name, balances)
        for name in gateways
        if any(account_id in balances for account_id in clearing.gateway_accounts(name))
    ]


async def _holding(tx: Tx, gateway: str, balances: Mapping[UUID, ledger.Balance]) -> Holding:
    def has(name: Account) -> int:
        balance = balances.get(clearing.account(name, gateway))
        return -balance.net if balance else 0

    unbilled = await clearing.unbilled.one(tx, gateway=gateway)
    corrected = {row.account_id: row.debits - row.credits for row in await clearing.corrected.all(tx, gateway=gateway)}
    return Holding(
        gateway=gateway,
        clearing=has("clearing"),
        clearing_explained=unbilled.clearing + corrected.get(clearing.account("clearing", gateway), 0),
        payouts=has("payouts"),
        payouts_explained=unbilled.payouts + corrected.get(clearing.account("payouts", gateway), 0),
        settled=has("settled"),
        suspense=has("suspense"),
        costs=has("costs"),
        bank=has("bank"),
    )
