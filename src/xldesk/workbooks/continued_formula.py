"""Formulas over a table that goes on upon further sheets: each call is made once for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xldesk.workbooks.formula import FormulaError, parse

ADDED_UP = frozenset({"COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "SUM", "SUMIF", "SUMIFS"})
"""Functions whose value over several tables is the sum of those over each."""

_OF_COLUMNS = frozenset({"COUNT", "COUNTA", "SUM"})
"""Those that add up every argument: one that is no column of the table would count twice."""

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]+")

Tokens = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """A formula in pieces: what stands around its calls over a table, and those calls."""

    around: tuple[Tokens, ...]
    calls: tuple[Tokens, ...]

    def with_each(self, replaced: list[str]) -> str:
        """Return the formula with other calls in place of its own."""
        pieces = [written(self.around[0])]
        for text, after in zip(replaced, self.around[1:], strict=True):
            pieces += [text, written(after)]
        return "=" + "".join(pieces)


def calls_over(formula: str, table: str) -> Calls:
    """Return ``formula`` taken apart at its calls that read columns of ``table``.

    Raises FormulaError where such a column stands in a function that does not add up, or beside
    what would be counted once for each sheet.
    """
    tokens = parse(formula).tokens
    around: list[Tokens] = []
    calls: list[Tokens] = []
    done = 0
    for at, (kind, name, _) in enumerate(tokens):
        if kind != "column" or name != table or at < done:
            continue
        start, end = _call_around(tokens, at)
        call = tokens[start:end]
        _refuse(call, table)
        around.append(tokens[done:start])
        calls.append(call)
        done = end
    return Calls((*around, tokens[done:]), tuple(calls))


def over_tables(formula: str, table: str, names: list[str]) -> str:
    """Return ``formula`` with its calls over ``table`` added up over the tables of ``names``.

    ``SUM(T[A])`` takes the columns of all, ``SUMIFS(T[A],…)`` becomes the SUM of one for each.
    """
    found = calls_over(formula, table)
    if not found.calls:
        return formula
    return found.with_each([_over_all(call, table, names) for call in found.calls])


def _over_all(call: Tokens, table: str, names: list[str]) -> str:
    function = call[0][1]
    if function in _OF_COLUMNS:
        return f"{function}({','.join(over(call[2:-1], table, name) for name in names)})"
    return added_up([over(call, table, name) for name in names])


def added_up(parts: list[str]) -> str:
    """Return the sum of ``parts`` of a formula."""
    return f"SUM({','.join(parts)})"


def over(call: Tokens, table: str, other: str) -> str:
    """Return a call over ``table``, or what is in its parentheses, as one over ``other``."""
    return written(
        tuple(
            (kind, other if kind == "column" and first == table else first, second)
            for kind, first, second in call
        )
    )


def written(tokens: Tokens) -> str:
    """Return ``tokens`` as people write them."""
    return "".join(
        this_row(first) if kind == "this" else f"{first}[{second}]" if kind == "column" else first
        for kind, first, second in tokens
    )


def this_row(column: str) -> str:
    """Return how a formula names a column's cell in its own row."""
    return f"[@{column}]" if _PLAIN_NAME.fullmatch(column) else f"[@[{column}]]"


def _call_around(tokens: Tokens, at: int) -> tuple[int, int]:
    """Return where the innermost call around token ``at`` begins, and where it has ended."""
    depth, start = 0, at
    while depth >= 0:
        start -= 1
        if start < 1:
            _, table, column = tokens[at]
            raise FormulaError(
                f"{table}[{column}] stands in no function, and may be several tables"
            )
        depth += (tokens[start][1] == ")") - (tokens[start][1] == "(")
    depth, end = 1, start + 1
    while depth:
        depth += (tokens[end][1] == "(") - (tokens[end][1] == ")")
        end += 1
    return start - 1, end


def _refuse(call: Tokens, table: str) -> None:
    function = call[0][1]
    if function not in ADDED_UP:
        named = function if function.isidentifier() else "what is in parentheses"
        raise FormulaError(f"{named} does not add up over the sheets of {table}")
    others = [first for kind, first, _ in call if kind == "column" and first != table]
    if others:
        raise FormulaError(
            f"{function} reads {table}, which may be several tables, and {others[0]}"
        )
    inside = [text for kind, text, _ in call[2:-1] if kind != "column"]
    if function in _OF_COLUMNS and any(text.strip() not in {"", ","} for text in inside):
        raise FormulaError(f"{function} over {table}, which may be several tables, takes columns")
