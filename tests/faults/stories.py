"""What becomes of gifts: one small coroutine each, to be played many at once. A new one is a function and its line in
`STORIES`.

They do what people do who look before they act: where a fault has made something impossible, they leave it. What must
hold in the end whatever happened is in `proof`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from kith.kit import clock
from kith.main.stories.actor import Actor
from tests.faults.scene import Scene
from tests.faults.town import FEN, LESS

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
    await scene.open_cashier()
    await scene.later(minutes=1)
    await scene.withdraw()
    await scene.hand_over()


async def unpaid(scene: Scene) -> None:
    """Given and not paid."""
    await scene.give()
    if scene.chance.random() < 0.5:
        await scene.open_cashier()
    await scene.later(hours=1)


async def paid_in_the_last_minute(scene: Scene) -> None:
    """Paid just before the time is over."""
    await scene.give()
    await scene.open_cashier()
    await scene.later(minutes=29)
    await scene.hand_over()
    await scene.later(hours=1)


async def paid_after_the_end(scene: Scene) -> None:
    """The buyer stands at the cashier when the time is over."""
    await scene.give()
    await scene.open_cashier()
    await scene.later(minutes=30)
    await scene.hand_over()
    await scene.later(hours=1)


async def paid_twice(scene: Scene) -> None:
    """Two ways to pay are opened, perhaps of two gateways, and both are used."""
    await scene.give()
    await scene.open_cashier()
    await scene.open_cashier(attempt=1, gateway=scene.some_gateway())
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


async def shared(scene: Scene) -> None:
    """Two friends and the giver pay for it, one after the other."""
    first, second = await _collecting(scene, 2)
    await scene.pay_part(first, 5_000)
    await scene.later(minutes=5)
    await scene.pay_part(second, 7_001)
    await scene.later(minutes=5)
    await scene.pay_part(scene.giver, FEN - 12_001)
    if await scene.reached():
        await scene.accept()


async def shared_for_less(scene: Scene) -> None:
    """Two pay for it, and the recipient takes something cheaper: each gets a share of the difference."""
    [friend] = await _collecting(scene, 1)
    await scene.pay_part(friend, 6_667)
    await scene.later(minutes=5)
    await scene.pay_part(scene.giver, FEN - 6_667)
    if await scene.reached():
        await scene.accept(scene.town.cheap, LESS)


async def two_for_the_last(scene: Scene) -> None:
    """Two friends would both pay most of it at once; when both have paid what was left, the recipient declines."""
    friends = await _collecting(scene, 2)
    opened = [await scene.open_part(friend, 12_000) for friend in friends]
    await asyncio.gather(*(scene.pay(part=part) for part in opened if part))
    await scene.later(minutes=5)
    await scene.pay_part(friends[1], FEN - 12_000)
    if await scene.reached():
        await scene.decline(tell=True)


async def shared_in_vain(scene: Scene) -> None:
    """A friend pays a part, and nobody the rest."""
    [friend] = await _collecting(scene, 1)
    await scene.pay_part(friend, 5_000)
    await scene.later(days=2)


async def shared_and_withdrawn(scene: Scene) -> None:
    """A friend has paid, another stands at the cashier when the giver takes it back, and pays all the same."""
    first, second = await _collecting(scene, 2)
    await scene.pay_part(first, 5_000)
    part = await scene.open_part(second, 5_000)
    opened = part is not None and await scene.open_cashier(part=part)
    await scene.later(minutes=5)
    await scene.withdraw()
    if opened:
        await scene.hand_over(part=part)


async def swapped(scene: Scene) -> None:
    """The recipient takes something else of the same price, and the shop sends that."""
    await _paid(scene)
    if await scene.reached():
        await scene.accept(scene.chance.choice(scene.town.skus))
        await scene.later(hours=5)
        await scene.ship()
        await scene.later(days=3)


async def swapped_for_less(scene: Scene) -> None:
    """The recipient takes something cheaper of another shop, which cannot send it: all goes back."""
    await _paid(scene)
    if await scene.reached():
        await scene.accept(scene.town.cheap, LESS)
        await scene.later(hours=5)
        await scene.refuse()


async def scheduled(scene: Scene) -> None:
    """Paid at once, to arrive in the evening."""
    await scene.give(send_at=_hours_ahead(5))
    await scene.pay()
    await scene.later(hours=4)
    if (await scene.state())[1]:
        raise AssertionError("it came before its hour")
    await scene.later(hours=2)
    if await scene.reached():
        await scene.accept()


async def planned(scene: Scene) -> None:
    """To arrive in the evening, and paid only shortly before."""
    await scene.give(send_at=_hours_ahead(5), pay="then")
    await scene.later(hours=4, minutes=45)
    await scene.pay()
    await scene.later(minutes=30)
    if await scene.reached():
        await scene.accept()


async def paid_out(scene: Scene) -> None:
    """It came, a week later the shop's owner has the money sent, and in the end knows what became of it."""
    await scene.open_till()
    if await _accepted(scene):
        await scene.ship()
        await scene.later(hours=5)
        await scene.receive()
        await scene.later(days=8)
        await scene.pay_out()
        await scene.later(minutes=30)


