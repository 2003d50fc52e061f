"""`python -m kith.main.cli`, for processes that Kith starts itself."""

from kith.main.cli import app

if __name__ == "__main__":
    app()
