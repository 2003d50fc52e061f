"""A stranger writes, is answered, and later kept away."""

from kith.kit import ids
from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage


async def greeting(stage: Stage) -> None:
    """Ann writes to Bo, whom she does not know, as much as one may; Bo finds it among his greetings and answers. Chen
    lets only friends write. In the end Bo blocks Ann.
    """
    stage.step("Ann, Bo and Chen do not know each other; Chen lets only friends write")
    ann, bo, chen = [await stage.person(name) for name in ("Ann", "Bo", "Chen")]
    await chen.put("/me/chat-door", {"friends_only": True})

    stage.step("Ann writes to Bo, and sends her first words twice, because the answer got lost")
    talk = (await ann.put(f"/people/{bo.person_id}/conversation"))["conversation_id"]
    await bo.refused("GET", f"/conversations/{talk}", None, 404, "conversation_not_found")
    words: Json = {"message_id": str(ids.new()), "body": "Is this your dog?"}
    first = await ann.post(f"/conversations/{talk}/messages", words)
    await stage.same("the message that was sent twice", await ann.post(f"/conversations/{talk}/messages", words), first)
    for body in ("It sits at my door", "Hello?"):
        await _say(ann, talk, body)
    await ann.refused("POST", f"/conversations/{talk}/messages", _words("Well?"), 409, "greeting_unanswered")

    stage.step("Bo finds three messages among his greetings, and none among his chats")
    await stage.sees(bo, "/me/unread", chats=0, greetings=3)
    await stage.same("Bo's chats", (await bo.get("/me/chats"))["items"], [])
    [waiting] = (await bo.get("/me/greetings"))["items"]
    await stage.same("who wrote to Bo", waiting["person"]["nickname"], "Ann")
    await bo.put(f"/conversations/{talk}/read-mark", {"seq": 3})
    await stage.sees(bo, "/me/unread", chats=0, greetings=0)
    await stage.sees(ann, f"/conversations/{talk}", other_read_seq=None, greetings_left=0)

    stage.step("Bo answers, and now they talk")
    await _say(bo, talk, "It is! See https://kith.example/dogs")
    await stage.sees(ann, f"/conversations/{talk}", other_read_seq=4, greetings_left=None, unread=1)
    news = await ann.get(f"/conversations/{talk}/messages?since=3")
    await stage.same("what Ann missed", [one["body"][:6] for one in news["items"]], ["It is!"])
    await stage.same("links in it", [(one["start"], one["end"]) for one in news["items"][0]["links"]], [(11, 36)])
    await _say(ann, talk, "I knew it")

    stage.step("Chen hears of nobody but friends")
    other = (await ann.put(f"/people/{chen.person_id}/conversation"))["conversation_id"]
    await ann.refused("POST", f"/conversations/{other}/messages", _words("Hello"), 403, "friends_may_write")
    await stage.sees(chen, "/me/unread", chats=0, greetings=0)

    stage.step("Bo blocks Ann: nothing more passes, and the conversation leaves his list")
    await bo.block(ann)
    for writer in (ann, bo):
        await writer.refused("POST", f"/conversations/{talk}/messages", _words("Still here"), 404, "person_not_found")
    await stage.same("Bo's chats", (await bo.get("/me/chats"))["items"], [])
    await stage.same("Ann's chats", [one["conversation_id"] for one in (await ann.get("/me/chats"))["items"]], [talk])


def _words(body: str) -> Json:
    return {"message_id": str(ids.new()), "body": body}


async def _say(actor: Actor, talk: str, body: str) -> Json:
    return await actor.post(f"/conversations/{talk}/messages", _words(body))
