"""Gifts that are long over: what one gift left behind in every table, as often as wanted, each with its own ids."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from kith import people
from kith.chat.conversation import pair_id
from kith.main.stories.stage import ADDRESS, Stage

EACH = 15
"""Past gifts of each pair of friends: those who are active have as many, however many there are of all."""

_PARTS = "(SELECT charge_id FROM part WHERE gift_id = %(gift)s)"
_ORDERS = "(SELECT order_id FROM order_gift WHERE gift_id = %(gift)s)"
_ACCOUNTS = f"(SELECT account_id FROM account WHERE owner = %(gift)s OR owner IN {_PARTS})"
_TRANSFERS = f"(SELECT transfer_id FROM transfer WHERE debit IN {_ACCOUNTS} OR credit IN {_ACCOUNTS})"
_TALKS = "(SELECT conversation_id FROM message WHERE ref = %(gift)s::text)"

LEFT_IN: dict[LiteralString, LiteralString] = {
    "gift": "gift_id = %(gift)s",
    "gift_move": "gift_id = %(gift)s",
    "part": "gift_id = %(gift)s",
    "given": "gift_id = %(gift)s",
    "received": "gift_id = %(gift)s",
    "acceptance": "gift_id = %(gift)s",
    "address_key": "gift_id = %(gift)s",
    "stock_hold": "holder = %(gift)s",
    "charge": "ref = %(gift)s",
    "spending": f"charge_id IN {_PARTS}",
    "attempt": f"charge_id IN {_PARTS}",
    "attempt_number": f"charge_id IN {_PARTS}",
    "order_gift": "gift_id = %(gift)s",
    "shop_order": f"order_id IN {_ORDERS}",
    "order_move": f"order_id IN {_ORDERS}",
    "shipment": f"order_id IN {_ORDERS}",
    "shipment_event": f"tracking_no IN (SELECT tracking_no FROM shipment WHERE order_id IN {_ORDERS})",
    "account": f"account_id IN {_ACCOUNTS}",
    "transfer": f"transfer_id IN {_TRANSFERS}",
    "entry": f"transfer_id IN {_TRANSFERS}",
    "resolution": f"transfer_id IN {_TRANSFERS}",
    "message": "ref = %(gift)s::text",
    "conversation": f"conversation_id IN {_TALKS}",
    "member": f"conversation_id IN {_TALKS}",
    "inbox": f"conversation_id IN {_TALKS}",
}
"""Where a gift that is over is still written down, and which rows there are its own."""

_OF_PAIR = frozenset({"conversation", "member", "inbox"})
"""Where there is one row for all gifts of a pair."""

_KEYS = ("gift_id", "order_id", "charge_id", "attempt_id", "transfer_id", "message_id")
_STEP = "12 seconds"


async def played(stage: Stage) -> UUID:
    """One gift from the wish to its end: received, settled, its address unreadable, the carrier's words forgotten."""
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    await bo.accept(gift_id, shop.white, ADDRESS)
    await shop.ship(await shop.next_order())
    for days in (5, 9, 45):
        await stage.advance(days=days)
    await stage.same("what the shop is owed", await shop.payable(), shop.fen)
    return UUID(gift_id)