async def exported(scene: Scene) -> None:
    """The recipient has a copy made of all her data while the gift is under way."""
    if await _accepted(scene):
        await scene.export()
        for minutes in (1, 20, 240):
            await scene.later(minutes=minutes)
            if await scene.exported():
                return
        raise AssertionError("the copy was never made")


async def shared_anyhow(scene: Scene) -> None:
    """One friend pays a part from her wallet, another at some gateway, and the giver the rest at another; then it is
    taken back, or declined, or something cheaper is taken."""
    friends = [await scene.town.friend_of(scene.giver) for _ in range(2)]
    await scene.purse(friends[0]).top_up(scene, 8_000)
    await _ask(scene, friends)
    await scene.pay_part_anyhow(friends[0], 7_001)
    await scene.later(minutes=5)
    await scene.pay_part_anyhow(friends[1], 5_000)
    await scene.later(minutes=5)
    await scene.pay_part_anyhow(scene.giver, FEN - 12_001)
    if await scene.reached():
        match scene.chance.choice(("withdraw", "decline", "take less")):
            case "withdraw":
                await scene.withdraw()
            case "decline":
                await scene.decline(tell=True)
            case _:
                await scene.accept(scene.town.cheap, LESS)


async def given_from_wallet(scene: Scene) -> None:
    """The giver tops up, gives from the wallet, has it back when it is declined, and has all of it sent away."""
    purse = scene.purse(scene.giver)
    if not await purse.top_up(scene, FEN + 100):
        return
    await scene.give()
    await scene.pay_from_wallet()
    if await scene.reached():
        await scene.decline(tell=True)
    await scene.later(minutes=5)
    await purse.withdraw(scene)
    await scene.later(minutes=30)


async def withdrawn_from_wallet(scene: Scene) -> None:
    """Money is put into a wallet and sent away; if it comes back, the owner tries it once more."""
    purse = scene.purse(scene.giver)
    if await purse.top_up(scene, 12_345):
        await purse.withdraw(scene)
        for hours in (1, 13, 48):
            await scene.later(hours=hours)
            if await purse.withdraw(scene):
                return


async def enveloped(scene: Scene) -> None:
    """An envelope for three, which two open; one of them has her share sent away, and the rest goes back."""
    friend = await scene.town.friend_of(scene.giver)
    packet = await scene.send_packet([scene.giver, scene.recipient, friend], 666)
    await scene.pay(part=packet.part)
    if await scene.packet_opens(friend):
        await packet.open(scene, friend)
        await packet.open(scene, scene.recipient)
        await scene.purse(friend).withdraw(scene)
    await scene.later(days=2)


async def enveloped_too_late(scene: Scene) -> None:
    """The sender of an envelope stands at the cashier when the time to pay it is over."""
    packet = await scene.send_packet([scene.giver, scene.recipient], 400)
    opened = await scene.open_cashier(part=packet.part)
    await scene.later(minutes=30)
    if opened:
        await scene.hand_over(part=packet.part)
    await scene.later(days=2)


async def enveloped_from_wallet(scene: Scene) -> None:
    """An envelope is paid from the wallet; one share is taken, and the rest is in the wallet again."""
    if await scene.purse(scene.giver).top_up(scene, 1_000):
        packet = await scene.send_packet([scene.giver, scene.recipient], 1_000)
        await scene.pay_from_wallet(packet.part)
        if await scene.packet_opens(scene.recipient):
            await packet.open(scene, scene.recipient)
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
        shared,
        shared_for_less,
        two_for_the_last,
        shared_in_vain,
        shared_and_withdrawn,
        swapped,
        swapped_for_less,
        scheduled,
        planned,
        paid_out,
        exported,
        shared_anyhow,
        given_from_wallet,
        withdrawn_from_wallet,
        enveloped,
        enveloped_too_late,
        enveloped_from_wallet,
    )
}


async def _collecting(scene: Scene, friends: int) -> list[Actor]:
    """Given, and so many friends asked to pay."""
    asked = [await scene.town.friend_of(scene.giver) for _ in range(friends)]
    await _ask(scene, asked)
    return asked


async def _ask(scene: Scene, friends: Sequence[Actor]) -> None:
    await scene.give(collect_days=1)
    await scene.ask_friends(*friends)


def _hours_ahead(hours: int) -> str:
    return (clock.now().replace(second=0, microsecond=0) + timedelta(hours=hours)).isoformat()


async def _paid(scene: Scene) -> None:
    await scene.give()
    await scene.pay()


async def _accepted(scene: Scene) -> bool:
    await _paid(scene)
    if not await scene.reached():
        return False
    await scene.accept()
    return True


async def _withdraw(scene: Scene) -> None:
    if (await scene.state())[0] in ("unpaid", "waiting"):
        await scene.withdraw()
