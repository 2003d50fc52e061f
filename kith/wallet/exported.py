"""What wallets keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import Page
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet.identity_check import IdentityCheck
from kith.wallet.line import WalletLine
from kith.wallet.list_checks import list_checks
from kith.wallet.list_lines import list_lines
from kith.wallet.list_withdrawals import list_withdrawals
from kith.wallet.policy import Policy
from kith.wallet.view_wallet import view_wallet
from kith.wallet.wallet_view import Wallet
from kith.wallet.withdrawal import Withdrawal

_PAGE = 100


def exported(policy: Policy, custody: Custody) -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""

    async def wallet(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Wallet]:
        del after
        return Page([await view_wallet(tx, policy, custody, person_id, now, sending=None)], None)

    return (
        people.Part("wallet/wallet", "你的钱包", "what is in your wallet, and its limits", wallet),
        people.Part("wallet/lines", "钱包明细", "what came into your wallet and went out of it", _lines),
        people.Part("wallet/withdrawals", "你的提现", "what was sent to your account", _withdrawals),
        people.Part("wallet/identity-checks", "身份核验", "when it was checked who you are", _checks),
    )


async def _lines(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[WalletLine]:
    del now
    return await list_lines(tx, person_id, month=None, after=after, limit=_PAGE)


async def _withdrawals(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Withdrawal]:
    del now
    return await list_withdrawals(tx, person_id, after=after, limit=_PAGE)


async def _checks(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[IdentityCheck]:
    del now
    return await list_checks(tx, person_id, after=after, limit=_PAGE)
