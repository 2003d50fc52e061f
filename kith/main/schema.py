"""What the database says about its own schema."""

from kith.kit.sql import Database, Query

migrations = Query(str, "SELECT version::text FROM schema_migrations")


async def applied(db: Database) -> set[str]:
    """Numbers of the migrations that have run."""
    async with db.transaction() as tx:
        return set(await migrations.all(tx))
