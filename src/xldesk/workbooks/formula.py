"""Formulas as people write them, and as the file holds them.

In Excel one writes ``[@Credits]`` and ``[@[Line credit]]``; the file says
``Recon[[#This Row],[Credits]]`` (ECMA-376 part 1, 18.17.2.4). Only structured references and
names are taken, so that every formula reads without a map of cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xldesk.workbooks.remembered import remembered

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<this>\[@(?:\[(?P<this_spaced>[^\[\]]+)\]|(?P<this_plain>[^\[\]]+))\])
  | (?P<table>[A-Za-z_][A-Za-z0-9_.]*)\[(?P<column>[^\[\]@#]+)\]
  | (?P<function>[A-Za-z_][A-Za-z0-9_.]*)(?=\()
  | (?P<word>[A-Za-z_][A-Za-z0-9_.]*)
  | (?P<number>\d+(?:\.\d+)?%?)
  | (?P<sign><=|>=|<>|[-+*/^&=<>(),])
  | (?P<space>\s+)
    """,
    re.VERBOSE,
)
_THIS_ROW = re.compile(
    r'"[^"]*+(?:""[^"]*+)*+"|(?<![A-Za-z0-9_.])([A-Za-z_][A-Za-z0-9_.]*+)'
    r"\[\[#This Row\],\s*+\[([^\[\]]++)\]\]",
    re.IGNORECASE,
)
"""A name begins where no part of one stands before it, so that a long word is tried but once."""

_PLAIN_COLUMN = re.compile(r"\w+")
_SPACE_OR_WORDS = re.compile(r'("[^"]*+(?:""[^"]*+)*+")|\s++|[^\s"]++')
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+")

FUNCTIONS = frozenset(
    {
        "ABS",
        "AND",
        "AVERAGE",
        "AVERAGEIFS",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "DAY",
        "EDATE",
        "EOMONTH",
        "EXACT",
        "FIND",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISNUMBER",
        "ISTEXT",
        "LEFT",
        "LEN",
        "LOWER",
        "MATCH",
        "MAX",
        "MEDIAN",
        "MID",
        "MIN",
        "MONTH",
        "NOT",
        "OR",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "ROWS",
        "SIGN",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "TEXT",
        "TRIM",
        "UPPER",
        "VLOOKUP",
        "YEAR",
    }
)
"""Functions of Excel 2016, LibreOffice 7.4 and IronCalc alike; none of them volatile."""

SCALAR_FUNCTIONS = frozenset({"ABS", "INT", "SIGN", "LEN", "LEFT", "RIGHT", "TRIM", "ROUND"})
"""Functions that take one value; over a whole column the programs disagree."""

CONSTANTS = frozenset({"0", "1", "12", "100"})
"""Numbers a formula may hold; any other belongs in a named cell."""

MAX_LENGTH = 1_000
"""Longest formula: Excel takes 8,192 characters, a reader far fewer."""


_LONGEST_SHOWN = 200
_LONGEST_READ = 40 * _LONGEST_SHOWN
"""Signs of the file that are read for those shown: of a name and a column that stand for one."""


class FormulaError(ValueError):
    """A formula that is not taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula's parts: tables and columns it reads, names it uses, and its tokens."""

    this_row: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    tokens: tuple[tuple[str, str, str], ...]


def parse(formula: str) -> Parsed:
    """Return the parts of ``formula``, which begins with ``=``.

    Raises FormulaError for a cell reference, a function outside ``FUNCTIONS``, a constant
    outside ``CONSTANTS``, a formula that is too long, or one that cannot be read.
    """
    if not formula.startswith("=") or len(formula) > MAX_LENGTH:
        raise FormulaError(f"a formula begins with = and has at most {MAX_LENGTH} characters")
    this_row: list[str] = []
    columns: list[tuple[str, str]] = []
    names: list[str] = []
    tokens: list[tuple[str, str, str]] = []
    at, depth = 1, 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise FormulaError(f"cannot read {formula[at : at + 20]!r}")
        at = match.end()
        kind = str(match.lastgroup)
        if match["this"]:
            column = match["this_spaced"] or match["this_plain"]
            this_row.append(column)
            tokens.append(("this", column, ""))
        elif match["column"]:
            columns.append((match["table"], match["column"]))
            tokens.append(("column", match["table"], match["column"]))
        else:
            text = match.group()
            depth += (text == "(") - (text == ")")
            _refuse(kind, text)
            if kind == "word" and text not in {"TRUE", "FALSE"}:
                names.append(text)
            tokens.append(("plain", text, ""))
        _refuse_array(tokens)
    if depth:
        raise FormulaError("the parentheses do not match")
    return Parsed(tuple(this_row), tuple(columns), tuple(names), tuple(tokens))


def _refuse_array(tokens: list[tuple[str, str, str]]) -> None:
    """Refuse a scalar function that is given a whole column."""
    if len(tokens) > 2 and tokens[-1][0] == "column" and tokens[-2][1] == "(":
        name = tokens[-3][1]
        if name in SCALAR_FUNCTIONS:
            raise FormulaError(
                f"{name} takes one value, not a column; the sum of absolute values is"
                ' SUMIF(T[C],">0")-SUMIF(T[C],"<0")'
            )


def _refuse(kind: str, text: str) -> None:
    if kind == "function" and text not in FUNCTIONS:
        raise FormulaError(f"{text} is not a function that calculates everywhere")
    if kind == "number" and text not in CONSTANTS:
        raise FormulaError(f"the constant {text} belongs in a named cell")
    if kind == "word" and _CELL.fullmatch(text):
        raise FormulaError(f"{text} is a cell; use a column or a name")


@cache
def file_form(formula: str, table: str | None) -> str:
    """Return ``formula`` as a cell of ``table`` holds it in the file, without the ``=``."""
    return "".join(
        f"{table}[[#This Row],[{first}]]"
        if kind == "this"
        else f"{first}[{second}]"
        if kind == "column"
        else first
        for kind, first, second in parse(formula).tokens
    )


def user_form(formula: str, table: str) -> str:
    """Return the ``formula`` of a file as one sees it in a cell of ``table``, with its ``=``.

    Of the table itself only the column is named (``[@Fund]``), of another one both.
    """

    def spoken(match: re.Match[str]) -> str:
        if match[1] is None:
            return match.group()
        column = match[2] if _PLAIN_COLUMN.fullmatch(match[2]) else f"[{match[2]}]"
        own = match[1].casefold() == table.casefold()
        return f"[@{column}]" if own else f"{match[1]}[@{column}]"

    return f"={_THIS_ROW.sub(spoken, formula.removeprefix('='))}"


def shown_formula(formula: str, table: str = "") -> str:
    """Return a formula for a message, as ``user_form`` has it, cut after 200 signs."""
    read = user_form(formula[:_LONGEST_READ], table)
    plain = "".join(sign if sign.isprintable() else " " for sign in read)
    is_whole = len(plain) <= _LONGEST_SHOWN and len(formula) <= _LONGEST_READ
    return plain if is_whole else f"{plain[:_LONGEST_SHOWN]}…"


@remembered(entries=2_000, longest=1_000)
def plain_formula(formula: str) -> str:
    """Return a formula without the differences programs make on saving: spaces and case.

    Texts in it stay as they are, for that is how a reader sees them.
    """
    kept = _SPACE_OR_WORDS.sub(
        lambda match: match.group() if match[1] else match.group().casefold().strip(), formula
    )
    return kept.removeprefix("=")
