"""Currencies that are written inside the cell of an amount: ``USD 1,000.00``, ``900,00 €``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

from xldesk.intake.reject import CellError, shown
from xldesk.records.currency import is_known

if TYPE_CHECKING:
    from xldesk.intake.table import Table

LOOKED_AT_ROWS = 200
NAMED_CODES = 3
"""How many currencies of a sign a message names."""

_DIGIT = re.compile(r"\d", re.ASCII)
_MARK = re.compile(r"[^\d\s.,'’()+\-\u2212]+", re.ASCII)


@cache
def marks() -> dict[str, tuple[str, ...]]:
    """Return the currencies that each mark may mean, by the mark without case."""
    data = tomllib.loads((files(__package__) / "currency_marks.toml").read_text("utf-8"))
    return {mark.casefold(): tuple(codes) for mark, codes in data["marks"].items()}


def divided(text: str) -> tuple[str, tuple[str, ...]]:
    """Return an amount without the currency written beside it, and what that may mean.

    A text without such a mark, or with one that is not known, is returned as it is.
    """
    found = [one for one in _MARK.finditer(text) if one[0].strip()]
    if len(found) != 1 or not _DIGIT.search(text):
        return text, ()
    before, after = text[: found[0].start()], text[found[0].end() :]
    if _DIGIT.search(before) and _DIGIT.search(after):
        return text, ()
    mark = found[0][0].strip()
    code = mark.upper()
    codes = (code,) if is_known(code) else marks().get(mark.casefold(), ())
    return (f"{before} {after}".strip(), codes) if codes else (text, ())


def without_mark(text: str, currency: str) -> str:
    """Return an amount in ``currency`` without the currency written beside it.

    Raises CellError where what is written there is another currency.
    """
    amount, codes = divided(text)
    if codes and currency not in codes:
        meant = f"is in {codes[0]}" if len(codes) == 1 else f"has {_sign_of(text, codes)}"
        raise CellError(
            "CURRENCY-CONFLICT", f"{shown(text)} {meant}, but the row's currency is {currency}"
        )
    return amount


def told_currency(text: str) -> str | None:
    """Return the currency that an amount itself says, None where it says none.

    Raises CellError where what is written beside it may be several currencies.
    """
    codes = divided(text)[1]
    if len(codes) > 1:
        sign = _sign_of(text, codes)
        raise CellError("CURRENCY-UNCLEAR", f"{shown(text)} has {sign}: which one is not said")
    return codes[0] if codes else None


def _sign_of(text: str, codes: tuple[str, ...]) -> str:
    """Return ``$, the sign of USD, CAD, AUD and 9 others`` for an amount with that sign."""
    (mark,) = (one[0] for one in _MARK.finditer(text) if one[0].strip())
    others = len(codes) - NAMED_CODES
    more = f" and {others} {'others' if others > 1 else 'other'}" if others > 0 else ""
    return f"{mark.strip()}, the sign of {', '.join(codes[:NAMED_CODES])}{more}"


def marked_columns(table: Table) -> frozenset[int]:
    """Return the columns of a table whose first rows hold amounts with a currency beside them."""
    for chunk in islice(table.chunks(LOOKED_AT_ROWS), 1):
        return frozenset(
            i for row in chunk.rows for i, cell in enumerate(row) if cell and divided(cell)[1]
        )
    return frozenset()
