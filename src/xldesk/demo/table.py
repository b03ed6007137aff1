"""A table of an export: its columns and rows as text, and the file it becomes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """Rows of one kind. The last ``unreadable`` of them were made to be rejected."""

    name: str
    kind: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    unreadable: int = 0

    @property
    def file_name(self) -> str:
        """The name of the file it is exported to."""
        return f"{self.name}.csv"

    def write(self, path: Path) -> None:
        """Write the table as CSV: UTF-8, comma, line feeds, the same bytes on every system."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)
