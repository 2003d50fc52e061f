"""`python -m kith.main.cli`, for processes that Kith starts itself."""

from kith.main.cli import app

app()
