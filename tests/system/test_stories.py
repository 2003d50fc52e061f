"""Every story plays to its end, everybody is told what changes for them and nothing else, and the books balance."""

import pytest

from kith.main.stories import STORIES
from kith.main.stories.stage import Stage
from tests.system.observer import Observer

QUIET = {"campaign", "greeting", "group", "nearby", "tasks"}
"""Nothing in it is a gift or a payment."""


@pytest.mark.parametrize("name", STORIES)
async def test_story(stage: Stage, name: str) -> None:
    observer = Observer(stage)
    await STORIES[name](stage)
    await observer.look()
    assert observer.changes > 1 or name in QUIET
    await stage.finish()
