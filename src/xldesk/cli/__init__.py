"""The command line: one file a command group, no traceback for a user's mistake."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``xldesk``; exit codes: 0 fine, 1 blocking findings, 2 wrong use, 3 missing."""
    from xldesk.cli.app import run

    sys.exit(run(sys.argv[1:]))
