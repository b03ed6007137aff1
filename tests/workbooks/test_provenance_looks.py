"""What misleads a reader without changing a value is named, and an honest saving is not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from workbooks.forgery import BOOK, forged
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences
from xldesk.workbooks.recalculation.libreoffice_engine import Recalculator

STYLES, CHART = "xl/styles.xml", "xl/charts/chart1.xml"
SUMMARY, REQUESTS, FUNDS, FUNDS_TABLE = "Summary", "New requests", "Funds", "table Funds"
SUMMARY_LINKS, DRAWING = "xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/drawing1.xml"
AMOUNT = r'formatCode="#,##0\.00(?:_\))?;[^"]*"'
INK = '<color rgb="00000000"/><sz val="11"/>'
TEXT_BOX = (
    "<twoCellAnchor><from><col>2</col><colOff>0</colOff><row>6</row><rowOff>0</rowOff></from>"
    "<to><col>4</col><colOff>0</colOff><row>7</row><rowOff>0</rowOff></to><sp><nvSpPr/></sp>"
    "<clientData/></twoCellAnchor></wsDr>"
)
PICTURE = TEXT_BOX.replace("<sp><nvSpPr/></sp>", "<pic/>")
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HIGHLIGHT = (
    '<conditionalFormatting sqref="C7"><cfRule type="expression" priority="99" dxfId="2">'
    "<formula>C7&gt;0</formula></cfRule></conditionalFormatting>"
)
SHADOW = """<definedName name="Checks_Failed" localSheetId="0">'Checks'!$C$7</definedName>"""
FILTER = '<filterColumn colId="0"><filters><filter val="F-1"/></filters></filterColumn>'
SPARKS = (
    '<extLst><ext uri="x"><x14:sparklineGroups xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"/></ext></extLst></worksheet>'
)


@pytest.fixture(scope="module")
def tracker(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programme's tracker, which has inputs, tables, links and a chart."""
    folder = tmp_path_factory.mktemp("looks")
    return Path(shutil.copy(issued / "packs" / "mdf_tracker.xlsx", folder))


