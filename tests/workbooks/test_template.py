from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import openpyxl
import pytest
from lxml import etree

from workbooks.example_workbook import SPEC
from xldesk.workbooks import theme
from xldesk.workbooks.build import build
from xldesk.workbooks.compare import compare_packages
from xldesk.workbooks.parts import NUMERIC
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.template import build_template
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from xldesk.workbooks.spec import Workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEMPLATE = build_template(SPEC)

# ECMA-376 part 1, 18.3.1.99: the order of a worksheet's elements
ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_same_spec_gives_the_same_bytes() -> None:
    assert build_template(SPEC) == TEMPLATE


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_the_committed_template_is_what_the_generator_makes(spec: Workbook) -> None:
    committed = (workbook_set() / f"{spec.name}.xlsx").read_bytes()
    differences = compare_packages(committed, build_template(spec))
    assert not differences, f"renew with: python -m xldesk.workbooks.build\n{differences[0]}"


def test_building_writes_every_workbook(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    assert [path.stem for path in build(folder)] == [spec.name for spec in specs()]


@pytest.mark.parametrize("name", [n for n in parts(TEMPLATE) if n.startswith("xl/worksheets/s")])
def test_elements_stand_in_the_order_of_the_standard(name: str) -> None:
    root = etree.fromstring(parts(TEMPLATE)[name])
    found = [etree.QName(child).localname for child in root]
    assert found == sorted(found, key=ORDER.index)


def test_ids_are_unique_and_headers_equal_cells() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    tables = [table for sheet in book for table in sheet.tables.values()]
    assert len({table.id for table in tables}) == len(tables)
    for sheet in book:
        for table in sheet.tables.values():
            header = sheet[table.ref][0]
            assert [column.name for column in table.tableColumns] == [c.value for c in header]
            assert [column.id for column in table.tableColumns] == list(range(1, len(header) + 1))


def test_a_template_names_no_day_and_no_library() -> None:
    found = parts(TEMPLATE)
    assert b"<dc:creator>xldesk</dc:creator>" in found["docProps/core.xml"]
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT", found["docProps/core.xml"])) == {b"2026-01-01T"}
    assert b"openpyxl" not in b"".join(found.values())


def test_sheets_print_and_open_as_they_should() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    for sheet in book:
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert "&P" in sheet.oddFooter.right.text
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.autoFilter
        assert sheet.sheet_view.selection[-1].activeCell == "A1"
        assert not sheet.merged_cells.ranges
        assert sheet.column_dimensions["A"].width < 4
    assert not book["Summary"].sheet_view.showGridLines
    assert not book["About"].sheet_view.showGridLines
    assert book["Credits"].sheet_view.showGridLines
    assert book["Summary"].page_setup.fitToHeight == 1
    assert book["Summary"].page_setup.orientation == "landscape"


def test_inputs_are_unlocked_in_their_own_style_and_say_what_to_enter() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    cell = book["Controls"]["I7"]
    assert cell.style == "Desk Input"
    assert not cell.protection.locked
    assert cell.fill.fgColor.rgb.endswith(theme.INPUT_FILL)
    assert book["Controls"]["F7"].protection.locked
    assert (cell.number_format, book["Controls"]["B7"].number_format) == ("@", "General")
    for sheet in book:
        for validation in sheet.data_validations.dataValidation:
            assert validation.showInputMessage
            assert validation.prompt
            assert validation.promptTitle


@pytest.mark.parametrize("type_", sorted(NUMERIC - {"date", "time"}))
def test_what_is_below_zero_stands_in_parentheses(type_: str) -> None:
    for formats in (theme.NUMBER_FORMATS, theme.FIGURE_FORMATS):
        assert re.fullmatch(r"\([^;]+\)", formats[type_].split(";")[1])


@pytest.mark.parametrize("type_", sorted(NUMERIC))
def test_numbers_keep_clear_of_the_next_column(type_: str) -> None:
    above, _, rest = theme.NUMBER_FORMATS[type_].partition(";")
    zero = rest.partition(";")[2] or above
    assert above.endswith("_)")
    assert zero.endswith("_)")


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = [
    (theme.INK, "FFFFFF"),
    (theme.INK, theme.ZEBRA),
    (theme.MUTED, "FFFFFF"),
    (theme.HEADER_TEXT, theme.HEADER_FILL),
    (theme.INPUT_TEXT, theme.INPUT_FILL),
    (theme.LINK_TEXT, "FFFFFF"),
    (theme.LINK_TEXT, theme.ZEBRA),
    *theme.CHIPS.values(),
    *((colour, "FFFFFF") for colour in theme.CATEGORY_COLOURS.values()),
    *((colour, theme.ZEBRA) for colour in theme.CATEGORY_COLOURS.values()),
]


@pytest.mark.parametrize(("text", "fill"), PAIRS)
def test_every_text_can_be_read_on_its_fill(text: str, fill: str) -> None:
    light, dark = sorted((luminance(text), luminance(fill)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(("fill", "next_to"), list(pairwise(theme.CATEGORY_COLOURS)))
def test_neighbours_in_a_chart_differ_in_grey_print(fill: str, next_to: str) -> None:
    one, other = (luminance(theme.CHART_COLOURS[name]) for name in (fill, next_to))
    light, dark = sorted((one, other), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 1.5
    assert 1.05 / (light + 0.05) >= 3, "a fill stands out from the paper"


def test_comparison_says_where_parts_differ() -> None:
    from dataclasses import replace

    other = build_template(replace(SPEC, title="Another title"))
    differences = compare_packages(TEMPLATE, other)
    assert {difference.part for difference in differences} == {
        "docProps/core.xml",
        "xl/worksheets/sheet7.xml",
    }
    assert "Another title" in "".join(str(difference) for difference in differences)
    assert compare_packages(TEMPLATE, TEMPLATE) == []
