"""What an auditor once got past the comparison: parts that programs read in different ways."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbooks import written_otherwise
from workbooks.forgery import BOOK, forged
from xldesk.workbooks.check.archive import ArchiveError

ROOT_LINKS, BOOK_LINKS = "_rels/.rels", "xl/_rels/workbook.xml.rels"
SUMMARY, FUNDS, REQUESTS = "Summary", "Funds", "New requests"
SUMMARY_LINKS, FUNDS_LINKS = (
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/worksheets/_rels/sheet5.xml.rels",
)
STYLES, THEME, CORE = "xl/styles.xml", "xl/theme/theme1.xml", "docProps/core.xml"
CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
R = f'xmlns:r="{REL}"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
MCE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">%s</xml>'
)
LABEL = '<v:shape><x:ClientData ObjectType="Label"/></v:shape>'
INK = '<color rgb="001B2A41"/><sz val="20"/>'
BASE = r"<f>(Funds\[\[#This Row\],\[Allocated\]\]\+Funds\[\[#This Row\],\[Reallocated\]\]</f>)"
HIDDEN_COLUMN = '<col min="3" max="3" hidden="1"/>'
OTHER_CELL = '<c r="C7"><v>999</v></c>'
ONE_CELL, TWO_CELLS = (
    "<oneCellAnchor>(.*)<ext [^>]*/>(.*)</oneCellAnchor>",
    (
        "<twoCellAnchor>\\1<to><col>{0}</col><colOff>9</colOff><row>{1}</row><rowOff>9</rowOff></to>"
        "\\2</twoCellAnchor>"
    ),
)
DRAWN = (
    '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    "<twoCellAnchor><from><col>2</col><row>6</row></from><to><col>4</col><row>7</row></to>"
    "<sp/></twoCellAnchor></wsDr>"
)
BAR = (
    f'<extLst><ext><x14:conditionalFormattings xmlns:x14="{NEWER}"><x14:conditionalFormatting>'
    '<x14:cfRule type="dataBar"><x14:dataBar showValue="0"/></x14:cfRule>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
)
LAYOUT = (
    '<plotArea><layout><manualLayout><x val="0.99"/><y val="0.99"/><w val="0.001"/>'
    '<h val="0.001"/></manualLayout></layout>'
)


@pytest.fixture(scope="module")
def tracker(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker that a desk issued, in a folder of its own."""
    folder = tmp_path_factory.mktemp("forgeries")
    return Path(shutil.copy(issued / "packs" / "mdf_tracker.xlsx", folder))


def link(kind: str, target: str, base: str = REL, name: str = "rId99") -> tuple[str, str]:
    """Return the edit of relationships that adds one."""
    one = f'<Relationship Type="{base}/{kind}" Target="{target}" Id="{name}"/>'
    return "</Relationships>", f"{one}</Relationships>"


def choice(markup: str) -> str:
    """Return ``markup`` that programs take which know Excel 2010, and others do not."""
    chosen = f'<mc:Choice Requires="x14">{markup}</mc:Choice>'
    return f'<mc:AlternateContent {MCE} xmlns:x14="{NEWER}">{chosen}</mc:AlternateContent>'


TWO_OF_A_KIND = {
    "two workbooks": (ROOT_LINKS, *link("officeDocument", "xl/workbook2.xml")),
    "two sets of formats": (BOOK_LINKS, *link("styles", "styles2.xml")),
    "two sets of formats, one abroad": (BOOK_LINKS, *link("Styles", "s.xml", "http://x.example")),
    "two themes": (BOOK_LINKS, *link("theme", "theme2.xml")),
    "two names of the file": (ROOT_LINKS, *link("core-properties", "docProps/core2.xml", PACKAGE)),
    "texts from abroad": (BOOK_LINKS, *link("sharedStrings", "s.xml", "http://x.example")),
    "two drawings": (SUMMARY_LINKS, *link("drawing", "/xl/drawings/drawing9.xml")),
    "a font of another kind": (
        STYLES,
        r"<fonts( [^>]*)>",
        r'<fonts\1><z:font xmlns:z="urn:z"/>',
    ),
    "a font in two colours": (STYLES, INK, f'{INK}<color rgb="00FFFFFF"/>'),
    "two sets of fonts": (STYLES, "<fills ", "<fonts/><fills "),
    "fonts for some programs": (STYLES, "<fills ", f"{choice('<fonts/>')}<fills "),
    "a number format twice": (
        STYLES,
        r'(<numFmt numFmtId="164")( [^>]*>)',
        r'\1\2\1 formatCode="0"/>',
    ),
    "a cell for some programs": (SUMMARY, "(<v>5700</v></c>)", rf"\1{choice(OTHER_CELL)}"),
    "a value for some programs": (SUMMARY, "<v>5700</v>", f"<v>5700</v>{choice('<v>1</v>')}"),
    "two groups of rows": (
        SUMMARY,
        "</sheetData>",
        '</sheetData ><mergeCells><mergeCell ref="B7:C7"/></mergeCells><sheetData></sheetData>',
    ),
    "a text for some programs": (
        SUMMARY,
        "<t>MDF tracker</t>",
        f"<t>MDF tracker</t>{choice('<t>Forged</t>')}",
    ),
} | written_otherwise.READ_IN_TWO_WAYS


