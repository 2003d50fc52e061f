"""List the operators."""

from kith.kit.sql import Tx
from kith.ops import operator as operators
from kith.ops.operator import OperatorView


async def list_operators(tx: Tx) -> list[OperatorView]:
    """All of them by name, those who were revoked last."""
    return await operators.everyone.all(tx)
