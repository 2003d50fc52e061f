"""Push: reaching people who are away.

Who follows live what happens is *here* and is told that way; whoever is away is pushed through the service of their
browser (Web Push, RFC 8030, 8291 and 8292). What is pushed comes from the same rows as everything else that people are
told: what is unread in a conversation (`chat`), and events (`notices`). Nobody learns from a push what these would not
say, nor sooner.

What becomes of a wish to push, in this order: dropped for who has no browser, has switched its topic off, or has been
here since; held until it is clear whether somebody is here, or to the end of quiet hours, when several that were held
become one summary; and otherwise posted, once for each browser.

What always holds:
- A push says what kind of thing happened, of what (an id), and of a summary how many: no name, no amount, no word. All
  are of one length before they are sealed, and the browser's own words are shown.
- A subscription belongs to a session and ends with it, however that ends. A browser is pushed for one person at a time.
- Its endpoint and keys are sealed at rest, and in no log, refusal or export. It is asked for over https, and only at
  public addresses.
- A wish is not lost before it was tried: it becomes a post in the transaction that takes it away. A worker that dies
  after sending sends again; the same topic and tag make one notification of both.
- A browser that is gone loses its subscription; a service that is busy is asked again, ever more rarely, for as long as
  the push is worth something.
"""

from kith.push.exported import exported
from kith.push.forget_person import forget_person
from kith.push.policy import Policy
from kith.push.presence import Presence
from kith.push.service import Service
from kith.push.sweep import sweep
from kith.push.vapid import BadKey, Vapid, fresh_key

__all__ = [
    "BadKey",
    "Policy",
    "Presence",
    "Service",
    "Vapid",
    "exported",
    "forget_person",
    "fresh_key",
    "sweep",
]
