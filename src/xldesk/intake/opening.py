"""Open a file as a table: one reader for each format."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from shlex import quote
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.csv_table import CsvTable
from xldesk.intake.headings import known_headings, plain_heading
from xldesk.intake.likeness import nearest
from xldesk.intake.parquet_table import ParquetTable
from xldesk.intake.shipped import shipped_mapping, shipped_names
from xldesk.intake.workbook_file import sheets_of
from xldesk.intake.xlsx_table import XlsxTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.intake.header import Known
    from xldesk.intake.mapping import Mapping
    from xldesk.intake.survey import SourceFile
    from xldesk.intake.table import Table
    from xldesk.intake.workbook_file import Sheet
    from xldesk.policy.process import Limits

EVERY_SHEET = ("*",)


def open_tables(source: SourceFile, mapping: Mapping, limits: Limits) -> tuple[Table, ...]:
    """Return the tables of ``source``: one, or of a workbook the sheets that may be meant.

    Raises UsageError where it cannot be used.
    """
    known = _known(mapping)
    match source.format:
        case "xlsx":
            return _sheets(source, mapping, limits, known)
        case "parquet":
            return (ParquetTable(source, limits=limits),)
        case "csv" | "csv.gz":
            table = CsvTable(
                source,
                delimiter=mapping.delimiter,
                known=known,
                max_columns=limits.max_columns,
                header_row=mapping.header_row,
            )
            return (table,)


def _sheets(
    source: SourceFile, mapping: Mapping, limits: Limits, known: Known
) -> tuple[Table, ...]:
    sheets = sheets_of(source.path, limits)
    filled = [sheet for sheet in sheets if not sheet.hidden and sheet.scan.cells]
    wanted = chosen_sheets(source, sheets, filled, mapping.sheet)
    several = len(filled) > 1 or any(sheet.hidden for sheet in wanted)
    return tuple(
        XlsxTable(
            replace(source, name=f"{source.name}!{sheet.name}") if several else source,
            sheet,
            known=known,
            max_columns=limits.max_columns,
            header_row=mapping.header_row,
        )
        for sheet in wanted
    )


def chosen_sheets(
    source: SourceFile, sheets: Sequence[Sheet], filled: Sequence[Sheet], named: Sequence[str]
) -> list[Sheet]:
    """Return the sheets that a mapping names; without one, those that show something.

    A hidden sheet is read only where it is named. Raises UsageError for a name that no sheet has,
    and for a workbook that shows nothing.
    """
    if named and tuple(named) != EVERY_SHEET:
        by_name = {_plain(sheet.name): sheet for sheet in sheets}
        for name in named:
            if _plain(name) not in by_name:
                near = nearest(_plain(name), by_name)
                hint = f" (is it {by_name[near].name!r}?)" if near else ""
                raise UsageError(
                    f"{source.path} has no sheet {name!r}{hint}; it has: "
                    + ", ".join(sheet.name for sheet in sheets)
                )
        return [by_name[name] for name in dict.fromkeys(map(_plain, named))]
    if filled:
        return list(filled)
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.scan.cells]
    if hidden:
        raise UsageError(
            f"{source.path}: only hidden sheets hold something: {', '.join(hidden)}; show the "
            f"sheet, or say --sheet {quote(hidden[0])}"
        )
    raise UsageError(f"{source.path} is empty: no sheet holds anything; check the export")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _known(mapping: Mapping) -> Known:
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
