"""How desktop Excel hands arguments over: options of ``xw.arg``.

``default`` is xlwings' own reading of values whatever the type hint says, for which xlwings has
converters of plain types alone. Errors come in as text, so that they are passed on and not taken
for empty cells.
"""

from __future__ import annotations

from typing import TypedDict


class Options(TypedDict, total=False):
    """The options of ``xw.arg`` that the functions use."""

    convert: str
    ndim: int
    err_to_str: bool


CELL: Options = {"convert": "default", "err_to_str": True}
"""One cell."""

RANGE: Options = {"convert": "default", "ndim": 2, "err_to_str": True}
"""One cell or a range, always as rows: xlwings else makes one list of a column and of a row."""
