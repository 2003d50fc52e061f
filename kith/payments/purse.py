"""The payer's own wallet as a way to pay. Payments know its account; whoever keeps wallets says the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.payments.charge import Charge

PURSE = "wallet"
"""The name under which it stands among the gateways."""

Obstacle = Literal[
    "wallet_off",
    "wallet_frozen",
    "identity_needed",
    "too_little_in_wallet",
    "over_wallet_limit",
    "over_wallet_day",
]
"""Why a payment by wallet would be refused: the code of that refusal."""


class WalletOff(Refusal):
    """Nothing can be kept in a wallet here, nor be paid from one. Choose another way."""


class WalletFrozen(Refusal, status=403):
    """Your wallet is frozen: nothing goes out of it. Ask whoever runs this installation."""


class IdentityNeeded(Refusal, status=403):
    """Nothing goes out of a wallet before it was checked who you are. Have it checked first."""


class TooLittleInWallet(Refusal):
    """There is less than that in your wallet."""


class OverWalletLimit(Refusal):
    """This is more than may still go out of a wallet whose owner was checked like you."""


class OverWalletDay(Refusal):
    """This is more than may still go out of your wallet today."""


OBSTACLES = (WalletOff, WalletFrozen, IdentityNeeded, TooLittleInWallet, OverWalletLimit, OverWalletDay)
"""Every refusal of money that is to go out of a wallet, in the order of the checks."""


class PurseView(Struct, frozen=True):
    """The payer's wallet as a way to pay this: what is in it, and why it cannot be used, if it cannot."""

    balance_fen: int
    obstacle: Obstacle | None


@dataclass(frozen=True)
class Purse:
    """Whoever keeps wallets; nothing is paid from them where the table is empty.

    `offer` says how a wallet stands to a charge, None where it is no way to pay it. `spend` is called before the money
    moves, in the same transaction: it raises one of `OBSTACLES`, or counts the charge, and then nobody else spends
    from the same wallet until the transaction ends.
    """

    offer: Callable[[Tx, Charge, datetime], Awaitable[PurseView | None]] | None = None
    spend: Callable[[Tx, Charge, datetime], Awaitable[None]] | None = None
    never: frozenset[str] = frozenset()
    """Purposes that are not paid from a wallet."""

    def pays(self, purpose: str) -> bool:
        """Whether a charge of this purpose can be paid from a wallet at all."""
        return self.spend is not None and purpose not in self.never
