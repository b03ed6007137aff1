"""What stands between the values of a table's rows: the same for every file, but for the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = "\x00"
"""Stands for the row's number in the form of a row."""

_KEPT_ROWS = 400
"""The pieces of rows above this number are kept."""


class RowPieces:
    """The texts before each value of a row; ``forms`` are these with NUMBER in them."""

    def __init__(self, forms: Sequence[str]) -> None:
        self._forms = tuple(forms)
        self._kept: tuple[tuple[str, ...], ...] = ((),) * len(forms)

    def of(self, numbers: range) -> list[Sequence[str]]:
        """Return for each value what stands before it in the rows with these ``numbers``."""
        if numbers.stop > _KEPT_ROWS:
            return self._made(numbers)
        kept = self._kept
        if len(kept[0]) < numbers.stop:
            further = self._made(range(len(kept[0]), numbers.stop))
            kept = self._kept = tuple(
                (*before, *more) for before, more in zip(kept, further, strict=True)
            )
        return [column[numbers.start : numbers.stop] for column in kept]

    def _made(self, numbers: range) -> list[Sequence[str]]:
        texts = list(map(str, numbers))
        return [[form.replace(NUMBER, text) for text in texts] for form in self._forms]
