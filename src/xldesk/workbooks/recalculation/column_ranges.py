"""A copy of a workbook whose formulas name columns as ranges, for a program that needs it.

``Credits[Partner]`` and ``Credits[[Partner]:[Partner]]`` are the same cells (ECMA-376 part 1,
18.17.2.4). IronCalc 0.9 takes the first for a single cell where the table has one row, and then
COUNTIFS, SUMIFS or MATCH over it are errors; the second it takes for a range.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FORMULA = re.compile(rb"(<f(?:\s[^<>]*+)?>)([^<]+)(?=</f>)")
_TEXT_OR_COLUMN = re.compile(
    rb"""(?P<text>"(?:[^"]|"")*"|&quot;.*?&quot;)|(?P<table>(?<![\w.])[A-Za-z_][\w.]*+)\[(?P<column>[^\[\]@#]+)\]"""
)


def with_column_ranges(path: Path, target: Path) -> None:
    """Write the workbook at ``path`` to ``target``, its formulas in that form, else the same."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                part = _FORMULA.sub(lambda match: match[1] + in_ranges(match[2]), part)
            out.writestr(name, part)


def in_ranges(formula: bytes) -> bytes:
    """Return a formula's XML text with every whole column named as a range."""
    return _TEXT_OR_COLUMN.sub(_ranged, formula)


def _ranged(match: re.Match[bytes]) -> bytes:
    if match["text"] is not None:
        return match[0]
    column = match["column"]
    return match["table"] + b"[[" + column + b"]:[" + column + b"]]"
