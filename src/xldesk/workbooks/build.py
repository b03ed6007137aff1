"""Builds the committed template set: ``python -m xldesk.workbooks.build [DIR]``."""

from __future__ import annotations

import sys
from pathlib import Path

from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.template import build_template
from xldesk.workbooks.workbook_set import workbook_set


def build(folder: Path) -> list[Path]:
    """Write the template of each workbook into ``folder`` and return their paths."""
    written = []
    for spec in specs():
        path = folder / f"{spec.name}.xlsx"
        path.write_bytes(build_template(spec))
        written.append(path)
    return written


if __name__ == "__main__":
    for built in build(Path(sys.argv[1]) if len(sys.argv) > 1 else workbook_set()):
        sys.stdout.write(f"{built}\n")
