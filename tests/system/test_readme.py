"""The tour of the README, run line by line in a shell against the demo town."""

import re
import subprocess
from pathlib import Path

import httpx
import pytest

from kith.kit.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TOUR = re.search(r"## A tour in ten lines\n```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)

pytestmark = pytest.mark.xdist_group("demo")


def test_the_tour_ends_at_a_cashier_and_the_paid_gift_waits(town: Settings) -> None:
    assert TOUR
    script = TOUR[1].replace("http://127.0.0.1:8400", f"http://127.0.0.1:{town.port}") + "as $at/me/given/$gift\n"
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    cashier = re.search(r"^http\S+", done.stdout, re.M)
    assert cashier, done.stdout
    assert '"state":"unpaid"' in done.stdout.splitlines()[-1]
    assert httpx.get(cashier[0], follow_redirects=True, trust_env=False).status_code == 200


def test_the_tour_has_ten_lines() -> None:
    assert TOUR
    assert len(TOUR[1].strip().splitlines()) == 10
