"""What people are rewarded for: seven days of checking in, and a friend who stays."""

from datetime import timedelta

from kith import promotions
from kith import tasks as rewarded
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage

_FEN, _DAYS, _STAYED = 500, 7, 6


async def tasks(stage: Stage) -> None:
    """Ann checks in for seven days and invites Bo, who stays; each is rewarded once, and the rest goes back."""
    stage.step("The operator sets money aside for two tasks, one reward each")
    kinds: dict[str, rewarded.ProgrammeId] = {}
    async with stage.parts[Database].transaction() as tx:
        await promotions.fund(tx, ids.new(), 4 * _FEN, clock.now())
        for kind in ("check_in", "friend"):
            now = clock.now()
            kinds[kind] = rewarded.ProgrammeId(ids.new())
            asked = rewarded.NewProgramme(kinds[kind], kind, _FEN, 2, 2 * _FEN, now, now + timedelta(days=30))
            await rewarded.start(tx, stage.parts[rewarded.Policy], asked, "story", now)

    stage.step("Ann invites Bo, who joins by her link")
    ann = await stage.person("Ann")
    invite = await ann.get("/me/invite")
    await stage.same("her link", (await ann.get("/me/invite"))["link"], invite["link"])
    await stage.sees(ann, f"/invites/{invite['code']}", nickname="Ann")
    bo = await stage.person("Bo", invite=invite["code"])
    await stage.same("who joined", await _friends(ann), [("Bo", "joined")])

    stage.step("She checks in each day, and Bo is there too; on the sixth he has stayed")
    for day in range(1, _DAYS + 1):
        done = await ann.post("/me/check-ins", expect=200)
        await stage.same("days in a row", done["progress"]["done"], day)
        await bo.get("/me")
        if day < _STAYED:
            await ann.refused("POST", f"/me/tasks/{kinds['friend']}/reward", None, 409, "not_done_yet")
        if day < _DAYS:
            await ann.refused("POST", f"/me/tasks/{kinds['check_in']}/reward", None, 409, "not_done_yet")
            await stage.advance(days=1)

    stage.step("She collects for her seven days, twice, and for Bo")
    for _ in range(2):
        done = await ann.post(f"/me/tasks/{kinds['check_in']}/reward", expect=200)
        await stage.same("what she has of it", (done["state"], done["collected_fen"]), ("collected", _FEN))
    await stage.same("who stays", await _friends(ann), [("Bo", "stays")])
    events = (await ann.get("/me/events/page?limit=100"))["items"]
    await stage.same(
        "what she was told", [one["ref"] for one in events if one["kind"] == "task"], [str(kinds["friend"])]
    )
    await ann.post(f"/me/tasks/{kinds['friend']}/reward", expect=200)
    await stage.same("who was rewarded", await _friends(ann), [("Bo", "rewarded")])
    await stage.sees(ann, "/me/wallet", balance_fen=2 * _FEN)
    lines = (await ann.get("/me/wallet/lines"))["items"]
    await stage.same("the statement", [(line["kind"], line["fen"]) for line in lines], [("task", _FEN)] * 2)

    stage.step("The operator stops both, and what is left is there again")
    async with stage.parts[Database].transaction() as tx:
        for programme_id in kinds.values():
            await rewarded.stop(tx, programme_id, "story", clock.now())
        left = await promotions.left(tx, list(kinds.values()))
    await stage.same("what is left in the budgets", set(left.values()), {0})
    await bo.refused("POST", f"/me/tasks/{kinds['check_in']}/reward", None, 409, "task_over")


async def _friends(ann: Actor) -> list[tuple[str, str]]:
    found: list[Json] = (await ann.get("/me/invite/friends"))["items"]
    return [(one["person"]["nickname"], one["state"]) for one in found]
