"""How cells look after a patch: no format is renumbered, and a change leaves the rest of it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Protection, Side

from excel.patching import Macro, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError

if TYPE_CHECKING:
    from pathlib import Path

STYLES = "xl/styles.xml"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def styles_of(path: Path) -> dict[str, list[str]]:
    """Return the elements of each list of a styles part, in canonical form."""
    root = etree.fromstring(parts(path)[STYLES])
    return {
        name: [
            etree.tostring(child, method="c14n", exclusive=True, with_tail=False).decode()
            for child in found
        ]
        for name in LISTS
        if (found := root.find(f"{MAIN}{name}")) is not None
    }


@pytest.mark.parametrize(
    ("aspect", "style", "list_"),
    [
        (Aspect.FILL, PatternFill("solid", fgColor="FFC7CE"), "fills"),
        (Aspect.FILL, GradientFill(stop=("FFFFFF", "4F81BD")), "fills"),
        (Aspect.FONT, Font(name="Arial", size=9, bold=True, color="FF0000"), "fonts"),
        (Aspect.BORDER, Border(left=Side("thick", color="FF0000")), "borders"),
        (Aspect.NUMBER_FORMAT, "0.000", "numFmts"),
        (Aspect.ALIGNMENT, Alignment(horizontal="right", wrap_text=True), None),
        (Aspect.PROTECTION, Protection(locked=False, hidden=True), None),
    ],
)
def test_a_new_look_is_added_behind_all_others(
    aspect: Aspect, style: Any, list_: str | None, rich: Path, tmp_path: Path
) -> None:
    macro = Macro(rich)
    macro.look("Deals", "A2", aspect, style)
    macro.save(tmp_path / "out.xlsx")
    before, after = styles_of(rich), styles_of(tmp_path / "out.xlsx")
    longer = {name for name in LISTS if after[name] != before[name]}
    assert longer == {"cellXfs"} | ({list_} if list_ else set())
    for name in longer:
        assert after[name][: len(before[name])] == before[name]
        assert len(after[name]) == len(before[name]) + 1
    root = etree.fromstring(parts(tmp_path / "out.xlsx")[STYLES])
    for name in LISTS:
        found = root.find(f"{MAIN}{name}")
        assert found is not None
        assert found.get("count") == str(len(found))
    held, read = macro.book["Deals"]["A2"], loaded(tmp_path / "out.xlsx")["Deals"]["A2"]
    for name in ("fill", "font", "border", "alignment", "protection", "number_format"):
        assert copy(getattr(read, name)) == copy(getattr(held, name)), name


def test_a_change_keeps_the_rest_of_the_format(rich: Path) -> None:
    macro = Macro(rich)
    macro.look("Deals", "B2", Aspect.FILL, PatternFill("solid", fgColor="FFC7CE"))
    macro.save()
    assert styles_of(rich)["cellXfs"][-1] == (
        '<xf xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' applyBorder="1" applyFill="1" applyProtection="1" borderId="1" fillId="3" fontId="0"'
        ' numFmtId="49" xfId="0"><alignment horizontal="left" indent="1"></alignment>'
        '<protection locked="0"></protection></xf>'
    )
    assert loaded(rich)["Deals"]["B2"].style == "Normal"


def test_equal_looks_are_one(rich: Path) -> None:
    macro = Macro(rich)
    for place in ("A2", "A3", "A4"):
        macro.look("Deals", place, Aspect.FILL, PatternFill("solid", fgColor="FFC7CE"))
    macro.look("Deals", "A6", Aspect.FONT, copy(macro.book["Deals"]["A1"].font))
    macro.look("Deals", "A7", Aspect.NUMBER_FORMAT, "#,##0.00;[Red]-#,##0.00")
    macro.save()
    counts = {name: len(found) for name, found in styles_of(rich).items()}
    assert counts == dict(zip(LISTS, (2, 3, 4, 2, 2, 8, 2, 1), strict=True))
    assert [loaded(rich)["Deals"][f"A{row}"].fill.fgColor.rgb for row in (2, 3, 4)] == [
        "00FFC7CE"
    ] * 3
    assert 's="1"' in parts(rich)["xl/worksheets/sheet1.xml"].decode().split('r="A7"')[1][:20]


def test_marks_that_come_and_go_add_no_more_formats(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.look("Deals", "A2", Aspect.FILL, PatternFill("solid", fgColor="FFC7CE"))
    macro.save(tmp_path / "marked.xlsx")
    back = Macro(tmp_path / "marked.xlsx")
    back.look("Deals", "A2", Aspect.FILL, PatternFill())
    back.save(tmp_path / "back.xlsx")
    marked, now = styles_of(tmp_path / "marked.xlsx"), styles_of(tmp_path / "back.xlsx")
    assert now["fills"] == marked["fills"]
    again = Macro(tmp_path / "back.xlsx")
    again.look("Deals", "A2", Aspect.FILL, PatternFill("solid", fgColor="FFC7CE"))
    again.save(tmp_path / "again.xlsx")
    assert styles_of(tmp_path / "again.xlsx") == now


@pytest.mark.parametrize(
    ("place", "code", "look"),
    [
        ("C6", "#,##0.00;[Red]-#,##0.00", "none"),  # its column's
        ("D2", "@", "thin"),  # its row's
        ("A6", "General", "none"),
    ],
)
def test_a_cell_that_was_not_there_looks_like_its_row_or_column(
    place: str, code: str, look: str, rich: Path
) -> None:
    macro = Macro(rich)
    sheet = "Totals" if place == "D2" else "Deals"
    macro.put(sheet, place, "new")
    macro.save()
    cell = loaded(rich)[sheet][place]
    assert (cell.number_format, cell.border.bottom.style or "none") == (code, look)


def test_a_file_without_formats_is_refused(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "A5", 1)
    relations = str(PARTS["xl/_rels/workbook.xml.rels"]).replace("/styles", "/nothing")
    macro.path = write_rich(tmp_path / "bare.xlsx", {"xl/_rels/workbook.xml.rels": relations})
    with pytest.raises(PatchError, match="no styles part"):
        macro.save()
