"""Delete the files of somebody who left."""

import asyncio
from pathlib import Path

from kith.people import archive as archives
from kith.people.person import PersonId


async def clear_away(root: Path, person_id: PersonId) -> None:
    """All exports, those that are being made included."""
    archives.remove(await asyncio.to_thread(archives.found, root, person_id), [])
