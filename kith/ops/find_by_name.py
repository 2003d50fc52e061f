"""Find an operator by name."""

from kith.kit.sql import Tx
from kith.ops import operator as operators
from kith.ops.operator import OperatorNotFound, OperatorRow


async def find_by_name(tx: Tx, name: str) -> OperatorRow:
    """The operator of this name, revoked ones included. Raises `OperatorNotFound`."""
    found = await operators.by_name.maybe(tx, name=name)
    if found is None:
        raise OperatorNotFound
    return found
