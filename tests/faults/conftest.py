"""How many of the boundaries are tried."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-boundary", action="store_true", help="Die at every commit of each flow, not at a few.")


@pytest.fixture
def every_boundary(request: pytest.FixtureRequest) -> bool:
    """Whether to be thorough."""
    return bool(request.config.getoption("--every-boundary", default=False))