@pytest.mark.parametrize(("part", "old", "new"), TWO_OF_A_KIND.values(), ids=TWO_OF_A_KIND.keys())
def test_what_programs_read_in_two_ways_is_refused(
    tracker: Path, part: str, old: str, new: str
) -> None:
    with pytest.raises(ArchiveError) as refused:
        forged(tracker, {part: (old, new)})
    assert refused.value.code == "FILE-XML"


MISLEADING = {
    # behind the rows
    "a tail behind an instruction": (
        SUMMARY,
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="B7:C7"/></mergeCells><?x </sheetData>?>',
        "B7:C7",
    ),
    # colours
    "a colour of two sources": (STYLES, INK, INK.replace("/>", ' theme="0"/>', 1), "'unknown'"),
    "black of itself and white": (
        STYLES,
        INK,
        INK.replace("rgb", 'auto="1" rgb', 1),
        "'unknown'",
    ),
    "the desktop's background": (
        STYLES,
        INK,
        INK.replace('rgb="001B2A41"', 'indexed="65"'),
        "'FFFFFF'",
    ),
    "letters of a set of signs": (
        STYLES,
        INK,
        f'{INK}<charset val="2"/>',
        "of signs",
    ),
    "read from right to left": (
        STYLES,
        r'(<cellXfs.*?<alignment )(?=horizontal="right")',
        r'\1readingOrder="2" ',
        "right to left",
    ),
    # parts that are led to
    "a drawing of another kind": (
        SUMMARY,
        r'(<drawing [^>]*)"rId1"',
        r'\1"rId2"',
        "'drawing' leads to a part of another kind",
    ),
    "a table that is led to twice": (
        SUMMARY,
        "(<tablePart [^>]*/>)",
        r"\1\1",
        "does not say once",
    ),
    "a drawing that is not there": (
        FUNDS_LINKS,
        *link("drawing", "/xl/drawings/none.xml"),
        "'drawing' of the sheet is not there",
    ),
    "a drawing that is not led to": (
        FUNDS_LINKS,
        *link("drawing", "/xl/drawings/drawing1.xml"),
        "does not say once",
    ),
    "properties that are not there": (ROOT_LINKS, *link("thumbnail", "x.png"), "thumbnail"),
    # formulas that write elsewhere, values with data behind them
    "a formula over two cells": (FUNDS, BASE, r'<f t="array" ref="J7:J8">\1', "array formula"),
    "a table of data": (FUNDS, BASE, r'<f t="dataTable" ref="J7" r1="C8">\1', "dataTable"),
    "a formula in a cell to fill in": (
        REQUESTS,
        r'<c r="B10"( s="\d+")/>',
        r'<c r="B10"\1><f t="array" ref="B10:Z99">1</f><v>1</v></c>',
        "array formula for B10:Z99",
    ),
    "a group that is none": (FUNDS, BASE, '<f si="0"></f>', "formula"),
    "data behind a value": (SUMMARY, '<c r="C7"', '<c vm="1" r="C7"', "more than a value"),
    "a cell of the new formulas": (SUMMARY, '<c r="B7"', '<c cm="1" r="B7"', "more than a value"),
    "words over a text": (
        SUMMARY,
        "<t>MDF tracker</t>",
        '<t>MDF tracker</t><rPh sb="0" eb="3"><t>Forged</t></rPh>',
        "Summary!B2",
    ),
    # charts
    "a chart between two cells that meet": (
        DRAWING,
        ONE_CELL,
        TWO_CELLS.format(1, 9),
        "another size",
    ),
    "a chart in elements of another kind": (
        CHART,
        "<ser>(.*?)</ser>",
        r'<z:ser xmlns:z="urn:z">\1</z:ser>',
        "element of another kind",
    ),
    "a series nobody can see through": (
        CHART,
        r'(<ser>.*?<a:srgbClr val="\w+")/>',
        r'\1><a:alpha val="0"/></a:srgbClr>',
        "a colour that is changed",
    ),
    "a plot in the corner": (CHART, "<plotArea>", LAYOUT, "place in the chart"),
    "an axis without labels": (CHART, "<tickLblPos [^>]*>", '<tickLblPos val="none"/>', "labels"),
    "labels of two points": (CHART, 'sz="900"', 'sz="200"', "size of a text"),
    "labels in signs": (CHART, 'typeface="Calibri"', 'typeface="Wingdings 2"', "font of a text"),
    "lines over the bars": (CHART, 'w="9525"', 'w="999999"', "width of a line"),
    "a black background": (
        CHART,
        "<plotArea>",
        f'<plotArea><spPr><a:solidFill {A}><a:srgbClr val="000000"/></a:solidFill></spPr>',
        "background",
    ),
    "a picture in a chart": (
        CHART,
        "<plotArea>",
        f"<plotArea><spPr><a:blipFill {A}/></spPr>",
        "blipFill",
    ),
    "a text struck out": (CHART, 'sz="1200"', 'sz="1200" strike="sngStrike"', "struck out"),
    "words for those who see no chart": (DRAWING, 'descr="[^"]*"', 'descr="All paid."', "All paid"),
    "a chart that leads elsewhere": (
        DRAWING,
        "(<cNvPr [^>]*)/>",
        rf'\1><a:hlinkClick {A} {R} r:id="" tooltip="paid"/></cNvPr>',
        "leads elsewhere",
    ),
    "a chart that is not of its sheet": (
        DRAWING,
        "<oneCellAnchor>",
        '<oneCellAnchor xmlns="urn:z">',
        "missing",
    ),
    # rows, columns, views
    "a row hidden in other words": (FUNDS, '<row r="8"', '<row r="8" hidden="on"', "Funds!B8"),
    "a row of no height": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="0E0"', "Funds!B8"),
    "a row of no number": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="1_8"', "Funds!B8"),
    "a row that cuts its text": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="11"', "too low"),
    "a row that cuts what wraps": (FUNDS, r'(<row r="6") ht="37.5"', r'\1 ht="18"', "Funds!B6"),
    "a row of its own height cut": (SUMMARY, '<row r="5"', '<row r="5" ht="7"', "Summary!B5"),
    "a column of no width": (FUNDS, r'(max="8" width=)"[^"]*"', r'\1"0E0"', "Funds!H1"),
    "rows low by default": (FUNDS, 'defaultRowHeight="15"', 'defaultRowHeight="1"', "too low"),
    "columns narrow by default": (
        FUNDS,
        "<sheetFormatPr ",
        '<sheetFormatPr defaultColWidth="0" ',
        "too narrow",
    ),
    "columns narrow at their base": (FUNDS, 'baseColWidth="8"', 'baseColWidth="0"', "too narrow"),
    "columns for some programs": (
        FUNDS,
        "</cols>",
        f"{choice(HIDDEN_COLUMN)}</cols>",
        "to some programs only",
    ),
    "all rows frozen": (FUNDS, 'ySplit="6"', 'ySplit="40"', "frozen"),
    "bars for values": (FUNDS, "</worksheet>", BAR, "newer kind"),
    # the book
    "values cut to what is shown": (BOOK, "<calcPr ", '<calcPr fullPrecision="0" ', "cut to"),
    "names for some programs": (
        BOOK,
        "<definedNames>",
        f"{choice('<definedNames/>')}<definedNames>",
        "to some programs only",
    ),
} | written_otherwise.NAMED


