"""Import a shop's feed."""

from datetime import datetime

import msgspec

from kith import media, merchants
from kith.kit.sql import Database, Tx
from kith.mall import feed_import as imports
from kith.mall import feed_map as maps
from kith.mall.draft import Entered
from kith.mall.enter_chunk import enter_chunk
from kith.mall.feed import FeedBroken
from kith.mall.feed_import import Asked, FeedImport, ImportOrder, ImportRunning
from kith.mall.feed_map import FeedMap
from kith.mall.finish_import import finish_import
from kith.mall.offer import Reading
from kith.mall.open_import import open_import
from kith.mall.policy import Policy
from kith.mall.stage_feed import stage_feed
from kith.mall.store_local_pictures import store_local_pictures


async def import_feed(
    db: Database, order: ImportOrder, *, shelf: media.Shelf, policy: Policy, now: datetime
) -> FeedImport:
    """Read the file, then enter its products a hundred at a time, each hundred with its progress in one transaction.

    An import that was interrupted goes on after the last product that is done; one that has finished is only answered
    again. `strict` judges everything first and enters all of it in one transaction, or nothing; `dry_run` stops before
    anything is entered. What the feed no longer has is delisted only where `delist_missing` says so. Pictures on
    the web are fetched by a job; those beside the feed are read at the end.

    Raises `MerchantNotFound`, `ImportExists`, `ImportRunning`. A file that is refused is answered as such.
    """
    async with db.transaction() as tx:
        await open_import(tx, order, now)
    async with db.connection() as connection:
        if not await imports.guard.one(connection, merchant_id=order.merchant_id):
            raise ImportRunning
        try:
            await _run(db, order, policy, now)
        finally:
            await imports.unguard.one(connection, merchant_id=order.merchant_id)
    if order.local_pictures and not order.dry_run:
        await store_local_pictures(db, shelf, order.merchant_id, order.source.parent, policy=policy, now=now)
    async with db.transaction() as tx:
        return await imports.by_id.one(tx, merchant_id=order.merchant_id, import_id=order.import_id)


async def _run(db: Database, order: ImportOrder, policy: Policy, now: datetime) -> None:
    async with db.transaction() as tx:
        asked = await _asked(tx, order)
        reading = await _reading(tx, order, policy, now)
    if asked.state == "reading":
        try:
            async with db.transaction() as tx:
                await stage_feed(tx, order, policy)
        except FeedBroken as broken:
            async with db.transaction() as tx:
                await finish_import(tx, order, now, refusal=broken.code, row=broken.number)
            return
    elif asked.state != "entering":
        return
    if order.strict or order.dry_run:
        await _all_or_nothing(db, order, reading)
    else:
        await _one_by_one(db, order, reading, asked.reached)


async def _one_by_one(db: Database, order: ImportOrder, reading: Reading, reached: str | None) -> None:
    while reached is not None:
        async with db.transaction() as tx:
            reached = await _chunk(tx, order, reading, reached)
    async with db.transaction() as tx:
        await finish_import(tx, order, reading.now)


async def _all_or_nothing(db: Database, order: ImportOrder, reading: Reading) -> None:
    refused = 0
    total = Entered()
    reached: str | None = ""
    while reached is not None:
        async with db.transaction() as tx:
            chunk = await enter_chunk(tx, order, reading, reached, enter=False)
        reached, refused, total = chunk.reached, refused + chunk.refused, total + chunk.entered
    async with db.transaction() as tx:
        nameless = (await imports.by_id.one(tx, merchant_id=order.merchant_id, import_id=order.import_id)).refused
        if order.dry_run or refused or nameless:
            await _progress(tx, order, "", total if order.dry_run else Entered(), refused)
            failed = order.strict and (refused or nameless)
            await finish_import(tx, order, reading.now, refusal="strict" if failed else None)
            return
        reached = ""
        while reached is not None:
            reached = await _chunk(tx, order, reading, reached)
        await finish_import(tx, order, reading.now)


async def _chunk(tx: Tx, order: ImportOrder, reading: Reading, reached: str) -> str | None:
    chunk = await enter_chunk(tx, order, reading, reached, enter=True)
    if chunk.reached is not None:
        await _progress(tx, order, chunk.reached, chunk.entered, chunk.refused)
    return chunk.reached


async def _progress(tx: Tx, order: ImportOrder, reached: str, entered: Entered, refused: int) -> None:
    await imports.progress.run(
        tx,
        merchant_id=order.merchant_id,
        import_id=order.import_id,
        reached=reached,
        added=entered.added,
        changed=entered.changed,
        unchanged=entered.unchanged,
        refused=refused,
    )


async def _asked(tx: Tx, order: ImportOrder) -> Asked:
    return await imports.asked.one(tx, merchant_id=order.merchant_id, import_id=order.import_id)


async def _reading(tx: Tx, order: ImportOrder, policy: Policy, now: datetime) -> Reading:
    shop = await merchants.merchant(tx, order.merchant_id)
    agreed = await maps.find.maybe(tx, merchant_id=order.merchant_id)
    return Reading(
        feed_map=msgspec.json.decode(agreed, type=FeedMap) if agreed else FeedMap(),
        policy=policy,
        city=shop.city,
        local_pictures=order.local_pictures,
        now=now,
    )
