"""What runs again and again reads only what is due: every such statement goes by an index, however much is over."""

import re
from datetime import datetime, timedelta

import psycopg
import pytest

from bench._past import Past
from bench._sweeps import looked_at
from kith.gifts.tests.town import Town
from kith.kit.sql import Database, Tx
from kith.mall.forget_parcels import forget_parcels
from kith.mall.order_policy import OrderPolicy
from tests.cast import CHEN, DEE
from tests.test_queries import ALL, numbered

PAST = 1_000

SWEEPS = [
    "kith.campaigns.campaign.due",
    "kith.chat.joiner.forget_old",
    "kith.chat.writing.forget_old",
    "kith.chat.due.take",
    "kith.envelopes.envelope.due",
    "kith.gifts.timer.due",
    "kith.ledger.posting.due",
    "kith.mall.feed_import.unfinished",
    "kith.mall.shipment.forget_callbacks",
    "kith.mall.shipment.forget_words",
    "kith.mall.shipment.to_ask",
    "kith.mall.shipment.waiting",
    "kith.media.picture.due",
    "kith.notices.event.forget",
    "kith.notices.event.take_due",
    "kith.payments.attempt.due",
    "kith.payments.bill_day.due",
    "kith.payments.notification.forget",
    "kith.payments.notification.waiting",
    "kith.payments.payout.due",
    "kith.payments.refund.due",
    "kith.people.challenge.forget",
    "kith.people.code.forget_old",
    "kith.people.deed.forget",
    "kith.people.export.silent",
    "kith.people.message.forget",
    "kith.people.message.waiting",
    "kith.people.phone.forget_underage",
    "kith.people.session.forget_devices",
    "kith.people.session.forget_sessions",
    "kith.places.whereabouts.due",
    "kith.tasks.invited.forget_old",
    "kith.tasks.programme.due",
    "kith.wallet.due.due",
    "kith.wallet.identity_check.due",
    "kith.push.here.clear",
    "kith.push.post.lease",
    "kith.push.wanted.take",
]


@pytest.mark.parametrize("name", SWEEPS)
async def test_it_reads_only_what_is_due(tx: Tx, name: str) -> None:
    # A scan of the whole table is only planned where there is no other way.
    await tx.execute("SET LOCAL enable_seqscan = off")
    answer = tx.pgconn.exec_(b"EXPLAIN (GENERIC_PLAN) " + numbered(ALL[name].text))
    assert not answer.error_message, answer.error_message
    plan = "\n".join((answer.get_value(row, 0) or b"").decode() for row in range(answer.ntuples))
    assert "Seq Scan" not in plan, plan
    assert re.search(r"Index Cond:|Index (Only )?Scan using \w*(silent|unfinished|waiting|to_ask)\w*", plan), plan


@pytest.fixture
async def over(db: Database, now: datetime) -> Past:
    """A gift of which nothing is to be done any more, to be copied."""
    town = await Town(db, now).build()
    gift_id = await town.shipped()
    await town.carrier("delivered")
    for days in (7, 23, 1):
        await town.sweep(days=days)
    async with db.transaction() as tx:
        await forget_parcels(tx, OrderPolicy(), town.now)
    connection = await psycopg.AsyncConnection.connect(db.url, autocommit=True)
    return await Past(connection, gift_id, [(CHEN, DEE)]).read()


async def test_gifts_that_are_over_are_not_looked_at(db: Database, over: Past, now: datetime) -> None:
    async def rows() -> dict[str, int]:
        at = now + timedelta(days=40)
        async with db.connection() as connection:
            return {name: (await looked_at(connection, ALL[name], at)).rows for name in SWEEPS}

    few = await rows()
    await over.fill(0, PAST)
    many = await rows()
    await over.close()
    assert {name: read for name, read in many.items() if read > few[name]} == {}
