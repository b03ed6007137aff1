"""The order of a run: what takes long first, so that all workers end together."""

from __future__ import annotations

from pathlib import PurePosixPath

FIRST = ("docs", "e2e", "udfs", "cli")
"""Folders whose files take long, longest first."""

LAST = frozenset({"answers", "controls", "policy", "records"})
"""Folders of short files."""


def folder_rank(nodeid: str) -> int:
    """Return where the folder of a test stands in the order of a run."""
    parts = PurePosixPath(nodeid.partition("::")[0]).parts
    folder = next((part for part in parts[:-1] if part != "tests"), "")
    if folder in FIRST:
        return FIRST.index(folder)
    return len(FIRST) + (folder in LAST)
