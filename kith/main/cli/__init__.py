"""The command `kith`: start it, look into it, and do what an operator does.

Exit codes: 0 done, 1 refused or faults found, 2 wrong use or a wrong setting.
"""

import typer

from kith.main.cli import (
    ads,
    applications,
    books,
    campaigns,
    envelopes,
    gifts,
    keys,
    mall,
    merchant,
    money,
    operators,
    play,
    promotions,
    reports,
    start,
    tasks,
    wallet,
)

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich", help=__doc__)
for group in (start.app, play.app, money.app, envelopes.app):
    app.registered_commands += group.registered_commands
app.add_typer(start.db, name="db")
app.add_typer(merchant.app, name="merchant")
app.add_typer(applications.app, name="applications")
app.add_typer(mall.app, name="mall")
app.add_typer(gifts.app, name="gifts")
app.add_typer(ads.app, name="ads")
app.add_typer(envelopes.envelopes_app, name="envelopes")
app.add_typer(campaigns.app, name="campaigns")
app.add_typer(keys.app, name="keys")
app.add_typer(money.payments_app, name="payments")
app.add_typer(money.payouts_app, name="payouts")
app.add_typer(books.app, name="books")
app.add_typer(promotions.app, name="promotions")
app.add_typer(reports.app, name="reports")
app.add_typer(wallet.app, name="wallet")
app.add_typer(tasks.app, name="tasks")
app.add_typer(operators.app, name="operators")
