"""Children that do not outlive us, however we end."""

import ctypes
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def ends_with_us(by: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the child gets this signal when we are gone, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG)."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, by)

    return ask
