"""Stamps a template with content: an .xlsx whose formula cells carry the desk's own figures.

Only the parts that change are written anew; the others keep their compressed bytes. The same
content gives the same bytes.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from xldesk import __version__
from xldesk.errors import MissingError
from xldesk.records.currency import exponent
from xldesk.records.money import Money
from xldesk.workbooks.compiled import CompiledTemplate, compile_template
from xldesk.workbooks.content import Content, ContentError, Link
from xldesk.workbooks.encoders import minor_text, number_text
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.package import AtomicFile, PackageWriter, Part, deflated
from xldesk.workbooks.parts import Chart
from xldesk.workbooks.same import Same
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.sheet_slots import SlotFiller, basis_line
from xldesk.workbooks.sheet_spool import SheetSpool
from xldesk.workbooks.sheet_stamp import StampedSheet, stamp_sheet
from xldesk.workbooks.stamped_parts import ChartPart, DrawingPart, TablePart, WorkbookPart
from xldesk.workbooks.standard_sheets import (
    CHECKS_TABLE,
    CONTENTS_TABLE,
    LISTS_TABLE,
    TOLERANCE,
    flag_text,
    list_name,
)
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from xldesk.workbooks.layout import RowMap
    from xldesk.workbooks.parts import Check
    from xldesk.workbooks.spec import Workbook


_BOOK = "xl/workbook.xml"
_CORE = "docProps/core.xml"
_TEMPLATE_TIME = "2026-01-01T00:00:00Z"
_KEPT_PARTS = 1_000
_KEPT_DATES = 8


@dataclass(frozen=True, slots=True)
class StampReceipt:
    """What was written: the file, the digest of its data, and rows by table."""

    path: Path
    digest: str
    rows: dict[str, int]


def stamp(
    spec: Workbook, content: Content, target: Path, *, template: Path | None = None
) -> StampReceipt:
    """Write ``content`` into the template of ``spec`` as ``target`` and return a receipt.

    The template comes from the workbook set unless given; that of a form whose tables go on upon
    further sheets is built. Raises ContentError when the content
    does not fit the spec, MissingError without the template, UsageError when the template is
    of another version or the target cannot be written; then nothing is left behind.
    """
    return Stamper.of(spec, template).write(content, target)


class Stamper:
    """Stamps one template many times; ``of`` keeps the last ones read."""

    def __init__(self, spec: Workbook, template: bytes) -> None:
        self._template: CompiledTemplate = compile_template(spec, template)
        self._spec = spec
        self._homes = {
            placed.table.name: (sheet.layout.sheet.name, placed)
            for sheet in self._template.sheets
            for placed in sheet.layout.tables
        }
        self._charted = self._charted_columns()
        contents = {name: part.content for name, part in self._template.parts.items()}
        sheets = self._template.sheets
        growing = {sheet.layout.sheet.name: sheet.layout.growing_rows for sheet in sheets}
        self._moving = {
            name: TablePart(contents[name](), sheet.layout.growing_rows)
            for sheet in sheets
            for name in sheet.tables
        } | {
            name: DrawingPart(contents[name](), sheet.layout.growing_rows)
            for sheet in sheets
            for name in sheet.drawings
        }
        self._charts = {
            name: ChartPart(contents[name](), growing) for sheet in sheets for name in sheet.charts
        }
        self._book = WorkbookPart(contents[_BOOK](), growing)
        self._core = contents[_CORE]().decode()
        self._moved = lru_cache(_KEPT_PARTS)(self._made_over)
        """Return a part that follows the rows alone, for rows moved so far."""
        self._dated = lru_cache(_KEPT_DATES)(self._made_dated)

    @classmethod
    def of(cls, spec: Workbook, template: Path | None = None) -> Stamper:
        """Return the stamper of ``spec``'s template file, or of one built on the spot."""
        if spec.continued and template is None:
            return _built(Same(spec))
        path = template or workbook_set() / f"{spec.name}.xlsx"
        try:
            state = path.stat()
        except OSError as error:
            raise MissingError(
                f"{path}: the template is missing; build it with: python -m xldesk.workbooks.build"
            ) from error
        return _remembered(Same(spec), path, state.st_mtime_ns, state.st_size)

    def write(self, content: Content, target: Path) -> StampReceipt:
        """Write ``content`` as ``target``; see ``stamp``."""
        with ExitStack() as stack:
            sheets, digest = self._stamped_sheets(content, stack)
            changed = self._changed_parts(sheets, content)
            streams = {sheet.compiled.part: sheet for sheet in sheets}
            with AtomicFile(target) as file:
                package = PackageWriter(file)
                for name, part in self._template.parts.items():
                    if name in streams:
                        package.add_chunks(name, streams[name].chunks())
                    else:
                        package.add(changed.get(name, part))
                package.close()
        rows = {table.name: table.count for sheet in sheets for table in sheet.tables}
        return StampReceipt(target, digest, rows)

    def _stamped_sheets(self, content: Content, stack: ExitStack) -> tuple[list[StampedSheet], str]:
        spec = self._spec
        checks, failed = _check_rows(spec, content)
        values = {**content.fields, "checks.failed": failed, "checks.tolerance": TOLERANCE}
        tables: dict[str, Any] = {**content.tables, CHECKS_TABLE: checks}
        tables[LISTS_TABLE] = _list_rows(self._homes, content)
        digested: list[str] = []
        contents: list[dict[str, Any]] = []
        sheets: list[StampedSheet] = []
        digest = ""
        basis, flag = basis_line(content), flag_text(failed, len(checks))
        for compiled in self._template.sheets:
            if compiled.layout.sheet.kind == "about":
                digest = hashlib.sha256("\x1e".join(digested).encode()).hexdigest()
                values |= _about_values(content, digest)
                tables[CONTENTS_TABLE] = contents
            filler = SlotFiller(compiled, self._template.styles, values)
            slots = filler.fill(basis, flag)
            spool = SheetSpool()
            stack.callback(spool.close)
            sheet = stamp_sheet(
                compiled,
                self._template.styles,
                content,
                spool=spool,
                slots=slots,
                tables=tables,
                charted=self._charted,
            )
            sheets.append(sheet)
            digested += slots.digested
            digested += [f"{table.name}\x1f{table.digest}" for table in sheet.tables]
            contents += [
                {
                    "table": table.name,
                    "sheet": Link(table.sheet, table.sheet),
                    "rows": table.count,
                    "digest": table.digest,
                }
                for table in sheet.tables
            ]
        self._refuse_unknown(content, sheets)
        return sheets, digest

    def _refuse_unknown(self, content: Content, sheets: list[StampedSheet]) -> None:
        unknown = sorted(set(content.tables) - set(self._homes))
        if unknown:
            raise ContentError(f"{self._spec.name}: no table {', '.join(unknown)} in this workbook")
        names = {sheet.compiled.layout.sheet.name for sheet in sheets}
        for sheet in sheets:
            for table in sheet.tables:
                for cell, link in table.links:
                    if link.sheet not in names:
                        raise ContentError(
                            f"{table.sheet}!{cell}: there is no sheet {link.sheet!r} to lead to"
                        )

    def _changed_parts(self, sheets: list[StampedSheet], content: Content) -> dict[str, Part]:
        rows = {sheet.compiled.layout.sheet.name: sheet.rows for sheet in sheets}
        values = self._chart_values(sheets)
        exact = _list_names(self._homes, content, rows)
        changed = {
            _CORE: self._dated(content.provenance.snapshot_at),
            _BOOK: deflated(_BOOK, self._book.over(rows, exact)),
        }
        for sheet in sheets:
            shifts = tuple(sheet.rows.shifts)
            for name in (*sheet.compiled.tables, *sheet.compiled.drawings):
                changed[name] = self._moved(name, shifts)
            for name in sheet.compiled.charts:
                changed[name] = deflated(name, self._charts[name].over(rows, values))
        return changed

    def _made_over(self, name: str, shifts: tuple[int, ...]) -> Part:
        return deflated(name, self._moving[name].over(shifts))

    def _made_dated(self, moment: datetime) -> Part:
        """Return the file's properties with the snapshot's time instead of the template's."""
        text = self._core.replace(_TEMPLATE_TIME, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        return deflated(_CORE, text.encode())

    def _charted_columns(self) -> dict[str, frozenset[str]]:
        charted: dict[str, frozenset[str]] = {}
        for page in self._spec.pages:
            for block in page.blocks:
                if isinstance(block, Chart):
                    known = charted.get(block.table, frozenset())
                    charted[block.table] = known | {block.category, *block.series}
        return charted

    def _chart_values(self, sheets: list[StampedSheet]) -> dict[str, list[str]]:
        """Return the texts that charts show, by reference as the template writes it."""
        values: dict[str, list[str]] = {}
        stamped = {table.name: table for sheet in sheets for table in sheet.tables}
        for name, columns in self._charted.items():
            tab, placed = self._homes[name]
            for index, column in enumerate(placed.table.columns):
                if column.name in columns:
                    letters = letters_of(FIRST_COLUMN + index)
                    values[f"'{tab}'!${letters}${placed.header_row}"] = [column.name]
                    values[f"'{tab}'!${letters}${placed.first_row}"] = stamped[name].charted[
                        column.name
                    ]
        return values


@lru_cache(maxsize=16)
def _remembered(key: Same[Workbook], path: Path, _changed: int, _size: int) -> Stamper:
    try:
        return Stamper(key.held, path.read_bytes())
    except (OSError, BadZipFile) as error:
        raise MissingError(
            f"{path}: the template cannot be read ({error});"
            " build it again with: python -m xldesk.workbooks.build"
        ) from error


@lru_cache(maxsize=16)
def _built(key: Same[Workbook]) -> Stamper:
    from xldesk.workbooks.template import build_template  # noqa: PLC0415 -- loads openpyxl

    return Stamper(key.held, build_template(key.held))


def _check_rows(spec: Workbook, content: Content) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of the Checks table and how many checks fail."""
    checks: list[Check] = list(spec.checks)
    missing = [check.name for check in checks if check.name not in content.checks]
    unknown = sorted(set(content.checks) - {check.name for check in checks})
    if missing or unknown:
        raise ContentError(
            f"{spec.name}: checks without a figure: {missing}; not in the spec: {unknown}"
        )
    rows = []
    for check in checks:
        difference = content.checks[check.name]
        fails = int(abs(_difference(difference)) > TOLERANCE)
        rows.append(
            {
                "check": check.name,
                "proves": check.proves,
                "difference": difference,
                "fails": fails,
                "status": "fail" if fails else "pass",
            }
        )
    return rows, sum(row["fails"] for row in rows)


def _difference(value: Any) -> float:
    """Return a check's difference as the spreadsheet will see it."""
    if isinstance(value, Money):
        value = (value.minor, value.currency)
    if isinstance(value, tuple):
        return float(minor_text(value[0], exponent(value[1])))
    return float(number_text(value))


def _list_rows(homes: Mapping[str, Any], content: Content) -> list[list[str | None]]:
    """Return the rows of the Lists table: one column a list, the shorter ones padded."""
    if LISTS_TABLE not in homes:
        return []
    lists = [_list(content, column.field) for column in homes[LISTS_TABLE][1].table.columns]
    height = max(len(words) for words in lists)
    return [[words[row] if row < len(words) else None for words in lists] for row in range(height)]


def _list(content: Content, name: str) -> list[str]:
    words = list(content.lists.get(name, ()))
    if not words:
        raise ContentError(f"the list {name!r}, which cells choose from, is missing or empty")
    return words


def _list_names(
    homes: Mapping[str, Any], content: Content, rows: Mapping[str, RowMap]
) -> dict[str, str]:
    """Return each list's exact range, since lists are of unequal length."""
    if LISTS_TABLE not in homes:
        return {}
    tab, placed = homes[LISTS_TABLE]
    first = rows[tab].first(placed.first_row)
    return {
        list_name(column.field): (
            f"'{tab}'!${letters_of(FIRST_COLUMN + index)}${first}:"
            f"${letters_of(FIRST_COLUMN + index)}"
            f"${first + len(_list(content, column.field)) - 1}"
        )
        for index, column in enumerate(placed.table.columns)
    }


def _about_values(content: Content, digest: str) -> dict[str, Any]:
    source = content.provenance
    return {
        "about.desk": source.desk,
        "about.scope": source.scope,
        "about.period": source.period,
        "about.as_of": source.as_of,
        "about.snapshot_at": source.snapshot_at,
        "about.position": source.position,
        "about.head_hash": source.head_hash,
        "about.policy_version": source.policy_version,
        "about.digest": digest,
        "about.generator": f"xldesk {__version__}",
    }
