"""``python -m xldesk`` is the same as ``xldesk``."""

from __future__ import annotations

from xldesk.cli import main

if __name__ == "__main__":
    main()