@pytest.mark.parametrize(("part", "old", "new", "said"), MISLEADING.values(), ids=MISLEADING.keys())
def test_what_got_past_the_comparison_is_named(
    tracker: Path, part: str, old: str, new: str, said: str
) -> None:
    found = forged(tracker, {part: (old, new)})
    blocking = [one for one in found if one.code != "LOOK-CHANGED"]
    assert any(said in f"{one.sheet}!{one.cell} {one.message}" for one in blocking), found


THEMES = {
    "white": ('"window" lastClr="000000"/>', "'FFFFFF'"),
    "lightened": ('"windowText"><a:lumOff val="99000"/></a:sysClr>', "'unknown'"),
}


@pytest.mark.parametrize(("colour", "said"), THEMES.values(), ids=THEMES.keys())
def test_a_colour_of_the_theme_is_what_programs_make_of_it(
    tracker: Path, colour: str, said: str
) -> None:
    edits = {
        STYLES: (INK, INK.replace('rgb="001B2A41"', 'theme="1"')),
        THEME: ('<a:sysClr val="windowText" lastClr="000000"/>', f"<a:sysClr val={colour}"),
    }
    found = forged(tracker, edits)
    assert any(said in one.message for one in found if one.code == "LOOK-ALTERED"), found


TARGETS = ["/xl/drawings/evil%31.xml", "..\\\\drawings\\\\evil1.xml", "/xl/x/../drawings/evil1.xml"]