class Past:
    """The rows that one gift left, and copies of them."""

    def __init__(
        self,
        connection: psycopg.AsyncConnection,
        gift_id: UUID,
        pairs: Sequence[tuple[people.PersonId, people.PersonId]],
    ) -> None:
        self._connection = connection
        self._gift_id = gift_id
        self._pairs = pairs
        self._rows: dict[LiteralString, list[dict[str, Any]]] = {}
        self._own: set[UUID] = set()
        self._both: sql.Composable = sql.SQL("")
        self._known: dict[UUID, sql.Composable] = {}

    async def read(self) -> "Past":
        """Find the rows of the one gift. Everything that is due of it must be over."""
        for table, condition in LEFT_IN.items():
            query = f"SELECT * FROM {table} WHERE {condition}"
            found = await self._connection.execute(query, {"gift": self._gift_id})  # pyright: ignore[reportArgumentType] made of the names above
            names = [column.name for column in found.description or ()]
            self._rows[table] = [dict(zip(names, row, strict=True)) for row in await found.fetchall()]
            assert self._rows[table], f"the gift left nothing in {table}"
        for table, row in ((table, row) for table, rows in self._rows.items() for row in rows):
            self._own |= {row[name] for name in _KEYS if name in row and name != "charge_id"}
            self._own |= {row["account_id"]} if table == "account" else set()
            self._own |= {row["charge_id"]} if table == "charge" else set()
        [gift] = self._rows["gift"]
        assert gift["settled_at"], "the gift is not over"
        [talk] = self._rows["conversation"]
        talks = [pair_id(*pair) for pair in self._pairs]
        self._known[talk["conversation_id"]] = _of_pair("conversation_id", talks)
        for name, place in (("giver_id", 0), ("recipient_id", 1)):
            self._known[gift[name]] = _of_pair(name, [pair[place] for pair in self._pairs])
        self._both = sql.SQL(", ").join(self._known[gift[name]] for name in ("giver_id", "recipient_id"))
        return self

    async def close(self) -> None:
        """The connection is done with."""
        await self._connection.close()

    async def fill(self, begin: int, end: int) -> int:
        """Write the copies from one number to another, table by table; how many rows it were."""
        return sum([await self.fill_table(table, begin, end) for table in self._rows])

    @property
    def tables(self) -> list[LiteralString]:
        """What there is to fill."""
        return list(self._rows)

    async def fill_table(self, table: LiteralString, begin: int, end: int) -> int:
        """Write the copies in one table, its indexes at the end."""
        async with self._connection.transaction():
            for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'"):
                await self._connection.execute(f"SET LOCAL {setting}")  # pyright: ignore[reportArgumentType] literals
            await self._connection.execute(
                "UPDATE pg_index SET indisready = false WHERE indrelid = %(table)s::regclass", {"table": table}
            )
            done = await self._connection.execute(await self._copy(table, self._rows[table], begin, end))
            await self._connection.execute(sql.SQL("REINDEX TABLE {}").format(sql.Identifier(table)))
        await self._connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
        return done.rowcount

    async def _copy(self, table: str, rows: Sequence[dict[str, Any]], begin: int, end: int) -> sql.Composed:
        found = await self._connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %(table)s::regclass AND attnum > 0 AND NOT attisdropped",
            {"table": table},
        )
        types = dict(await found.fetchall())
        return sql.SQL(
            "INSERT INTO {table} ({names}) SELECT past.* FROM generate_series({begin}, {end}) AS n, "
            "LATERAL (VALUES {rows}) AS past WHERE n % {step} = 0"
        ).format(
            step=sql.Literal(EACH if table in _OF_PAIR else 1),
            table=sql.Identifier(table),
            names=sql.SQL(", ").join(map(sql.Identifier, rows[0])),
            begin=sql.Literal(begin),
            end=sql.Literal(end - 1),
            rows=sql.SQL(", ").join(
                sql.SQL("({})").format(
                    sql.SQL(", ").join(
                        sql.SQL("({})::" + types[name]).format(self._value(table, name, value))
                        for name, value in row.items()
                    )
                )
                for row in rows
            ),
        )

    def _value(self, table: str, name: str, value: Any) -> sql.Composable:
        said: sql.Composable = sql.Literal(Jsonb(value) if isinstance(value, dict) else value)
        match value:
            case UUID():
                said = self._uuid(name, value)
            case datetime():
                said = sql.SQL("{}::timestamptz - interval '60 days' - n * interval '" + _STEP + "'").format(value)
            case str() if name == "tracking_no":
                said = sql.SQL("{} || '-' || n").format(value)
            case str() if name == "ref":
                said = sql.SQL("({})::uuid::text").format(_id(UUID(value)))
            case int() if name in ("seq", "revision", "last_seq"):
                times = sql.SQL("n % {} + 1").format(EACH) if table == "message" else sql.Literal(EACH)
                said = sql.SQL("{} * ({})").format(value, times)
            case _:
                pass
        return said

    def _uuid(self, name: str, value: UUID) -> sql.Composable:
        if name in ("one_id", "other_id"):
            return sql.SQL("least({})" if name == "one_id" else "greatest({})").format(self._both)
        if value in self._known:
            return self._known[value]
        return _id(value) if value in self._own else sql.Literal(value)


def _id(value: UUID) -> sql.Composable:
    """An id like this one for each `n`; where it begins with a time, with an earlier one."""
    noise = sql.SQL("md5({} || n)").format(sql.Literal(str(value)))
    match value.version:
        case 7:
            return sql.SQL("lpad(to_hex({} - n * 12000::bigint), 12, '0') || '7' || substr({}, 14)").format(
                sql.Literal(value.int >> 80), noise
            )
        case 8:
            return sql.SQL(
                "lpad(to_hex(({} - n * 12000::bigint >> 20) & 65535), 4, '0') || overlay({} PLACING '8' FROM 9 FOR 1)"
            ).format(sql.Literal(value.int >> 112 << 20), sql.SQL("substr({}, 5)").format(noise))
        case _:
            return noise


def _of_pair(role: str, active: Sequence[UUID]) -> sql.Composable:
    """Who, or what between two, it is in gift `n`: first those who are active, then others who are nobody."""
    return sql.SQL("CASE WHEN n / {each} < {count} THEN ({active}::uuid[])[n / {each} + 1] ELSE {other} END").format(
        each=sql.Literal(EACH),
        count=sql.Literal(len(active)),
        active=sql.Literal(list(active)),
        other=sql.SQL("md5({} || n / {})::uuid").format(sql.Literal(role), sql.Literal(EACH)),
    )
