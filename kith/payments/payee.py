"""Who gets money, as it is kept: sealed, under a key that is bound to whose it is."""

import msgspec

from kith.kit.keyring import KeyRing, Sealed
from kith.kit.refusal import Refusal
from kith.payments.outward import Payee


class PayeeGatewayOff(Refusal):
    """Nothing can be sent out that way here. Choose another."""


def seal_payee(ring: KeyRing, payee: Payee, bound_to: bytes) -> Sealed:
    """The payee as it is kept by whom `bound_to` names."""
    return ring.seal(msgspec.json.encode(payee), bound_to)


def unseal_payee(ring: KeyRing, sealed: Sealed, bound_to: bytes) -> Payee:
    """The payee again. Raises `Tampered`."""
    return msgspec.json.decode(ring.unseal(sealed, bound_to), type=Payee)


def payee_columns(payee: Sealed) -> dict[str, object]:
    """The parameters of a statement that keeps one."""
    return {"nonce": payee.nonce, "sealed": payee.sealed, "ring_key": payee.ring_key, "wrapped": payee.wrapped}
