"""Red envelopes in a group and between two, to their ends."""

from kith import envelopes
from kith.kit import ids
from kith.main.stories.actor import Actor, Json
from kith.main.stories.stage import Stage


async def envelope(stage: Stage) -> None:
    """Ann sends a lucky envelope to a group, which three empty, and anybody can check; one for Bo alone, behind a
    password; and one that nobody finishes, of which the rest goes back to her.
    """
    stage.step("Ann, Bo and Chen are in a group; Dee is not")
    ann, bo, chen, dee = [await stage.person(name) for name in ("Ann", "Bo", "Chen", "Dee")]
    group_id = str(ids.new())
    await ann.post("/groups", {"group_id": group_id, "name": "红包群", "joining": "open"})
    for actor in (bo, chen):
        await actor.put(f"/groups/{group_id}/membership", {})

    stage.step("Ann sends a lucky envelope for three; nobody sees it before it is paid")
    lucky = await _send(ann, group_id, {"kind": "lucky", "fen": 888, "count": 3, "greeting": "恭喜发财"})
    path = f"/envelopes/{lucky['envelope_id']}"
    await bo.refused("GET", path, None, 404, "envelope_not_found")
    await _pay(stage, ann, lucky)
    card = await stage.sees(bo, path, state="open", taken=0, may_open=True, seed=None)
    await stage.same("the card", (await _cards(bo, group_id))[-1], lucky["envelope_id"])
    await dee.refused("GET", path, None, 404, "envelope_not_found")
    await dee.refused("POST", f"{path}/claims", {}, 404, "envelope_not_found")
    await bo.refused("GET", f"{path}/proof", None, 404, "envelope_not_found")

    stage.step("Three open it, Ann too; who asks again gets the same answer")
    taken = [await actor.post(f"{path}/claims", {}, expect=200) for actor in (chen, ann, bo)]
    await stage.same("the places", [one["place"] for one in taken], [0, 1, 2])
    await stage.same("all of it", sum(one["fen"] for one in taken), 888)
    await stage.same("Chen asks again", await chen.post(f"{path}/claims", {}, expect=200), taken[0])
    for actor, one in ((chen, taken[0]), (bo, taken[2])):
        await stage.sees(actor, "/me/wallet", balance_fen=one["fen"])

    stage.step("It is empty: everybody sees who took what, and can check how it was divided")
    await stage.sees(ann, path, state="emptied", taken=3, taken_fen=888, commitment=card["commitment"])
    shares = (await bo.get(f"{path}/shares"))["items"]
    await stage.same("who took what", [one["fen"] for one in shares], [one["fen"] for one in taken])
    proof = envelopes.read_proof((await stage.client.get(f"{path}/proof")).raise_for_status().content)
    await stage.same("what is wrong with the proof", envelopes.flaws(proof), [])
    await stage.same("the commitment of the card", proof.commitment, card["commitment"])

    stage.step("One is for Bo alone, who needs the password")
    single = await _send(ann, group_id, {"kind": "exclusive", "fen": 520, "for_id": bo.person_id, "password": "虎年"})
    await _pay(stage, ann, single)
    path = f"/envelopes/{single['envelope_id']}/claims"
    await chen.refused("POST", path, {"password": "虎年"}, 403, "not_for_you")
    await bo.refused("POST", path, {"password": "兔年"}, 403, "wrong_password")
    await stage.same("what Bo gets", (await bo.post(path, {"password": "虎年"}, expect=200))["fen"], 520)

    stage.step("One is not finished: after a day the rest goes back to Ann by the way she paid")
    rest = await _send(ann, group_id, {"kind": "equal", "fen": 600, "count": 3})
    await _pay(stage, ann, rest)
    path = f"/envelopes/{rest['envelope_id']}"
    await chen.post(f"{path}/claims", {}, expect=200)
    await stage.advance(hours=24)
    await stage.sees(ann, path, state="expired", taken=1, taken_fen=200)
    await bo.refused("POST", f"{path}/claims", {}, 409, "envelope_over")
    charge = await ann.get(f"/charges/{rest['charge_id']}")
    await stage.same("back", [(one["fen"], one["state"]) for one in charge["refunds"]], [(400, "refunded")])
    await stage.sees(ann, "/me/envelopes/sums", sent=3, sent_fen=2_008, received=1)
    await stage.sees(chen, "/me/envelopes/sums", received=2, received_fen=taken[0]["fen"] + 200)


async def _send(actor: Actor, talk: str, what: Json) -> Json:
    return await actor.post("/envelopes", {"envelope_id": str(ids.new()), "conversation_id": talk, **what})


async def _pay(stage: Stage, actor: Actor, sent: Json) -> None:
    attempt = {"attempt_id": str(ids.new()), "gateway": "alipay", "way": "page"}
    await stage.pay(await actor.post(f"/charges/{sent['charge_id']}/attempts", attempt))


async def _cards(actor: Actor, talk: str) -> list[str]:
    page = await actor.get(f"/conversations/{talk}/messages?since=0")
    return [one["ref"] for one in page["items"] if one["kind"] == "card" and one["body"] == "envelope"]