@pytest.mark.parametrize("target", TARGETS)
def test_a_drawing_is_found_however_its_place_is_written(tracker: Path, target: str) -> None:
    edits = {
        FUNDS_LINKS: link("drawing", target),
        FUNDS: ("<tableParts", f'<drawing {R} r:id="rId99"/><tableParts'),
    }
    found = forged(tracker, edits, {"xl/drawings/evil1.xml": DRAWN.encode()})
    assert any("a shape or text" in one.message for one in found), found


def test_a_drawing_behind_another_relation_is_named(tracker: Path) -> None:
    edits = {
        SUMMARY_LINKS: link("printerSettings", "/xl/drawings/drawing9.xml"),
        SUMMARY: (r'(<drawing [^>]*)"rId1"', r'\1"rId99"'),
    }
    found = forged(tracker, edits, {"xl/drawings/drawing9.xml": DRAWN.encode()})
    assert {one.code for one in found} == {"LOOK-ALTERED"}


OLD_DRAWINGS = {
    "a label beside words of a note": (VML % f'<!-- ObjectType="Note" -->{LABEL}').encode(),
    "a label in another encoding": (VML % LABEL).encode("utf-16"),
    "a line": (VML % "<v:line/>").encode(),
    "a note with a picture": (
        VML % '<v:shape><v:fill type="frame"/><x:ClientData ObjectType="Note"/></v:shape>'
    ).encode(),
}


@pytest.mark.parametrize("content", OLD_DRAWINGS.values(), ids=OLD_DRAWINGS.keys())
def test_old_drawings_that_hold_more_than_notes_are_named(tracker: Path, content: bytes) -> None:
    edits = {
        FUNDS_LINKS: link("vmlDrawing", "/xl/v.vml"),
        FUNDS: ("<tableParts", f'<legacyDrawing {R} r:id="rId99"/><tableParts'),
    }
    (found,) = forged(tracker, edits, {"xl/v.vml": content})
    assert (found.code, found.sheet) == ("LOOK-ALTERED", FUNDS)
    assert "a shape or text" in found.message


HONEST = {
    "a chart moved by what programs save": (
        DRAWING,
        ONE_CELL,
        TWO_CELLS.format(9, 23),
    ),
    "a row somewhat lower": (FUNDS, r'(<row r="8") ht="18"', r'\1 ht="14"'),
    "a font for letters that the first one lacks": (
        STYLES,
        f'Calibri"/>(?=<b val="1"/>{INK})',
        'DejaVu Sans"/>',
    ),
    "some rows more frozen": (FUNDS, 'ySplit="6"', 'ySplit="9"'),
    "words that are gone": (DRAWING, ' descr="[^"]*"', ""),
    "the style of a chart in two ways": (
        CHART,
        "(?=<chart>)",
        choice('<x14:style val="102"/>').replace(
            "</mc:Alt", f'<mc:Fallback><style xmlns="{C}" val="2"/></mc:Fallback></mc:Alt'
        ),
    ),
    "where a program keeps the file": (
        BOOK,
        "<bookViews>",
        f"{choice('<x14:absPath/>')}<bookViews>",
    ),
} | written_otherwise.HONEST


@pytest.mark.parametrize(("part", "old", "new"), HONEST.values(), ids=HONEST.keys())
def test_what_programs_do_honestly_is_no_difference(
    tracker: Path, part: str, old: str, new: str
) -> None:
    assert forged(tracker, {part: (old, new)}) == []
