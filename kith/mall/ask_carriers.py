"""Find the parcels of which nothing was heard for too long."""

from datetime import datetime, timedelta

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall.order_policy import OrderPolicy

_BATCH = 500


async def ask_carriers(tx: Tx, policy: OrderPolicy, now: datetime) -> int:
    """Enqueue a job for each parcel that is silent or not registered yet, and lease it for as long as the job may take.

    A job that is lost is wanted again when the lease ends. Answers how many were enqueued.
    """
    enqueued = 0
    until = now + timedelta(seconds=policy.again_seconds)
    for parcel in await shipments.to_ask.all(tx, now=now, limit=_BATCH):
        number = {"tracking_no": parcel.tracking_no, "carrier": parcel.carrier}
        if await shipments.lease.run(tx, **number, now=now, ask_at=until):
            job = "mall.ask_carrier" if parcel.registered else "mall.register_parcel"
            await jobs.later(tx, job, order_id=str(parcel.order_id))
            enqueued += 1
    return enqueued
