"""Split a sum among those who paid, to the fen."""

from collections.abc import Mapping

from kith import payments


def split(fen: int, weights: Mapping[payments.ChargeId, int]) -> dict[payments.ChargeId, int]:
    """Shares of `fen` in proportion to `weights`, which are not negative and not all 0; they make up `fen` exactly.

    Each share is the exact one rounded down. The fen that are left over go one each to those who lost most by that;
    among equals, to the lower id first. Nobody gets more than their weight as long as `fen` is not more than all.
    """
    total = sum(weights.values())
    shares = {charge_id: fen * weight // total for charge_id, weight in weights.items()}
    losers = sorted(weights, key=lambda charge_id: (-(fen * weights[charge_id] % total), charge_id))
    for charge_id in losers[: fen - sum(shares.values())]:
        shares[charge_id] += 1
    return shares
