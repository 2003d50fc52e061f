"""A group is made, joined, handed on and left."""

from kith.kit import ids
from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage


async def group(stage: Stage) -> None:
    """Ann makes a group that people ask to join. Bo is let in, Dee is not, Chen is removed; when Ann leaves, Bo is in
    charge.
    """
    stage.step("Ann makes a group; Bo, Chen and Dee ask to join")
    ann, bo, chen, dee = [await stage.person(name) for name in ("Ann", "Bo", "Chen", "Dee")]
    group_id = str(ids.new())
    club = f"/groups/{group_id}"
    made: Json = {"group_id": group_id, "name": "弄堂茶话", "topic": "Tea at four", "joining": "request"}
    for _ in range(2):
        await stage.same("the group made twice", (await ann.post("/groups", made))["members"], 1)
    await _say(ann, group_id, "Nobody is here yet")
    for actor in (bo, chen, dee):
        asked = await actor.put(f"{club}/membership", {"text": f"I am {actor.name}"})
        await stage.same(f"what {actor.name} is", asked["standing"], "asked")
        await actor.refused("GET", f"/conversations/{group_id}/messages", None, 404, "conversation_not_found")

    stage.step("Ann lets in Bo and Chen, and not Dee")
    waiting = (await ann.get(f"{club}/requests"))["items"]
    await stage.same("who asks", [one["text"] for one in waiting], ["I am Bo", "I am Chen", "I am Dee"])
    for actor, let_in in ((bo, True), (chen, True), (dee, False)):
        await ann.put(f"{club}/requests/{actor.person_id}", {"let_in": let_in}, expect=204)
    await stage.sees(bo, club, standing="member", members=3)
    await stage.sees(dee, club, standing="none", members=3)
    await dee.refused("PUT", f"{club}/membership", {}, 403, "not_let_in")

    stage.step("They talk; who came later does not read what was said before")
    for number in range(3):
        await _say((ann, bo, chen)[number], group_id, f"Cup {number}")
    await stage.same("what Bo reads", await _read(bo, group_id), ["joined", "joined", "Cup 0", "Cup 1", "Cup 2"])
    await stage.sees(ann, f"/conversations/{group_id}", unread=2)
    await stage.sees(chen, f"/conversations/{group_id}", unread=0)

    stage.step("Bo becomes an admin and removes Chen, who reads and writes nothing more")
    await ann.put(f"{club}/members/{bo.person_id}/role", {"role": "admin"}, expect=204)
    await bo.call("DELETE", f"{club}/members/{chen.person_id}", None, 204)
    await chen.refused("POST", f"/conversations/{group_id}/messages", _words("Why?"), 404, "conversation_not_found")
    await stage.same("Chen's chats", (await chen.get("/me/chats"))["items"], [])
    await bo.refused("DELETE", f"{club}/members/{ann.person_id}", None, 403, "role_needed")

    stage.step("Ann leaves, and Bo is in charge")
    await ann.call("DELETE", f"{club}/membership", None, 204)
    await stage.sees(bo, club, standing="owner", members=1)
    await stage.same("the last that is noted", (await _read(bo, group_id))[-3:], ["removed", "left", "handed_over"])
    await bo.call("DELETE", f"{club}/membership", None, 204)
    await ann.refused("GET", club, None, 404, "group_not_found")


def _words(body: str) -> Json:
    return {"message_id": str(ids.new()), "body": body}


async def _say(actor: Actor, group_id: str, body: str) -> None:
    await actor.post(f"/conversations/{group_id}/messages", _words(body))


async def _read(actor: Actor, group_id: str) -> list[str]:
    page = await actor.get(f"/conversations/{group_id}/messages?since=0")
    return [message["body"] for message in page["items"]]
