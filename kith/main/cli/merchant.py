"""Commands about shops."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from kith import gifts, mall, merchants, payments, people, tills
from kith.kit import clock, ids
from kith.kit.keyring import KeyRing
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.main.cli import applications
from kith.main.cli.terminal import Json, end, go, settings, show
from kith.main.serve import running

app = typer.Typer(no_args_is_help=True, help="Shops and who works in them.")
app.command()(applications.suspend)
app.command()(applications.reinstate)


class PaidTo(msgspec.Struct):
    """Where a shop's money goes, masked."""

    merchant_id: UUID
    name: str
    account: str


class MayNotJoin(Refusal):
    """This person gave something that the shop sells, and would learn where it went. Hire them later."""


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The shop's name.")],
    *,
    city: Annotated[str, typer.Option(help="Where it is.")],
    phone: Annotated[str, typer.Option(help="The shop's own telephone number.")],
    staff: Annotated[list[str] | None, typer.Option(help="Person id or telephone number; repeat for more.")] = None,
    feed_map: Annotated[
        Path | None, typer.Option("--map", help="JSON file: currency, rate, categories, … of the shop's feed.")
    ] = None,
    merchant_id: Annotated[UUID | None, typer.Option("--id", help="Add to this shop instead of a new one.")] = None,
    as_json: Json = False,
) -> None:
    """Enter a shop, its staff, and how its feed is to be read."""
    try:
        agreed = msgspec.json.decode(feed_map.read_bytes(), type=mall.FeedMap) if feed_map else None
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise end(2, "wrong map", str(error)) from None

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            shop = await merchants.add(
                tx,
                merchant_id=merchants.MerchantId(merchant_id or ids.new()),
                name=name,
                city=city,
                phone=phone,
                staff=(),
                now=clock.now(),
            )
            for one in staff or ():
                await _hire(tx, parts, shop.merchant_id, one)
            if agreed:
                await mall.set_map(tx, shop.merchant_id, agreed, clock.now())
        show([shop], ("merchant_id", "name", "city"), empty="", as_json=as_json)

    go(work())


@app.command("list")
def list_shops(*, limit: Annotated[int, typer.Option(help="At most so many.")] = 100, as_json: Json = False) -> None:
    """Show the shops."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            rows = await merchants.list_merchants(tx, limit)
        show(rows, ("merchant_id", "name", "city"), empty="no shops yet: kith merchant add", as_json=as_json)

    go(work())


@app.command("payout-account")
def payout_account(
    merchant_id: Annotated[UUID, typer.Argument(help="Which shop.")],
    *,
    gateway: Annotated[str | None, typer.Option(help="At which gateway; the first that sends money out.")] = None,
    account: Annotated[str, typer.Option(help="Its account there: of Alipay e-mail or number.", prompt=True)],
    name: Annotated[str, typer.Option(help="Whose account that is; the gateway compares it.", prompt=True)],
    as_json: Json = False,
) -> None:
    """Say where the shop's money is paid out to. It is kept sealed and shown masked; left out, it is asked for."""
    payee = payments.Payee(account.strip(), name.strip())
    if not (payee.account and payee.name):
        raise end(2, "wrong use", "an account and a name are needed")

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            shop = await merchants.merchant(tx, merchants.MerchantId(merchant_id))
            sending = parts[payments.Gateways].sending
            chosen = gateway or next(iter(sending), "")
            if chosen not in sending:
                raise end(2, "wrong use", f"these gateways send money out: {', '.join(sending) or 'none'}")
            hint = await tills.set_payout_account(
                tx, parts[KeyRing], shop.merchant_id, gateway=chosen, payee=payee, now=clock.now()
            )
        show([PaidTo(shop.merchant_id, shop.name, hint)], ("merchant_id", "name", "account"), empty="", as_json=as_json)

    go(work())


@app.command()
def owner(
    merchant_id: Annotated[UUID, typer.Argument(help="Which shop.")],
    person: Annotated[str, typer.Argument(help="Person id or telephone number.")],
) -> None:
    """Say who sees and moves the shop's money; they work there from now on. At first it is the first of its staff."""

    async def work() -> None:
        async with running(settings()) as (parts, _), parts[Database].transaction() as tx:
            shop_id = merchants.MerchantId(merchant_id)
            person_id = await _hire(tx, parts, shop_id, person)
            await merchants.set_owner(tx, shop_id, person_id, clock.now())

    go(work())


async def _hire(tx: Tx, parts: Parts, merchant_id: merchants.MerchantId, named: str) -> people.PersonId:
    try:
        person_id = people.PersonId(UUID(named))
    except ValueError:
        person_id = await people.find_by_phone(tx, parts[people.Secret], parts[people.Policy], named)
    if not await gifts.may_join_shop(tx, merchant_id, person_id):
        raise MayNotJoin
    await merchants.hire(tx, merchant_id, person_id, clock.now())
    return person_id
