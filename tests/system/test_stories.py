"""Every story plays to its end, and the books balance after each."""

import pytest

from kith.main.stories import STORIES
from kith.main.stories.stage import Stage


@pytest.mark.parametrize("name", STORIES)
async def test_story(stage: Stage, name: str) -> None:
    await STORIES[name](stage)
    await stage.finish()
