"""What becomes of gifts: one small coroutine each, to be played many at once. A new one is a function and its line in
`STORIES`.

They do what people do who look before they act: where a fault has made something impossible, they leave it. What must
hold in the end whatever happened is in `proof`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from tests.faults.scene import Scene, Way

Story = Callable[[Scene], Awaitable[None]]


async def received(scene: Scene) -> None:
    """Given, paid, accepted, shipped, brought by the carrier."""
    if await _accepted(scene):
        await scene.later(hours=5)
        await scene.ship()
        await scene.later(days=3)


async def confirmed(scene: Scene) -> None:
    """Shipped, and the recipient says that it came before the carrier does."""
    if await _accepted(scene):
        await scene.ship()
        await scene.later(hours=5)
        await scene.receive()


async def shop_silent(scene: Scene) -> None:
    """Accepted, and never shipped."""
    await _accepted(scene)
    await scene.later(days=5)


async def shop_unable(scene: Scene) -> None:
    """Accepted, and the shop cannot send it."""
    if await _accepted(scene):
        await scene.later(hours=5)
        await scene.refuse()


async def declined(scene: Scene) -> None:
    """The recipient says no, and the giver is told."""
    await _paid(scene)
    if await scene.reached():
        await scene.decline(tell=True)


async def quietly_declined(scene: Scene) -> None:
    """The recipient says no to herself."""
    await _paid(scene)
    if await scene.reached():
        await scene.decline(tell=False)
    await scene.later(days=2)


async def ignored(scene: Scene) -> None:
    """Nobody answers."""
    await _paid(scene)
    await scene.later(days=2)


async def withdrawn(scene: Scene) -> None:
    """Paid, and taken back."""
    await _paid(scene)
    await scene.later(minutes=5)
    await _withdraw(scene)


async def withdrawn_unpaid(scene: Scene) -> None:
    """Taken back while the cashier is open; the buyer may pay all the same."""
    await scene.give()
    await scene.open_cashier(_way(scene))
    await scene.later(minutes=1)
    await scene.withdraw()
    await scene.hand_over()


async def unpaid(scene: Scene) -> None:
    """Given and not paid."""
    await scene.give()
    if scene.chance.random() < 0.5:
        await scene.open_cashier(_way(scene))
    await scene.later(hours=1)


async def paid_in_the_last_minute(scene: Scene) -> None:
    """Paid just before the time is over."""
    await scene.give()
    await scene.open_cashier(_way(scene))
    await scene.later(minutes=29)
    await scene.hand_over()
    await scene.later(hours=1)


async def paid_after_the_end(scene: Scene) -> None:
    """The buyer stands at the cashier when the time is over."""
    await scene.give()
    await scene.open_cashier(_way(scene))
    await scene.later(minutes=30)
    await scene.hand_over()
    await scene.later(hours=1)


async def paid_twice(scene: Scene) -> None:
    """Two ways to pay are opened, and both are used."""
    await scene.give()
    await scene.open_cashier("page")
    await scene.open_cashier("qr", 1)
    await scene.hand_over()
    await scene.hand_over(1)
    if await scene.reached():
        await scene.accept()


async def code_not_answered(scene: Scene) -> None:
    """A code to pay by is asked for once; whatever came of it, the giver walks away."""
    await scene.give()
    await scene.ask_for_code_once()
    await scene.later(hours=1)


async def blocked(scene: Scene) -> None:
    """The recipient blocks the giver before she answers."""
    await _paid(scene)
    await scene.later(minutes=5)
    await scene.recipient.block(scene.giver)
    await scene.later(days=2)


STORIES: Mapping[str, Story] = {
    story.__name__: story
    for story in (
        received,
        confirmed,
        shop_silent,
        shop_unable,
        declined,
        quietly_declined,
        ignored,
        withdrawn,
        withdrawn_unpaid,
        unpaid,
        paid_in_the_last_minute,
        paid_after_the_end,
        paid_twice,
        code_not_answered,
        blocked,
    )
}


async def _paid(scene: Scene) -> None:
    await scene.give()
    await scene.pay(_way(scene))


async def _accepted(scene: Scene) -> bool:
    await _paid(scene)
    if not await scene.reached():
        return False
    await scene.accept()
    return True


async def _withdraw(scene: Scene) -> None:
    if (await scene.state())[0] in ("unpaid", "waiting"):
        await scene.withdraw()


def _way(scene: Scene) -> Way:
    return scene.chance.choice(scene.ways)
