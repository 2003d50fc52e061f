"""Write down what was wrong with rows."""

from collections.abc import Sequence
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.offer import RowError
from kith.mall.policy import Policy


async def report_errors(tx: Tx, import_id: UUID, errors: Sequence[RowError], policy: Policy) -> None:
    """Keep errors of an import, up to the number that is kept; the same error again is one."""
    if not errors:
        return
    await imports.report.run(
        tx,
        import_id=import_id,
        numbers=[error.number for error in errors],
        attributes=[error.attribute for error in errors],
        codes=[error.code for error in errors],
        items=[error.item for error in errors],
        most=policy.max_reported_errors,
    )
