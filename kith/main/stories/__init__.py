"""Stories: one gift, meeting or envelope, played to its end over HTTP by everybody it concerns, against a running
installation.

A story names what each party must see after each step and fails on the first deviation. `STORIES` is the list.
"""

from collections.abc import Awaitable, Callable

from kith.main.stories.blocked import blocked
from kith.main.stories.campaign import campaign
from kith.main.stories.declined import declined
from kith.main.stories.delegated import delegated
from kith.main.stories.deleted import deleted
from kith.main.stories.envelope import envelope
from kith.main.stories.expired import expired
from kith.main.stories.gift import gift
from kith.main.stories.greeting import greeting
from kith.main.stories.group import group
from kith.main.stories.lapsed import lapsed
from kith.main.stories.late import late
from kith.main.stories.late_payment import late_payment
from kith.main.stories.nearby import nearby
from kith.main.stories.payout import payout
from kith.main.stories.pooled import pooled
from kith.main.stories.reconcile import reconcile
from kith.main.stories.scheduled import scheduled
from kith.main.stories.shop_silent import shop_silent
from kith.main.stories.soldout import soldout
from kith.main.stories.stage import Deviation, Stage
from kith.main.stories.swap import swap
from kith.main.stories.tasks import tasks
from kith.main.stories.wish import wish
from kith.main.stories.withdraw import withdraw
from kith.main.stories.withdrawn import withdrawn

__all__ = ["STORIES", "Deviation", "Stage"]

STORIES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "gift": gift,
    "declined": declined,
    "expired": expired,
    "withdrawn": withdrawn,
    "lapsed": lapsed,
    "late-payment": late_payment,
    "shop-silent": shop_silent,
    "blocked": blocked,
    "deleted": deleted,
    "payout": payout,
    "reconcile": reconcile,
    "withdraw": withdraw,
    "swap": swap,
    "late": late,
    "soldout": soldout,
    "delegated": delegated,
    "pooled": pooled,
    "wish": wish,
    "scheduled": scheduled,
    "greeting": greeting,
    "group": group,
    "nearby": nearby,
    "envelope": envelope,
    "campaign": campaign,
    "tasks": tasks,
}
