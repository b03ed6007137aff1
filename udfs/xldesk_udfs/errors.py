"""What a cell shows where there is no answer: one of Excel's error values, and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from xldesk.errors import PolicyError, UsageError, XldeskError

Code = Literal["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"]
"""The errors that Excel knows; ours are the first two, the others come in with arguments."""

CODES: tuple[Code, ...] = get_args(Code)


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value; ``reason`` is one sentence, for hosts that can show one."""

    code: Code
    reason: str

    def __str__(self) -> str:
        return f"{self.code} {self.reason}"


class GivenError(XldeskError):
    """An argument is an error itself: it is what the function returns, as Excel's own do."""

    def __init__(self, code: Code) -> None:
        super().__init__(f"an argument is {code}")
        self.code = code


def not_known(reason: str) -> CellError:
    """Return the error of an id or a figure that the desk does not know."""
    return CellError("#N/A", reason)


def cell_error(error: XldeskError) -> CellError:
    """Return what a cell shows of an error of use.

    Wrong arguments are ``#VALUE!``; where the desk cannot answer, its ledger being busy or
    harmed, ``#N/A``.
    """
    if isinstance(error, GivenError):
        return CellError(error.code, error.message)
    code: Code = "#VALUE!" if isinstance(error, UsageError | PolicyError) else "#N/A"
    return CellError(code, error.message)
