"""No longer refer to pictures."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.media import picture as pictures
from kith.media import use as uses
from kith.media.use import Kind


async def release(
    tx: Tx, kinds: Sequence[Kind], ref_id: UUID, now: datetime, *, picture_ids: Sequence[str] | None = None
) -> None:
    """Let go of these pictures, or of all that are kept for it; those that nothing else refers to are deleted soon."""
    among = {"kinds": list(kinds), "ref_id": ref_id}
    if picture_ids is None:
        let_go = await uses.release_all.all(tx, **among)
    else:
        let_go = await uses.release.all(tx, **among, picture_ids=list(picture_ids))
    if let_go:
        await pictures.look_again.run(tx, picture_ids=let_go, look_at=now)
        await jobs.later(tx, "media.sweep")
