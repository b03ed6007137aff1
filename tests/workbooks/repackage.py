"""Changes single parts of a workbook file, as a person or a program might."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


def repackaged(
    path: Path,
    edits: Mapping[str, Callable[[bytes], bytes]],
    added: Mapping[str, bytes] | None = None,
) -> Path:
    """Return a copy of ``path`` with ``edits`` of parts, and parts ``added``."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            part = source.read(name)
            out.writestr(name, edits[name](part) if name in edits else part)
        for name, part in (added or {}).items():
            out.writestr(name, part)
    return target
