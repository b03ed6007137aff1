"""The SQL behind workbooks, one readable file a table."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """Return the SQL that makes the rows of a table."""
    return files("xldesk.workbooks").joinpath("sql", f"{name}.sql").read_text("utf-8")
