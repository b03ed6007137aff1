"""Tell rows with one filled cell that may be a footer from data that lack all their other cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.intake.endings import is_figure, lone_text
from xldesk.intake.kinds import field_shapes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from xldesk.intake.columns import Column
    from xldesk.intake.layout import Layout

MOST_LEARNT = 1_000
"""Rows whose identifiers are looked at: those of a table look alike."""

_RUN = re.compile(r"\w+|\W+")


def identifier_look(text: str) -> str:
    """Return how an identifier looks: ``a-9`` for ``O-12`` and ``Deal 7``, ``x`` for ``0A9f``."""
    return "".join(
        "-" if not run[0].isalnum() and run[0] != "_"
        else "9" if run.isdecimal()
        else "a" if not any(map(str.isdecimal, run))
        else "x"
        for run in _RUN.findall(text.strip())
    )  # fmt: skip


class LoneRows:
    """The rows of one file that hold a single text, by where it stands.

    ``learn`` sees each chunk before its rows are judged.
    """

    def __init__(
        self, layout: Layout, columns: Mapping[str, Column], key_fields: Collection[str]
    ) -> None:
        self._fields = {i: name for name, i in layout.columns.items()}
        self._shapes = field_shapes(layout.kind)
        self._columns = columns
        self._private = set(layout.contacts.values())
        self._keys = {
            i: set[str]()
            for i, name in self._fields.items()
            if name in key_fields and self._shapes[name].shape == "text"
        }
        self._learnt = 0

    def learn(self, rows: Iterable[Sequence[str]]) -> None:
        """Remember how the identifiers of the table's first rows look."""
        for row in rows:
            if self._learnt >= MOST_LEARNT:
                return
            if lone_text(row) is None:
                self._learnt += 1
                for i, looks in self._keys.items():
                    looks.add(identifier_look(row[i]))

    def may_be_footer(self, cells: Sequence[str]) -> bool:
        """Tell whether the only text of a row may be a line below a report.

        It is none where people of a partner are named, where it is a value of its column that is
        no free text, and in the key's column where it looks like an identifier of the table.
        """
        place, text = next((i, cell) for i, cell in enumerate(cells) if cell.strip())
        name = self._fields.get(place)
        if place in self._private:
            return False
        if place in self._keys:
            return not self._like_identifier(text, self._keys[place])
        if name is None or self._shapes[name].shape == "text":
            return True
        if self._shapes[name].shape == "amount":
            return not is_figure(text)
        # What the column has read already stands in it; None is no value.
        return self._columns[name].get(text) is None

    @staticmethod
    def _like_identifier(text: str, looks: Collection[str]) -> bool:
        one_word_with_digit = not any(map(str.isspace, text.strip())) and any(
            map(str.isdecimal, text)
        )
        return one_word_with_digit or identifier_look(text) in looks
