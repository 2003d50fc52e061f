"""The product's numbers: one typed settings object, with each capability's part and its defaults."""

import tomllib
from typing import cast

import msgspec

from kith.ads import Policy as Ads
from kith.applications import Policy as Applications
from kith.campaigns import Policy as Campaigns
from kith.chat import LivePolicy as Live
from kith.chat import Policy as Chat
from kith.envelopes import Policy as Envelopes
from kith.gifts import Policy as Gifts
from kith.kit.settings import BadSetting, Settings
from kith.mall import OrderPolicy as Orders
from kith.mall import Policy as Mall
from kith.notices import Policy as Notices
from kith.ops import Policy as Ops
from kith.payments import Policy as Payments
from kith.people import Policy as People
from kith.places import Policy as Places
from kith.push import Policy as Push
from kith.tasks import Policy as Tasks
from kith.tills import Policy as Tills
from kith.wallet import Policy as Wallet
from kith.wishes import Policy as Wishes

_EXAMPLE = "a TOML file with lines such as `[gifts]` and `window_days = 3`"


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every number an operator may change without code. A table of the policy file is named like its field."""

    people: People = People()
    payments: Payments = Payments()
    applications: Applications = Applications()
    mall: Mall = Mall()
    orders: Orders = Orders()
    gifts: Gifts = Gifts()
    envelopes: Envelopes = Envelopes()
    campaigns: Campaigns = Campaigns()
    tasks: Tasks = Tasks()
    tills: Tills = Tills()
    wallet: Wallet = Wallet()
    wishes: Wishes = Wishes()
    notices: Notices = Notices()
    chat: Chat = Chat()
    places: Places = Places()
    ads: Ads = Ads()
    live: Live = Live()
    push: Push = Push()
    ops: Ops = Ops()


def read_policy(settings: Settings) -> Policy:
    """The policy file over the defaults. Raises `BadSetting`."""
    if settings.policy is None:
        return Policy()
    try:
        given = tomllib.loads(settings.policy.read_text())
        _refuse_unknown(given)
        return msgspec.convert(given, Policy)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        problem = "cannot be read" if isinstance(error, OSError) else str(error)
        raise BadSetting("KITH_POLICY", problem, _EXAMPLE) from error


def _refuse_unknown(given: dict[str, object]) -> None:
    """A misspelt number would silently keep its default."""
    for part in msgspec.structs.fields(Policy):
        table = given.get(part.name)
        if not isinstance(table, dict):
            continue
        known = {field.name for field in msgspec.structs.fields(cast("type[msgspec.Struct]", type(part.default)))}
        unknown = set(cast("dict[str, object]", table)) - known
        if unknown:
            raise BadSetting("KITH_POLICY", f"[{part.name}] has no number `{min(unknown)}`", _EXAMPLE)
