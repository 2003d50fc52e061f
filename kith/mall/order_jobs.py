"""Jobs of orders: register numbers with carriers, apply their callbacks, ask about silent parcels, forget old words.

A job names the order, never the tracking number: queues and logs show a job's arguments, and a tracking number leads to
an address.
"""

from datetime import timedelta
from uuid import UUID

import structlog

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.mall import shipment as shipments
from kith.mall.apply_callback import apply_callback
from kith.mall.ask_carrier import ask_carrier
from kith.mall.ask_carriers import ask_carriers
from kith.mall.carriers.carrier import Carriers
from kith.mall.forget_parcels import forget_parcels
from kith.mall.order_policy import OrderPolicy
from kith.mall.register_parcel import register_parcel
from kith.mall.shop_order import OrderId, OrderMoved

jobs = Blueprint()

_BATCH = 200
_LEFT_BEHIND = timedelta(seconds=30)
"""A callback that waits for so long has lost its job."""

_log = structlog.get_logger("kith.mall")


@jobs.task(name="mall.register_parcel", pass_context=True)
async def register(context: JobContext, order_id: str) -> None:
    """Right after shipping. What fails here is done by the sweep over silent parcels."""
    parts = parts_of(context)
    await register_parcel(
        parts[Database],
        parts[Carriers],
        parts[OrderMoved],
        parts[OrderPolicy],
        order_id=OrderId(UUID(order_id)),
        now=clock.now(),
    )


@jobs.task(name="mall.apply_callback", pass_context=True)
async def apply(context: JobContext, callback_id: str) -> None:
    """Right after a callback was kept."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await apply_callback(
            tx, parts[Carriers], parts[OrderMoved], parts[OrderPolicy], callback_id=UUID(callback_id), now=clock.now()
        )


@jobs.task(name="mall.ask_carrier", pass_context=True)
async def ask(context: JobContext, order_id: str) -> None:
    """Wanted by the sweep over silent parcels, which comes back when this fails."""
    parts = parts_of(context)
    await ask_carrier(
        parts[Database],
        parts[Carriers],
        parts[OrderMoved],
        parts[OrderPolicy],
        order_id=OrderId(UUID(order_id)),
        now=clock.now(),
    )


@jobs.periodic(cron="* * * * *")
@jobs.task(name="mall.ask_carriers", queue=SWEEPS, pass_context=True, queueing_lock="mall.ask_carriers")
async def ask_about_silent(context: JobContext, timestamp: int) -> None:
    """Have somebody speak with the carriers about every parcel that is silent for too long or not registered yet."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await ask_carriers(tx, parts[OrderPolicy], clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="mall.apply_callbacks", queue=SWEEPS, pass_context=True, queueing_lock="mall.apply_callbacks")
async def apply_left_behind(context: JobContext, timestamp: int) -> None:
    """Apply the callbacks whose job was lost. One that fails does not stop the others."""
    parts, now = parts_of(context), clock.now()
    async with parts[Database].transaction() as tx:
        left = await shipments.left_behind.all(tx, before=now - _LEFT_BEHIND, limit=_BATCH)
    for callback_id in left:
        try:
            async with parts[Database].transaction() as tx:
                await apply_callback(
                    tx, parts[Carriers], parts[OrderMoved], parts[OrderPolicy], callback_id=callback_id, now=now
                )
        except Exception as error:
            _log.error("callback failed", callback=str(callback_id), error=type(error).__name__)


@jobs.periodic(cron="40 4 * * *")
@jobs.task(name="mall.forget_parcels", queue=SWEEPS, pass_context=True, queueing_lock="mall.forget_parcels")
async def forget(context: JobContext, timestamp: int) -> None:
    """Every night: erase carriers' words that are too old."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await forget_parcels(tx, parts[OrderPolicy], clock.now())
