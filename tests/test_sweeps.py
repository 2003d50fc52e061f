"""What runs again and again reads only what is due: every such statement goes by an index."""

import re

import pytest

from kith.kit.sql import Tx
from tests.test_queries import ALL, numbered

SWEEPS = [
    "kith.gifts.timer.due",
    "kith.ledger.posting.due",
    "kith.mall.feed_import.unfinished",
    "kith.mall.shipment.forget_callbacks",
    "kith.mall.shipment.forget_words",
    "kith.mall.shipment.to_ask",
    "kith.mall.shipment.waiting",
    "kith.media.picture.due",
    "kith.notices.event.forget",
    "kith.payments.attempt.due",
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