BLACK_TEXT = (
    '<txPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:pPr>'
    '<a:defRPr><a:solidFill><a:srgbClr val="000000"/>'
    "</a:solidFill></a:defRPr></a:pPr></a:p></txPr>"
)
MISLEADING = {
    # how cells look
    "a number written over": (
        STYLES,
        AMOUNT,
        r'formatCode="&quot;9,999.00&quot;"',
        "number format: the",
    ),
    "a number hidden": (STYLES, AMOUNT, 'formatCode=";;;"', "number format: the"),
    "a number in thousands": (STYLES, AMOUNT, r'formatCode="#,##0.00,"', "number format: the"),
    "black became white": (
        STYLES,
        INK,
        INK.replace("00000000", "00FFFFFF"),
        "colour of the text: the",
    ),
    "struck out": (STYLES, INK, INK + '<strike val="1"/>', "struck out: the"),
    "a size of nothing": (STYLES, INK, INK.replace('"11"', '"1"'), "size of the text: the"),
    "signs for letters": (
        STYLES,
        r'Calibri"/><color rgb="00000000"',
        'Wingdings"/><color rgb="00000000"',
        "font: the",
    ),
    "digits that repeat": (
        STYLES,
        r'(<cellXfs.*?<alignment horizontal=)"right"',
        r'\1"fill"',
        "alignment: the",
    ),
    "a part of a text hidden": (
        SUMMARY,
        "<is><t>MDF tracker</t></is>",
        '<is><r><t>MDF</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t> tracker</t></r></is>',
        "Summary!B2",
    ),
    # rows, columns, sheets
    "a row hidden": (FUNDS, r'<row r="8"', '<row r="8" hidden="1"', "Funds!B8"),
    "a low row": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="5.5"', "Funds!B8"),
    "a column hidden": (
        FUNDS,
        r'<col min="8" max="8"',
        r'<col hidden="1" min="8" max="8"',
        "Funds!H1",
    ),
    "a narrow column": (FUNDS, r'(max="8" width=)"[^"]*"', r'\1"1.9"', "Funds!H1"),
    "rows out of reach": (FUNDS, "<sheetView ", '<sheetView topLeftCell="A8" ', "frozen"),
    "zeros hidden": (FUNDS, "<sheetView ", '<sheetView showZeros="0" ', "zero"),
    "formulas shown": (FUNDS, "<sheetView ", '<sheetView showFormulas="1" ', "formulas"),
    "rows hidden by default": (FUNDS, "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ', "rows"),
    "cells merged": (
        FUNDS,
        "<conditionalFormatting",
        '<mergeCells><mergeCell ref="H7:H8"/></mergeCells><conditionalFormatting',
        "Funds!H7",
    ),
    "a sheet hidden": (BOOK, r'(name="Claims"[^>]*state=)"visible"', r'\1"hidden"', "Claims"),
    "sheets swapped": (BOOK, r'(<sheet [^>]*"Funds"[^>]*/>)(<sheet .*?/>)', r"\2\1", "order"),
    "a sheet renamed": (BOOK, 'name="Funds"', 'name="Founds"', "Funds!None the"),
    "no tabs": (BOOK, 'showSheetTabs="1"', 'showSheetTabs="0"', "tabs"),
    # words beside the cells
    "another footer": (SUMMARY, "Ledger position 4", "Ledger position 9", "position 9"),
    "a footer that is gone": (SUMMARY, "<oddFooter>.*?</oddFooter>", "", "footer"),
    "a white footer": (SUMMARY, "&amp;K5B6472", "&amp;KFFFFFF", "footer"),
    "a picture behind": (
        SUMMARY,
        "<drawing ",
        f'<picture xmlns:r="{REL}" r:id="rId9"/><drawing ',
        "picture",
    ),
    "lines in cells": (SUMMARY, "</worksheet>", SPARKS, "sparklineGroups"),
    "a highlight added": (SUMMARY, "(?=<conditionalFormatting)", HIGHLIGHT, "Summary!C7"),
    "a highlight taken away": (
        FUNDS,
        r'<cond\w+ sqref="\w+:\w+"><cfRule type="cellIs".*?</cond\w+>',
        "",
        "taken away",
    ),
    "a highlight of other cells": (
        FUNDS,
        r'<cond\w+ sqref="[A-Z]7:',
        '<conditionalFormatting sqref="B7:',
        "other cells",
    ),
    "a highlight under another rule": (FUNDS, "<formula>0<", "<formula>9999<", "lessThan 9999"),
    "a highlight that says otherwise": (
        STYLES,
        r"<dxf><font><color [^>]*/></font></dxf>",
        '<dxf><numFmt numFmtId="200" formatCode="&quot;paid&quot;"/></dxf>',
        "conditional format",
    ),
    "highlights in another order": (
        FUNDS,
        r'(type="expression" priority=)"(\d+)"(.*?type="expression" priority=)"(\d+)"',
        r'\1"\4"\3"\2"',
        "another order",
    ),
    "a link elsewhere": (SUMMARY, "location=\"'Funds'!A1\"", "location=\"'Claims'!A1\"", "link: "),
    "words on a link": (SUMMARY, "location=", 'tooltip="paid" location=', "link: "),
    "a name elsewhere": (BOOK, r"'Instructions'!\$C\$\d+", "'Instructions'!$C$99", "name '"),
    "a name of one sheet": (
        BOOK,
        "<definedNames>",
        f"<definedNames>{SHADOW}",
        "checks_failed",
    ),
    "a table that is shorter": (
        FUNDS_TABLE,
        r'ref="(B6:[A-Z]+)8"',
        r'ref="\g<1>7"',
        "table 'funds'",
    ),
    "a table's style": (
        STYLES,
        r'(FF)F6F8FA("/></patternFill></fill></dxf></dxfs>)',
        r"\g<1>000000\2",
        "Desk Table",
    ),
    # what is drawn
    "a text over cells": (DRAWING, "</wsDr>", TEXT_BOX, "a shape or text"),
    "a picture over cells": (DRAWING, "</wsDr>", PICTURE, "a picture"),
    "a chart moved": (DRAWING, r"<row>\d+</row>", "<row>5</row>", "moved here"),
    "a chart stretched": (DRAWING, r'cy="\d+"', 'cy="9667000"', "another size"),
    "no charts": (SUMMARY, "<drawing [^>]*/>", "", "charts are not shown"),
    "a chart hidden": (DRAWING, "<cNvPr ", '<cNvPr hidden="1" ', "missing"),
    "a chart that stands on another column": (
        CHART,
        r"(<numRef><f>'Summary'!\$)[A-Z]",
        r"\g<1>B",
        "chart 1, source",
    ),
    "a chart's value": (CHART, r"(<numCache>.*?<v>)[^<]*", r"\g<1>77", "chart 1, value"),
    "a chart's title": (CHART, "<a:t>[^<]*", "<a:t>All funds", "chart 1, text"),
    "a chart's scale": (CHART, "<orientation", '<max val="9"/><orientation', "largest value"),
    "a chart's parts of a hundred as numbers": (
        CHART,
        '<numFmt formatCode="0%"',
        '<numFmt formatCode="General"',
        "chart 1, number format: the desk issued '0%'",
    ),
    "a series without colour": (
        CHART,
        r"(<ser>.*?<spPr>)<a:solidFill([^>]*)>.*?</a:solidFill>",
        r"\1<a:noFill\2/>",
        "colour of a series",
    ),
    "a chart's text in another colour": (
        CHART,
        "(<ser>.*?</spPr>)",
        rf"\1{BLACK_TEXT}",
        "chart 1, colour of a text: the desk issued '1B2A41', here stands '000000'",
    ),
    "shapes in a chart": (
        CHART,
        "</chartSpace>",
        f'<userShapes xmlns:r="{REL}" r:id="x"/></chartSpace>',
        "shapes",
    ),
}


@pytest.mark.parametrize(("part", "old", "new", "said"), MISLEADING.values(), ids=MISLEADING.keys())
def test_what_misleads_a_reader_is_named(
    tracker: Path, part: str, old: str, new: str, said: str
) -> None:
    found = forged(tracker, {part: (old, new)})
    blocking = [one for one in found if one.code != "LOOK-CHANGED"]
    assert any(said in f"{one.sheet}!{one.cell} {one.message}" for one in blocking), found


HONEST = {
    "a wider column": (FUNDS, r'(max="8" width=)"[^"]*"', r'\1"40"'),
    "a higher row": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="36"'),
    "zoom": (FUNDS, "<sheetView ", '<sheetView zoomScale="60" '),
    "another cell selected": (FUNDS, 'activeCell="A1" sqref="A1"', 'activeCell="C8" sqref="C8"'),
    "another sheet in front": (BOOK, 'activeTab="0"', 'activeTab="3"'),
    "another print area": (BOOK, r"'Funds'!\$A\$1:\$[A-Z]+\$8", "'Funds'!$A$1:$C$8"),
    "a footer without blanks": (SUMMARY, "&amp;9 &amp;K", "&amp;9&amp;K"),
    "paper": (FUNDS, r'paperSize="\d+"', 'paperSize="1"'),
    "a name in other letters": (BOOK, "'Instructions'!", "Instructions!"),
    "a font in the footer": (SUMMARY, '&amp;"Calibri,Regular"', '&amp;"Arial,Bold"'),
    "the same format in other words": (
        STYLES,
        r'(formatCode="#,##0\.00(?:_\))?;)\((#,##0\.00)\);&quot;–&quot;',
        r"\1\\(\2\\);\\–",
    ),
    "a highlight in pieces": (FUNDS, r'(<cond\w+ sqref=)"([A-Z])7:\2(?=8")', r'\1"\g<2>7 \2'),
}


@pytest.mark.parametrize(("part", "old", "new"), HONEST.values(), ids=HONEST.keys())
def test_what_people_and_programs_do_honestly_is_no_difference(
    tracker: Path, part: str, old: str, new: str
) -> None:
    assert forged(tracker, {part: (old, new)}) == []


TOLD = {
    "a lock that is gone": (SUMMARY, "<sheetProtection[^>]*/>", "", "protected"),
    "a right more": (SUMMARY, 'formatCells="1"', 'formatCells="0"', "formatCells"),
    "a list of choices": (REQUESTS, "List_funds", "List_requests", "validation"),
    "words beside a cell": (REQUESTS, "The fund that is to pay", "Any fund", "validation"),
    "a validation that is gone": (REQUESTS, "<dataValidation .*?</dataValidation>", "", "taken"),
    "a further name": (
        BOOK,
        "<definedNames>",
        "<definedNames><definedName name=\"mine\">'Funds'!$A$1</definedName>",
        "mine",
    ),
}


@pytest.mark.parametrize(("part", "old", "new", "said"), TOLD.values(), ids=TOLD.keys())
def test_what_leaves_all_to_be_read_is_a_warning(
    tracker: Path, part: str, old: str, new: str, said: str
) -> None:
    found = forged(tracker, {part: (old, new)})
    assert {one.code for one in found} == {"LOOK-CHANGED"}
    assert any(said in one.message for one in found)


def test_rows_that_a_filter_hides_are_a_warning(tracker: Path) -> None:
    filtered = (
        r'<autoFilter ref="([^"]*)"(?:/>|></autoFilter>)',
        rf'<autoFilter ref="\1">{FILTER}</autoFilter>',
    )
    hidden = (r'<row r="8"', '<row r="8" hidden="1"')
    (found,) = forged(tracker, {FUNDS_TABLE: filtered, FUNDS: hidden})
    assert (found.code, found.sheet, found.cell) == ("LOOK-CHANGED", "Funds", "B8")
    assert "hidden by a filter" in found.message


def test_a_look_down_a_column_is_said_once(tracker: Path) -> None:
    found = forged(tracker, {STYLES: (AMOUNT, 'formatCode="0"')})
    runs = [one for one in found if one.sheet == FUNDS]
    assert runs
    for run in runs:
        assert re.search(r"issued '#,##0\.00.*, here '0' \(down to [A-Z]+8\)$", run.message)


def test_what_is_typed_may_be_shown_otherwise_and_is_a_warning(tracker: Path) -> None:
    typed = {
        REQUESTS: (r'(<c r="B\d+" s="\d+")/>', r"\1><v>5</v></c>"),
        STYLES: ('rgb="001D4ED8"', 'rgb="00FFF8E1"'),
    }
    (found,) = forged(tracker, typed)
    assert (found.code, found.sheet) == ("LOOK-CHANGED", REQUESTS)
    assert "what stands here may not be what is read" in found.message


ENTRIES = {
    "an amount as a part of a hundred": (
        r'<c r="H10" s="\d+"/>(.*?<c r="K10" s=)"(\d+)"/>',
        r'<c r="H10" s="\2"><v>4000</v></c>\1"\2"/>',
        "number format",
    ),
    "an amount as a day": (
        r'(<c r="F10" s=)"(\d+)"/>(.*?)<c r="H10" s="\d+"/>',
        r'\1"\2"/>\3<c r="H10" s="\2"><v>4000</v></c>',
        "number format",
    ),
    "a text of which a part is white": (
        r'<c r="E10"( s="\d+")/>',
        (
            r'<c r="E10"\1 t="inlineStr"><is><r><t>Par</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr>'
            "<t>is</t></r></is></c>"
        ),
        "formatted by themselves",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), ENTRIES.values(), ids=ENTRIES.keys())
def test_an_entry_that_shows_something_else_is_a_warning(
    tracker: Path, old: str, new: str, said: str
) -> None:
    (found,) = forged(tracker, {REQUESTS: (old, new)})
    assert (found.code, found.sheet) == ("LOOK-CHANGED", REQUESTS)
    assert said in found.message


BASE = "Funds[[#This Row],[Allocated]]+Funds[[#This Row],[Reallocated]]"
SHARED = {
    "as issued": (BASE, 0, ""),
    "another one": ("Funds[[#This Row],[Allocated]]+0", 0, "78"),
    "one of another group": (BASE, 7, "8"),
    "one that moves": ("H7+I7", 0, "78"),
}


@pytest.mark.parametrize(("text", "group", "rows"), SHARED.values(), ids=SHARED.keys())
def test_a_shared_formula_is_read_where_it_stands(
    tracker: Path, text: str, group: int, rows: str
) -> None:
    own = re.escape(BASE)
    share = (
        rf"<f>{own}</f>(.*?)<f>{own}</f>",
        rf'<f t="shared" ref="J7:J8" si="0">{text}</f>\1<f t="shared" si="{group}"/>',
    )
    found = forged(tracker, {FUNDS: share})
    assert "".join(str(one.cell)[-1] for one in found) == rows
    if "H7" in text:
        assert "here stands =H8+I8" in found[1].message


def test_a_note_hangs_on_a_sheet_without_hiding_it_and_other_shapes_do_not(
    tracker: Path,
) -> None:
    kinds = {"Note": 0, "Rect": 1}
    link = f'<Relationship Id="v" Type="{REL}/vmlDrawing" Target="/xl/d.vml"/></Relationships>'
    place = f'<legacyDrawing xmlns:r="{REL}" r:id="v"/><tableParts'
    style = 'style="visibility:hidden"'
    for kind, count in kinds.items():
        shape = (
            '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:x="urn:schemas-microsoft-com:office:excel">'
            f'<v:shape {style}><x:ClientData ObjectType="{kind}"/></v:shape></xml>'
        )
        edits = {SUMMARY_LINKS: ("</Relationships>", link), SUMMARY: ("<tableParts", place)}
        found = forged(tracker, edits, {"xl/d.vml": shape.encode()})
        assert len(found) == count, (kind, found)


def test_a_part_that_is_damaged_is_refused(tracker: Path) -> None:
    with pytest.raises(ArchiveError, match="not well-formed"):
        forged(tracker, {CHART: ("</chartSpace>", "")})


def test_what_openpyxl_saves_again_looks_as_issued(issued: Path, tmp_path: Path) -> None:
    for path in sorted(issued.glob("[pt]*/*.xlsx")):
        again = tmp_path / "again.xlsx"
        openpyxl.load_workbook(path).save(again)
        found = list(workbook_differences(path, again, Limits()))
        assert found == [], path.name


@pytest.mark.parametrize("linked", ["0", "1"])
def test_an_axis_may_say_that_its_numbers_have_no_format(tracker: Path, linked: str) -> None:
    usual = rf'\1<numFmt formatCode="General" sourceLinked="{linked}"/>'
    assert forged(tracker, {CHART: ("(<catAx>.*?)(?=<majorTickMark|<numFmt)", usual)}) == []


@pytest.mark.libreoffice
def test_a_chart_is_as_issued_however_often_programs_save_it(tracker: Path, tmp_path: Path) -> None:
    mixed = tracker.with_name("mixed.xlsx")
    openpyxl.load_workbook(tracker).save(mixed)
    paths, program = [tracker, mixed], Recalculator(shutil.which("soffice") or "")
    for number in ("once", "twice"):
        folder = tmp_path / number
        folder.mkdir()
        saved = program.converted(paths, folder)
        paths = [saved[path] for path in paths]
        for path in paths:
            assert list(workbook_differences(tracker, path, Limits())) == [], (number, path.name)


@pytest.mark.libreoffice
def test_what_libreoffice_saves_again_is_told_by_its_looks(
    issued: Path, tracker: Path, tmp_path: Path
) -> None:
    assert forged(tracker, {STYLES: (AMOUNT, 'formatCode="0"')})
    fake = tracker.with_name("changed.xlsx")
    paths = [*issued.glob("packs/*.xlsx"), *issued.glob("trackers/*P-1.xlsx")]
    saved = Recalculator(shutil.which("soffice") or "").converted([*paths, fake], tmp_path)
    for path in paths:
        assert list(workbook_differences(path, saved[path], Limits())) == [], path.name
    found = list(workbook_differences(tracker, saved[fake], Limits()))
    assert {one.code for one in found} == {"LOOK-ALTERED"}
    assert any((one.sheet, one.cell) == ("Summary", "D40") for one in found)
