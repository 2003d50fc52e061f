"""Two find each other nearby; nobody is found who does not want to be."""

from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage

LAKE: Json = {"lat": 30.2460, "lng": 120.1400}
ACROSS: Json = {"lat": 30.2460, "lng": 120.1700}


async def nearby(stage: Stage) -> None:
    """Ann and Bo find each other at the lake. Bo hides the distance, becomes invisible, and is forgotten at last."""
    stage.step("Ann, Bo and Chen come to the lake; nobody knows where they are")
    ann, bo, chen = [await stage.person(name) for name in ("Ann", "Bo", "Chen")]
    await ann.refused("GET", "/nearby", None, 409, "nearby_off")
    await ann.refused("PUT", "/me/position", LAKE, 409, "nearby_off")

    stage.step("They switch nearby on and send where they are")
    for actor, where in ((ann, LAKE), (bo, ACROSS), (chen, ACROSS)):
        await actor.put("/me/nearby", {"sharing": True})
        await actor.put("/me/position", where)
    band = (await _seen(ann, bo))["band_km"]
    await stage.same("how near Bo is", band in (1, 2, 5, 10), True)
    await stage.same("how near Ann is", (await _seen(bo, ann))["band_km"], band)
    await stage.same("when Bo was active", (await _seen(ann, bo))["active"], "15m")

    stage.step("Bo hides the distance")
    await bo.put("/me/nearby", {"sharing": True, "hides_distance": True})
    await stage.same("how near Bo is", (await _seen(ann, bo))["band_km"], None)

    stage.step("Bo becomes invisible: Ann does not see him, and he sees nobody")
    await bo.put("/me/nearby", {"sharing": True, "invisible": True})
    await stage.same("Bo in Ann's list", await _seen(ann, bo), {})
    await bo.refused("GET", "/nearby", None, 403, "you_are_invisible")
    await bo.put("/me/nearby", {"sharing": True})

    stage.step("Chen blocks Ann: neither sees the other")
    await chen.put(f"/me/blocks/{ann.person_id}", expect=204)
    await stage.same("Chen in Ann's list", await _seen(ann, chen), {})
    await stage.same("Ann in Chen's list", await _seen(chen, ann), {})
    await stage.same("Bo in Chen's list", (await _seen(chen, bo))["band_km"] in (1, 2, 5, 10), True)

    stage.step("A day later Bo was active within three days, and no longer within one hour")
    await stage.advance(hours=25)
    await ann.put("/me/position", LAKE)
    await stage.same("when Bo was active", (await _seen(ann, bo))["active"], "3d")
    await stage.same("Bo within the hour", await _seen(ann, bo, "active=1h"), {})

    stage.step("Three days after he was last seen Bo is forgotten")
    await stage.advance(hours=48)
    await stage.same("Bo in Ann's list", await _seen(ann, bo), {})
    await bo.refused("GET", "/nearby", None, 409, "position_unknown")
    await stage.sees(bo, "/me/nearby", sharing=True, until_at=None)


async def _seen(by: Actor, other: Actor, query: str = "") -> Json:
    """How somebody is shown in a person's list; `{}` where not at all."""
    after = ""
    while True:
        page = await by.get(f"/nearby?limit=100&{query}{after}")
        for one in page["items"]:
            if one["person"]["person_id"] == other.person_id:
                return one
        if page["next"] is None:
            return {}
        after = f"&after={page['next']}"
