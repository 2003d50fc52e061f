"""Envelopes of the house for active groups, from the plan to the last fen that goes back."""

from datetime import timedelta

from kith import campaigns, envelopes, promotions
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.main.stories.actor import Actor
from kith.main.stories.stage import Stage

_BY = "the operator of the story"


async def campaign(stage: Stage) -> None:
    """A group in which three talk every day gets an envelope that opens at one moment; Dee's, in which only she does,
    gets none. Who comes early is told to wait, and what nobody took goes back to what is set aside.
    """
    db, policy = stage.parts[Database], stage.parts[campaigns.Policy]
    stage.step("Ann, Bo and Chen talk in a group for three days, and Dee alone in hers")
    ann, bo, chen, dee = [await stage.person(name) for name in ("Ann", "Bo", "Chen", "Dee")]
    group_id, quiet_id = str(ids.new()), str(ids.new())
    await ann.post("/groups", {"group_id": group_id, "name": "守岁群", "joining": "open"})
    await dee.post("/groups", {"group_id": quiet_id, "name": "一个人的群", "joining": "open"})
    for actor in (bo, chen):
        await actor.put(f"/groups/{group_id}/membership", {})
    for _ in range(3):
        for actor in (ann, bo, chen):
            await _say(actor, group_id)
        for _ in range(3):
            await _say(dee, quiet_id)
        await stage.advance(days=1)

    stage.step("The operator sets money aside, plans envelopes for active groups, and looks who would get one")
    one = campaigns.CampaignId(ids.new())
    form = campaigns.CampaignForm(
        name="守岁红包",
        kind="equal",
        fen=900,
        count=3,
        greeting="新年快乐",
        least_score=9,
        least_age_days=3,
        budget_fen=90_000,
        opens_at=clock.now() + timedelta(hours=2),
    )
    async with db.transaction() as tx:
        await promotions.fund(tx, ids.new(), 100_000, clock.now())
        free = (await promotions.view(tx)).free_fen
        await campaigns.draft(tx, stage.parts[envelopes.Policy], one, form, by=_BY, now=clock.now())
        seen = await campaigns.preview(tx, policy, one, limit=1_000, now=clock.now())
    lines = {str(line.conversation_id): (line.members, line.score) for line in seen.lines}
    await stage.same("the group of three", lines.get(group_id), (3, 9))
    await stage.same("Dee's group", lines.get(quiet_id), None)

    stage.step("It is scheduled; an hour before it opens the envelope is in the group, and cannot be opened yet")
    async with db.transaction() as tx:
        await campaigns.schedule(tx, policy, one, by=_BY, now=clock.now())
    await stage.advance(hours=1, minutes=1)
    envelope_id = str(await _card(ann, group_id))
    path = f"/envelopes/{envelope_id}"
    await stage.sees(bo, path, state="open", sender=None, taken=0, fen=900, greeting="新年快乐")
    await bo.refused("POST", f"{path}/claims", {}, 409, "not_open_yet")
    await dee.refused("POST", f"{path}/claims", {}, 404, "envelope_not_found")
    await stage.same("what Dee's group shows", await _card(dee, quiet_id), None)

    stage.step("At the moment itself two open it")
    await stage.advance(hours=1)
    for actor in (bo, ann):
        await stage.same("a share", (await actor.post(f"{path}/claims", {}, expect=200))["fen"], 300)
        await stage.sees(actor, "/me/wallet", balance_fen=300)

    stage.step("After a day what nobody took is back where it came from, and the operator reads what became of it")
    await stage.advance(hours=24)
    await stage.sees(chen, path, state="expired", taken=2, taken_fen=600)
    async with db.transaction() as tx:
        told = await campaigns.report(tx, one)
        after = (await promotions.view(tx)).free_fen
    await stage.same("the campaign", told.campaign.state, "over")
    await stage.same("taken", (told.taken, told.taken_fen, told.people, told.unopened), (2, 600, 2, 0))
    await stage.same("back", (told.back_fen, after), (90_000 - 600, free - 600))


async def _say(actor: Actor, talk: str) -> None:
    await actor.post(f"/conversations/{talk}/messages", {"message_id": str(ids.new()), "body": "新年好"})


async def _card(actor: Actor, talk: str) -> str | None:
    page = await actor.get(f"/conversations/{talk}/messages?since=0")
    cards = [one["ref"] for one in page["items"] if one["kind"] == "card" and one["body"] == "envelope"]
    return cards[-1] if cards else None
