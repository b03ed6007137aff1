"""Charts of the desk are found in a file and show what they are to show, whoever saved it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from xldesk.excel.patch.package_edit import PackageEdit
from xldesk.excel.running.charts import Shown, show, shown_by

SHEET, DRAWING = "xl/worksheets/sheet1.xml", "xl/drawings/drawing1.xml"
WORDS = (("Paid by month.", "Paid"), ("Open by month.", "Open"))


def drawn(path: Path, columns: tuple[int, ...], last: int) -> PackageEdit:
    """Make a book with a chart, without words, over each of ``columns`` down to row ``last``."""
    book = Workbook()
    sheet = book.worksheets[0]
    for at, column in enumerate(columns):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=column, min_row=2, max_row=last))
        sheet.add_chart(chart, f"F{2 + 20 * at}")
    book.save(path)
    return PackageEdit.of(path)


def issued(path: Path) -> tuple[Shown, ...]:
    """Return two charts down to row 5 as the desk issues them, with words."""
    package = drawn(path, (2, 3), 5)
    named = list(package.edit(DRAWING).iter("{*}cNvPr"))
    for properties, (text, title) in zip(named, WORDS, strict=True):
        properties.set("descr", text)
        properties.set("title", title)
    return tuple(shown_by(package, SHEET))


@pytest.mark.parametrize(
    ("columns", "own_text", "found"),
    [
        ((2, 3), "", (True, True)),
        ((2, 4), "", (True, False)),
        ((3, 2), "", (False, False)),
        ((2, 3), "What I drew.", (False, True)),
    ],
)
def test_charts_without_words_are_found_by_place_and_columns(
    tmp_path: Path, columns: tuple[int, int], own_text: str, found: tuple[bool, bool]
) -> None:
    wanted = issued(tmp_path / "issued.xlsx")
    package = drawn(tmp_path / "saved.xlsx", columns, 4)
    if own_text:
        next(package.edit(DRAWING).iter("{*}cNvPr")).set("descr", own_text)
    assert show(package, SHEET, wanted) is any(found)
    for is_found, chart, (text, title) in zip(found, shown_by(package, SHEET), WORDS, strict=True):
        (source,) = chart.sources
        assert (source.findtext("{*}f") or "").endswith("$5" if is_found else "$4")
        words = (text, title) if is_found else (own_text, "")
        assert (chart.text, chart.title) == words
    package.write(tmp_path / "saved.xlsx")
    again = PackageEdit.of(tmp_path / "saved.xlsx")
    assert show(again, SHEET, wanted) is False
