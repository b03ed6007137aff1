"""Open a file as a table: one reader for each format."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from xldesk.intake.csv_table import CsvTable
from xldesk.intake.headings import known_headings, plain_heading
from xldesk.intake.shipped import shipped_mapping, shipped_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xldesk.intake.mapping import Mapping
    from xldesk.intake.survey import SourceFile
    from xldesk.intake.table import Table
    from xldesk.policy.process import Limits


def open_table(source: SourceFile, mapping: Mapping, limits: Limits) -> Table:
    """Return ``source`` as a table; raises UsageError where it cannot be used."""
    return CsvTable(
        source,
        delimiter=mapping.delimiter,
        known=_known(mapping),
        max_columns=limits.max_columns,
        header_row=mapping.header_row,
    )


def _known(mapping: Mapping) -> Callable[[Sequence[str]], int]:
    """Return how many of some names the records, the mapping or a shipped one know."""
    named = frozenset(map(plain_heading, mapping.columns)) | _shipped_headings()

    def known(names: Sequence[str]) -> int:
        return sum(
            bool(name) and (plain_heading(name) in named or known_headings([name]) > 0)
            for name in names
        )

    return known


@cache
def _shipped_headings() -> frozenset[str]:
    columns = (shipped_mapping(name).columns for name in shipped_names())
    return frozenset(plain_heading(column) for found in columns for column in found)
