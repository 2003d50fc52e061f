"""All attacks at length: `python -m tests.attack [--seed N]`. Exits with 1 if a home was found, or nobody could."""

import argparse
import asyncio
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from kith.kit.sql import Database
from kith.main.migrate import migrate
from kith.main.postgres import Embedded
from tests.attack.attackers import THOROUGH
from tests.attack.suite import Outcome, attacked, show

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)


async def run(seed: int, count: int) -> list[Outcome]:
    """The outcomes, each told when it is there."""
    home = Path(tempfile.mkdtemp(prefix="kith-attack-"))
    server = Embedded(home, durable=False)
    outcomes: list[Outcome] = []
    try:
        server.start()
        await migrate(server.url("attack"))
        async with Database(server.url("attack")) as db, db.transaction() as tx:
            async for one in attacked(tx, count, THOROUGH, seed, NOW):
                outcomes.append(one)
                print(f"{one.where}: {one.attack}: {one.median:.0f} m", file=sys.stderr, flush=True)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    return outcomes


def main() -> int:
    """Run all and show the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=20_260_301, help="what every choice is drawn from")
    parser.add_argument("--people", type=int, default=60, help="how many live in town, and in the country")
    asked = parser.parse_args()
    outcomes = asyncio.run(run(asked.seed, asked.people))
    show(outcomes, Console(width=120))
    return 0 if all(one.held and one.able for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
