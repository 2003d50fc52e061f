"""Show a person their wallet."""

from datetime import datetime

from kith import ledger, people
from kith.kit.page import TOP
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet import identity_check as checks
from kith.wallet import payee as payees
from kith.wallet import spent as spents
from kith.wallet import wallet as wallets
from kith.wallet import wallet_view as views
from kith.wallet.money import account
from kith.wallet.policy import Policy
from kith.wallet.stand import stand
from kith.wallet.wallet_view import Wallet

_EMPTY = ledger.Balance(0, 0, 0, 0)


async def view_wallet(
    tx: Tx, policy: Policy, custody: Custody, person_id: people.PersonId, now: datetime, *, sending: list[str] | None
) -> Wallet:
    """What is in it, and what may go in and out now. `sending`: the gateways that send
    money out; None where that is not asked."""
    one = {"person_id": person_id}
    standing = await stand(tx, custody, person_id, now)
    balance = (await ledger.balances(tx, [account(person_id)])).get(account(person_id), _EMPTY)
    payee = await payees.of.maybe(tx, **one)
    last = await checks.newest.maybe(tx, **one, after_at=TOP[0], after_id=TOP[1], limit=1)
    found = spents.windows(await spents.of.all(tx, **one), now)
    hint = payee.hint if payee else None
    on = sending is None or (payee.gateway in sending if payee else bool(sending))
    return Wallet(
        balance_fen=standing.free_fen,
        held_fen=balance.debits_pending,
        custody=custody,
        frozen=wallets.frozen(standing.decided),
        identity_class=standing.decided.identity_class,
        identity_check=checks.shown(last) if last else None,
        limits=views.limit(standing, policy),
        day=views.day(standing, found["day"], policy),
        payee_hint=hint,
        payee_gateway=payee.gateway if payee else None,
        sending=sending or [],
        top_up_obstacle=views.top_up_obstacle(standing),
        withdrawal_obstacle=views.withdrawal_obstacle(standing, hint, policy, on=on),
        smallest_top_up_fen=policy.smallest_top_up_fen,
        largest_top_up_fen=policy.largest_top_up_fen,
        smallest_withdrawal_fen=policy.smallest_withdrawal_fen,
    )
