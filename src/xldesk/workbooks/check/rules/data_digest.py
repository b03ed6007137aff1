"""The data are those the desk wrote: each table's digest is the one on the About sheet."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.numbers import float_of
from xldesk.workbooks.check.rule import Rule, SheetRow, sheet_finding
from xldesk.workbooks.digest_text import CALCULATED_DECIMALS, calculated_text
from xldesk.workbooks.standard_sheets import CONTENTS_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.check.rule import TableBlock, TableView


_ROWS = re.compile(r"[0-9]{1,7}")
_FINE = re.compile(rf"\.[0-9]{{{CALCULATED_DECIMALS + 1}}}")


class DataDigest(Rule):
    """Finds tables whose values differ from those the About sheet vouches for."""

    def __init__(self) -> None:
        self._digests: dict[str, Any] = {}
        self._columns: dict[str, list[tuple[int, bool]]] = {}
        self._without_values: set[str] = set()
        self._waiting: dict[str, int] = {}
        self._stated: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._covered_rows: dict[str, int] = {}
        self._stated_rows: dict[str, int] = {}

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows have columns."""
        return table is not None

    def passes(self, block: TableBlock) -> bool:
        """Take in the rows; there is nothing to say until the end."""
        name = block.table.spec.name
        if name not in self._digests:
            return name != CONTENTS_TABLE
        texts = [
            _covered(block.columns.get(number), recalculated, len(block.rows))
            for number, recalculated in self._columns[name]
        ]
        for row in zip(*texts, strict=True):
            self._take(name, row)
        return True

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take in the row; there is nothing to say until the end."""
        if row.table is None:
            return ()
        name = row.table.spec.name
        if name == CONTENTS_TABLE:
            self._learn(row)
            return ()
        if row.is_header:
            columns = [c for c in row.table.columns.items() if c[1].role != "input"]
            headers = "\x1f".join([name, *(column.name for _, column in columns)])
            self._columns[name] = [(number, column.is_recalculated) for number, column in columns]
            self._digests[name] = hashlib.sha256(headers.encode())
            self._waiting[name] = self._rows[name] = self._covered_rows[name] = 0
            return ()
        if name not in self._digests:
            return ()
        self._take(name, self._texts(name, row.cells))
        return ()

    def _take(self, name: str, texts: Sequence[str]) -> None:
        if not any(texts):
            self._waiting[name] += 1
            return
        if self._waiting[name]:
            empty = b"\x1e" + b"\x1f" * (len(texts) - 1)
            self._digests[name].update(empty * self._waiting[name])
            self._covered_rows[name] += self._waiting[name]
            self._waiting[name] = 0
        self._rows[name] += 1
        self._covered_rows[name] += 1
        self._digests[name].update(b"\x1e" + "\x1f".join(texts).encode("utf-8", "surrogatepass"))

    def _texts(self, name: str, cells: dict[int, ReadCell]) -> list[str]:
        """Return what the digest of table ``name`` covers of a row."""
        texts = []
        for number, recalculated in self._columns[name]:
            cell = cells.get(number)
            text = None if cell is None else cell.value
            if cell is None or text is None:
                if cell is not None and cell.lacks_value:
                    self._without_values.add(name)
                text = ""
            elif cell.kind == "n":
                text = number_as_covered(text)
            texts.append(calculated_text(text) if recalculated else text)
        return texts

    def _learn(self, row: SheetRow) -> None:
        by_name = {column.field: row.cells.get(at) for at, column in row.data_columns.items()}
        table, digest = by_name.get("table"), by_name.get("digest")
        spec = row.document.spec
        if table is None or digest is None or spec is None:
            return
        if table.value in spec.tables and digest.value:
            self._stated[table.value] = digest.value
            rows = by_name.get("rows")
            if rows is not None and rows.kind == "n" and _ROWS.fullmatch(rows.value or ""):
                self._stated_rows[table.value] = int(rows.value or "")

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the tables whose digest differs, or that has it over another number of rows.

        What parts values and rows in the digest may stand in a text, so that two rows read as one.
        """
        if document.spec is None:
            return
        for name in document.spec.tables:
            place = document.tables.get(name.casefold())
            if place is None or name == CONTENTS_TABLE or name in self._without_values:
                continue
            digest = self._digests.get(name)
            is_same = digest is not None and self._stated.get(name) == digest.hexdigest()
            rows = (self._covered_rows if is_same else self._rows).get(name, 0)
            gone = self._stated_rows.get(name, rows if is_same else 0) - rows
            if not is_same or gone:
                if gone > 0:
                    yield _fewer_rows(document, place[0].name, name, gone, rows)
                yield sheet_finding(
                    document,
                    place[0].name,
                    "DATA-ALTERED",
                    f"the values of table {name} are not those the desk issued",
                    f"{issue_again(document.spec)}, and compare the two",
                )


def _fewer_rows(document: Document, sheet: str, table: str, gone: int, rows: int) -> CheckFinding:
    missing = "1 row is" if gone == 1 else f"{gone:,} rows are"
    return sheet_finding(
        document,
        sheet,
        "TABLE-ROWS",
        f"{missing} missing from table {table}: it has {rows:,}, and About says {rows + gone:,}",
        f"put back what was removed, let the table reach its last row, or"
        f" {issue_again(document.spec)}",
    )


def _covered(column: BlockColumn | None, recalculated: bool, rows: int) -> Sequence[str]:
    """Return what the digest covers of a column of a block."""
    if column is None:
        return [""] * rows
    texts = ["" if text is None else text for text in column.values]
    if column.is_exact and not (recalculated and _FINE.search("\n".join(texts))):
        return texts
    if column.kind == "n":
        texts = [text and number_as_covered(text) for text in texts]
    return [calculated_text(text) for text in texts] if recalculated else texts


@lru_cache(maxsize=20_000)
def number_as_covered(text: str) -> str:
    """Return a number as the digest covers it: with 15 significant digits."""
    number = float_of(text)
    return text if number is None else f"{number + 0.0:.15g}"
