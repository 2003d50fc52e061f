"""How much of it is tried, and with which seed."""

import logging

import pytest

SEED = 20_260_301


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="All that `make faults` does, not a slice of it.")
    parser.addoption("--seed", type=int, help="Repeat the run that printed this seed.")


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether to take the time for all of it."""
    return bool(request.config.getoption("--thorough", default=False))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What every choice of the run is drawn from."""
    return int(request.config.getoption("--seed", default=None) or SEED)


@pytest.fixture
def only(request: pytest.FixtureRequest) -> int | None:
    """The one seed that is wanted, if one is."""
    given: int | None = request.config.getoption("--seed", default=None)
    return given


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool says of each connection that a killed database took along that it is gone; here that is no news."""
    monkeypatch.setattr(logging.getLogger("psycopg.pool"), "disabled", True)
