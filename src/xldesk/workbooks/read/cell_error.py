"""What is wrong with a cell; the reader turns it into a finding at the cell."""

from __future__ import annotations

from typing import Any


class CellError(Exception):
    """A cell that does not say what its column takes: code, what is wrong, what to do.

    ``value`` is what the cell says all the same, None where it says nothing of its type.
    """

    def __init__(self, code: str, message: str, remedy: str, value: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.value = value
