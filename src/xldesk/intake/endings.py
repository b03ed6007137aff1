"""Tell rows of totals and lines below a report from rows of data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files

from xldesk.intake.currency_marks import divided
from xldesk.records.currency import is_known

_FIGURE = re.compile(r"[^\w]*\d[\d\s.,'’%()\-\u2212]*\D{0,4}", re.ASCII)
_COUNTED = re.compile(r"\s*[(\[:–-]\s*[\d.,\s]*\s*\w*\s*[)\]]?\s*$")


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = tomllib.loads((files(__package__) / "endings.toml").read_text("utf-8"))
    return tuple(data["totals"]), tuple(data["footers"])


def is_totals_label(text: str) -> bool:
    """Tell whether a cell names a row of totals: ``Grand Total (12)``, ``EMEA Subtotal``."""
    plain = _COUNTED.sub("", " ".join(text.split()).casefold()).strip(" :")
    return any(
        plain == word or plain.startswith(f"{word} ") or plain.endswith(f" {word}")
        for word in _words()[0]
    )


def is_footer(text: str) -> bool:
    """Tell whether a line is one that programs print below their reports."""
    return " ".join(text.split()).casefold().startswith(_words()[1])


def is_figure(text: str) -> bool:
    """Tell whether a cell holds a figure, with or without a currency beside it."""
    return bool(_FIGURE.fullmatch(divided(text.strip())[0]))


def begins_like_totals(text: str) -> bool:
    """Tell quickly whether a text may name a row of totals."""
    return text[:3].casefold() in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[:3] for word in _words()[0])


def is_totals_row(cells: Sequence[str], keys: Collection[int]) -> bool:
    """Tell whether a row holds totals: a label, and beside it figures and currencies only.

    ``keys`` are the places of the key's columns, which hold nothing but a label.
    """
    said = {i: text for i, cell in enumerate(cells) if (text := cell.strip())}
    labels = {i for i, text in said.items() if is_totals_label(text)}
    if not labels or any(i in said and i not in labels for i in keys):
        return False
    return all(i in labels or is_figure(text) or is_known(text.upper()) for i, text in said.items())


def lone_text(cells: Sequence[str]) -> str | None:
    """Return the only text of a row, None where it holds none or several."""
    said = [text for cell in cells if (text := cell.strip())]
    return said[0] if len(said) == 1 else None
