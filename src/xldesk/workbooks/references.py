"""Cell references that follow the rows: ranges of a template moved to a stamped sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.workbooks.layout import RowMap

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_CELL_IN_FORMULA = re.compile(r"(?<![A-Za-z0-9_\"!])(\$?[A-Z]{1,3}\$?)(\d+)(?![A-Za-z0-9_(\"])")
_ROWS_ONLY = re.compile(r"\$(\d+):\$(\d+)")


def moved(reference: str, rows: RowMap) -> str:
    """Return ``reference`` (``D7``, ``$A$1:$H$9``) as a range over all rows it stands for now."""
    return _RANGE.sub(lambda match: _moved_range(match, rows), reference)


def _moved_range(match: re.Match[str], rows: RowMap) -> str:
    column, row = match[1], int(match[2])
    last_column = match[3] or column
    last_row = int(match[4] or row)
    first, last = rows.first(row), rows.last(last_row)
    if match[3] is None and first == last:
        return f"{column}{first}"
    return f"{column}{first}:{last_column}{last}"


def moved_rows(reference: str, rows: RowMap) -> str:
    """Return whole rows (``$6:$6``) where they stand now."""
    return _ROWS_ONLY.sub(
        lambda match: f"${rows.first(int(match[1]))}:${rows.last(int(match[2]))}", reference
    )


def moved_formula(formula: str, rows: RowMap) -> str:
    """Return a conditional format's formula with its cell in the first row it stands for."""
    return _CELL_IN_FORMULA.sub(lambda match: f"{match[1]}{rows.first(int(match[2]))}", formula)
