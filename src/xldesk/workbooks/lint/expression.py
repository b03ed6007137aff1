"""A formula as a tree: chains of operators, calls and their arguments, whatever its text is.

Order of the operators: ECMA-376 part 1, 18.17.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xldesk.workbooks.lint.tokens import Token, tokens_of

DEEPEST = 64
"""Expressions in each other that are read: Excel takes as many functions in each other."""

Kind = Literal[
    "number",
    "text",
    "logical",
    "error",
    "array",
    "empty",
    "other",
    "union",
    "call",
    "compare",
    "join",
    "sum",
    "product",
    "power",
]

_LEVELS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("compare", frozenset({"=", "<", ">", "<=", ">=", "<>"})),
    ("join", frozenset("&")),
    ("sum", frozenset("+-")),
    ("product", frozenset("*/")),
    ("power", frozenset("^")),
)
_ENDS = frozenset({")", "}", ",", ";"})
_OPERATORS = frozenset().union(*(signs for _, signs in _LEVELS))
_BRACKETS = {"(": ")", "{": "}"}
_JOINING = frozenset({":", "#", "!", "~"})
"""Signs that join cells to others, or stand behind them."""

_LOGICAL = frozenset({"TRUE", "FALSE"})


class TooDeepError(ValueError):
    """The formula has more expressions in each other than are read."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A part of a formula: its kind, how it is written, and the parts it has.

    A chain has one of ``signs`` for each part: the operator before it, for the first the one that
    leaves it as it is. A percent sign divides by a part that is written so. ``name`` is that of a
    call, in capitals. ``other`` is a cell, range, name or what cannot be read.
    """

    kind: Kind
    text: str
    parts: tuple[Expression, ...] = ()
    signs: tuple[str, ...] = ()
    name: str = ""


def expression_of(formula: str) -> Expression:
    """Return the tree of ``formula``; raises TooDeepError.

    What stands behind the end of an expression, as in a formula that cannot be read, makes a
    union with it.
    """
    return _Reader(tokens_of(formula)).whole()


class _Reader:
    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        parts = [self._chain(0)]
        while self._at < len(self._tokens):
            self._separator()
            parts.append(self._chain(0))
        return parts[0] if len(parts) == 1 else self._made("union", 0, tuple(parts))

    def _chain(self, loosest: int) -> Expression:
        """Read an operand and what operators from the level ``loosest`` on join to it."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeepError
        start = self._at
        found = self._signed()
        for level in range(len(_LEVELS) - 1, loosest - 1, -1):
            kind, operators = _LEVELS[level]
            parts, signs = [found], ["*" if kind == "product" else "+"]
            while self._next() in operators:
                signs.append(self._taken())
                parts.append(self._chain(level + 1))
            if len(parts) > 1:
                found = self._made(kind, start, tuple(parts), tuple(signs))
        self._depth -= 1
        return found

    def _signed(self) -> Expression:
        start = self._at
        sign = ""
        while self._next() in {"+", "-", "@"}:
            taken = self._taken()
            if taken != "@":
                sign = "-" if (taken == "-") != (sign == "-") else "+"
        found = self._ranged()
        percents = 0
        while self._next() == "%":
            self._taken()
            percents += 1
        if percents:
            hundreds = (Expression("number", "100"),) * percents
            found = self._made("product", start, (found, *hundreds), ("*", *"/" * percents))
        return self._made("sum", start, (found,), (sign,)) if sign else found

    def _ranged(self) -> Expression:
        """Read one operand, or several that name cells together: ``A1:B2``, ``Jan Sales``."""
        start = self._at
        parts = [self._operand()]
        alone = self._at
        while self._names_cells() or self._next() in _JOINING:
            if self._next() in _JOINING:
                self._taken()
            if self._names_cells():
                parts.append(self._operand())
        return parts[0] if self._at == alone else self._made("other", start, tuple(parts))

    def _operand(self) -> Expression:
        start = self._at
        if self._next() in {"", *_ENDS, *_OPERATORS}:
            return Expression("empty", "")
        token = self._tokens[start]
        if token.text in _BRACKETS:
            parts = self._bracketed()
            if token.text == "{":
                return self._made("array", start, parts)
            return parts[0] if len(parts) == 1 else self._made("union", start, parts)
        self._at += 1
        if token.kind == "function" and self._next() == "(":
            return self._made("call", start, self._bracketed(), name=token.function)
        return Expression(_kind(token), token.text)

    def _bracketed(self) -> tuple[Expression, ...]:
        """Read what stands in brackets, between its commas; nothing is no part."""
        end = _BRACKETS[self._taken()]
        parts = [self._chain(0)]
        while self._next() not in {end, ""}:
            self._separator()
            parts.append(self._chain(0))
        self._at += 1
        return () if len(parts) == 1 and parts[0].kind == "empty" else tuple(parts)

    def _names_cells(self) -> bool:
        """Tell whether an operand follows that may be cells: no number or text."""
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.kind not in {"sign", "number", "text"} or token.text == "("

    def _separator(self) -> None:
        """Go past what stands between two expressions: a comma, or what cannot be read."""
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "sign":
            self._at += 1

    def _next(self) -> str:
        """Return the text of the next token, nothing at the end."""
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _taken(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1].text

    def _made(
        self,
        kind: Kind,
        start: int,
        parts: tuple[Expression, ...] = (),
        signs: tuple[str, ...] = (),
        name: str = "",
    ) -> Expression:
        text = "".join(token.text for token in self._tokens[start : self._at])
        return Expression(kind, text, parts, signs, name)


def _kind(token: Token) -> Kind:
    """Return what a token alone is."""
    if token.kind == "number":
        return "number"
    if token.kind == "text":
        return "text"
    if token.kind == "error":
        return "error"
    return "logical" if token.text.upper() in _LOGICAL else "other"
