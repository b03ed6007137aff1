"""Contents of cells: written as openpyxl holds them, and nothing lost of the cells beside them."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from copy import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

from excel.patching import Macro, changed_elements, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError

FIRST = "xl/worksheets/sheet1.xml"


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def cell_of(path: Path, place: str, part: str = FIRST) -> str:
    """Return the markup of a cell, the empty text where there is none."""
    text = parts(path)[part].decode()
    start = text.find(f'<c r="{place}"')
    if start < 0:
        return ""
    end = text.index(">", start) + 1
    return text[start:end] if text[end - 2] == "/" else text[start : text.index("</c>", start) + 4]


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        (7, '<c r="A5"><v>7</v></c>'),
        (1.5, '<c r="A5"><v>1.5</v></c>'),
        (0.1, '<c r="A5"><v>0.1</v></c>'),
        (-2e-300, '<c r="A5"><v>-2e-300</v></c>'),
        (Decimal("12.30"), '<c r="A5"><v>12.30</v></c>'),
        (True, '<c r="A5" t="b"><v>1</v></c>'),
        ("a <b> & c", '<c r="A5" t="inlineStr"><is><t>a &lt;b&gt; &amp; c</t></is></c>'),
        (
            " two\nlines",
            '<c r="A5" t="inlineStr"><is><t xml:space="preserve"> two\nlines</t></is></c>',
        ),
        ("_x0041_", '<c r="A5" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
        ("#N/A", '<c r="A5" t="e"><v>#N/A</v></c>'),
        ('=A1&"<"', '<c r="A5"><f>A1&amp;"&lt;"</f></c>'),
    ],
)
def test_a_value_is_written_as_its_kind(value: Any, markup: str, rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "A5", value)
    macro.save()
    assert cell_of(rich, "A5") == markup


@pytest.mark.parametrize(
    ("value", "serial", "code"),
    [
        (dt.date(2026, 1, 2), "46024", "yyyy-mm-dd"),
        (dt.datetime.fromisoformat("2026-01-02T12:00"), "46024.5", "yyyy-mm-dd h:mm:ss"),
        (dt.time(6), "0.25", "h:mm:ss"),
        (dt.timedelta(days=1, hours=12), "1.5", "[hh]:mm:ss"),
    ],
)
def test_a_day_is_a_number_that_shows_as_one(
    value: Any, serial: str, code: str, rich: Path
) -> None:
    macro = Macro(rich)
    macro.put("Deals", "A5", value)
    macro.put("Deals", "A9", value)
    macro.save()
    assert f"<v>{serial}</v>" in cell_of(rich, "A5")
    sheet = loaded(rich)["Deals"]
    assert sheet["A5"].number_format == code
    assert sheet["A9"].number_format == r"yyyy\-mm\-dd"  # it showed days before


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_is_never_taken_as_a_formula(text: str, rich: Path) -> None:
    macro = Macro(rich)
    macro.put_text("Deals", "A5", text)
    macro.save()
    cell = loaded(rich)["Deals"]["A5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_cells_stand_in_order_and_the_others_keep_their_markup(rich: Path) -> None:
    macro = Macro(rich)
    for place in ("F2", "E2", "A12", "C10", "B10", "AA10"):
        macro.put("Deals", place, place)
    before = parts(rich)[FIRST]
    macro.save()
    after = parts(rich)[FIRST]
    assert changed_elements(before, after) == {"dimension", "row2", "row10", "row12"}
    text = after.decode()
    places = [
        'r="2"',
        'r="E2"',
        'r="F2"',
        '<row r="10"',
        'r="B10"',
        'r="C10"',
        'r="AA10"',
        'r="12"',
    ]
    positions = [text.index(place) for place in places]
    assert positions == sorted(positions)
    assert '<dimension ref="A1:AA12"/>' in text
    assert cell_of(rich, "D2") == (
        '<c r="D2" s="1"><f t="shared" ref="D2:D4" si="0">C2/2</f><v>50.25</v></c>'
    )


def test_emptied_cells_keep_their_look_and_nothing_else(rich: Path) -> None:
    macro = Macro(rich)
    for place in ("B2", "F6", "A6", "H20"):
        macro.put("Deals", place, None)
    macro.note_change("Deals", "H20", Aspect.VALUE, 1, None)
    macro.save()
    assert cell_of(rich, "B2") == '<c r="B2" s="2"/>'
    assert [cell_of(rich, place) for place in ("F6", "A6", "H20")] == ["", "", ""]
    assert '<dimension ref="A1:F9"/>' in parts(rich)[FIRST].decode()


def test_a_changed_look_leaves_the_content_as_it_is_written(rich: Path) -> None:
    macro = Macro(rich)
    red = PatternFill("solid", fgColor="FF0000")
    for place in ("A6", "D3", "D2", "E6"):
        macro.look("Deals", place, Aspect.FILL, red)
    macro.save()
    assert re.fullmatch(
        r'<c r="A6" t="s" s="\d+"><v>9</v></c>', cell_of(rich, "A6")
    )  # in two looks
    assert cell_of(rich, "D3").endswith('<f t="shared" si="0"/><v>100</v></c>')
    assert cell_of(rich, "D2").endswith('<f t="shared" ref="D2:D4" si="0">C2/2</f><v>50.25</v></c>')
    assert cell_of(rich, "E6").endswith('<f t="array" ref="E6:E7">C2:C3*2</f><v>201</v></c>')


def test_a_formula_that_others_share_leaves_each_its_own(rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "D2", 1)
    macro.save()
    assert cell_of(rich, "D2") == '<c r="D2" s="1"><v>1</v></c>'
    assert cell_of(rich, "D3") == '<c r="D3" s="1"><f>C3/2</f><v>100</v></c>'
    assert cell_of(rich, "D4") == '<c r="D4" s="1"><f>C4/2</f><v>25</v></c>'


def test_one_of_those_that_share_can_go(rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "D3", 1)
    macro.save()
    assert [loaded(rich)["Deals"][f"D{row}"].value for row in (2, 3, 4)] == ["=C2/2", 1, "=C4/2"]


@pytest.mark.parametrize("place", ["E6", "E7"])
def test_a_part_of_an_array_is_not_overwritten(place: str, rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", place, 1)
    with pytest.raises(PatchError, match=f"value of Deals!{place}: .* one formula fills"):
        macro.save()


def test_an_array_is_overwritten_whole_and_written(rich: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "E6", 1)
    macro.put("Deals", "E7", 2)
    macro.put("Deals", "G6", ArrayFormula("G6:G7", "=C2:C3*3"))
    macro.save()
    sheet = loaded(rich)["Deals"]
    assert (sheet["E6"].value, sheet["E7"].value) == (1, 2)
    assert (sheet["G6"].value.ref, sheet["G6"].value.text) == ("G6:G7", "=C2:C3*3")


def test_the_order_of_calculation_goes_where_formulas_come_or_go(
    rich: Path, tmp_path: Path
) -> None:
    changes: dict[str, tuple[str, Any]] = {
        "kept": ("C2", 5),
        "same": ("D3", "=C3*2"),
        "gone": ("D3", 5),
        "new": ("F2", "=1+1"),
    }
    for name, (place, value) in changes.items():
        macro = Macro(rich)
        macro.put("Deals", place, value)
        macro.save(tmp_path / f"{name}.xlsx")
        there = parts(tmp_path / f"{name}.xlsx")
        kept = name in {"kept", "same"}
        assert ("xl/calcChain.xml" in there) is kept
        assert (b"calcChain" in there["[Content_Types].xml"]) is kept
        assert (b"calcChain" in there["xl/_rels/workbook.xml.rels"]) is kept


def _prefixed(text: str) -> str:
    head, rest = text.split("<worksheet", 1)
    rest = re.sub(r"<(/?)([a-zA-Z]+)", r"<\1x:\2", rest)
    return head + "<x:worksheet" + rest.replace("xmlns=", "xmlns:x=", 1)


_UNUSUAL = {
    "prefix": _prefixed,
    "comment": lambda text: text.replace("<sheetData>", "<sheetData><!-- <row r='2'> -->"),
    "cdata": lambda text: text.replace(
        "<f>SUM(Deals!C2:C4)</f>", "<f><![CDATA[SUM(Deals!C2:C4)]]></f>"
    ),
    "utf-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    "no places": lambda text: text.replace(' r="B3"', "").replace('<row r="3">', "<row>"),
    "quotes": lambda text: text.replace('r="B1"', "r = 'B1'").replace('<row r="2"', "<row\n r='2'"),
    "byte order mark": lambda text: ("\ufeff" + text).encode(),
}


@pytest.mark.parametrize("form", _UNUSUAL)
def test_markup_that_is_written_another_way_means_the_same(form: str, tmp_path: Path) -> None:
    part = "xl/worksheets/sheet2.xml"
    path = write_rich(tmp_path / "rich.xlsx", {part: _UNUSUAL[form](str(PARTS[part]))})
    before = {c.coordinate: c.value for row in loaded(path)["Totals"] for c in row}
    macro = Macro(path)
    macro.put("Totals", "A3", "new")
    macro.put("Totals", "B2", 5)
    macro.put("Totals", "C5", "=B1")
    macro.save()
    after = {c.coordinate: c.value for row in loaded(path)["Totals"] for c in row}
    changed = {"A3": "new", "B2": 5, "C5": "=B1"}
    assert {k: v for k, v in after.items() if v is not None} == {
        k: v for k, v in {**before, **changed}.items() if v is not None
    }


_OTHERWISE = frozenset({"A1", "B1", "C1", "D1", "A2", "A3", "A11", "B11", "C11"})
"""Names of a table's columns, cells under a merged one, and two into which openpyxl writes the
address of their link where they are empty."""

_PLACES = st.builds(lambda c, r: f"{c}{r}", st.sampled_from("ABCDFG"), st.integers(1, 14))
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="_\r", exclude_categories=("Cc", "Cs"))
)
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e300),
    _TEXT,
    st.datetimes(
        dt.datetime.fromisoformat("1901-01-01"), dt.datetime.fromisoformat("2199-01-01")
    ).map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from(["=1+1", "=SUM(Deals!C2:C4)", '=IF(A1="<",1,2)&"é"']),
)
_LOOKS = st.sampled_from(
    [
        (Aspect.FILL, PatternFill("solid", fgColor="FFC7CE")),
        (Aspect.FILL, PatternFill()),
        (Aspect.FONT, Font(name="Arial", size=9, italic=True, color="FF0000")),
        (Aspect.NUMBER_FORMAT, "0.000"),
        (Aspect.NUMBER_FORMAT, "#,##0.00;[Red]-#,##0.00"),
        (Aspect.ALIGNMENT, Alignment(horizontal="right", wrap_text=True)),
        (Aspect.ALIGNMENT, Alignment()),
    ]
)
_EDITS = st.lists(
    st.one_of(st.tuples(_PLACES, _VALUES), st.tuples(_PLACES, _LOOKS)), min_size=1, max_size=12
)


def _as_shown(cell: Any) -> Any:
    """Return what a cell reads as: a day without a format of days is its number."""
    is_day = isinstance(cell.value, dt.datetime) and not is_date_format(cell.number_format)
    return to_excel(cell.value) if is_day else cell.value


@settings(max_examples=25)
@given(edits=_EDITS)
def test_what_was_patched_reads_as_openpyxl_holds_it(edits: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as work:
        path = write_rich(Path(work) / "rich.xlsx")
        macro = Macro(path)
        for place, new in edits:
            if place in _OTHERWISE:
                continue
            if isinstance(new, tuple):
                macro.look("Deals", place, *new)
            else:
                macro.put("Deals", place, new or None if isinstance(new, str) else new)
        macro.save()
        read, held = loaded(path)["Deals"], macro.book["Deals"]
        for place, _ in edits:
            assert read[place].value == _as_shown(held[place]), place
            assert read[place].data_type in {held[place].data_type, "n"}
            for name in ("fill", "font", "border", "protection", "alignment"):
                if place[0] not in "BCD":  # those take their column's look
                    shown, wanted = (copy(getattr(sheet[place], name)) for sheet in (read, held))
                    assert shown == wanted, (place, name)
        untouched = {f"{c}{r}" for c in "ABCD" for r in range(1, 10)} - {p for p, _ in edits}
        for place in untouched:
            assert read[place].value == held[place].value
            assert read[place]._style == held[place]._style
