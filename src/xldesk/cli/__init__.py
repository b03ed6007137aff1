"""The command line: one file a command group, no traceback for a user's mistake."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

_STOPPED = 128
"""What shells add to a signal's number to make an exit code of it."""


def main() -> None:
    """Run ``xldesk``; exit codes: 0 fine, 1 blocking findings, 2 wrong use, 3 missing.

    143 after SIGTERM: the program ends as by itself, and what it was making is cleared away.
    """
    from xldesk.cli.app import run

    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _stop)
    sys.exit(run(sys.argv[1:]))


def _stop(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # a second one is not to interrupt the clearing away
    raise SystemExit(_STOPPED + number)
