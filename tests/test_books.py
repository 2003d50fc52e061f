"""The money of an installation in which nothing has happened yet."""

from kith.kit.sql import Tx
from kith.main.audit import books
from kith.main.books import Books


async def test_where_nobody_has_an_account_there_is_nothing(tx: Tx) -> None:
    assert await books(tx) == Books(0, 0, 0, 0, 0, 0, 0, 0, 0)
