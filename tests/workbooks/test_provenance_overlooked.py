"""What a later auditor got past the comparison, and what programs save that is like it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbooks.forgery import BOOK, forged, part_of
from workbooks.repackage import repackaged
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences

BOOK_LINKS, SUMMARY_LINKS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
STYLES, CHART, DRAWING = "xl/styles.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
SUMMARY, FUNDS, REQUESTS = "Summary", "Funds", "New requests"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R = f'xmlns:r="{REL}"'
NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
CROSSED = '<border diagonalUp="1"><diagonal style="thick"/></border>'
TO = "<to><col>{0}</col><colOff>{1}</colOff><row>{2}</row><rowOff>{3}</rowOff></to>"
ONE_CELL = "<oneCellAnchor>(.*)<ext [^>]*/>(.*)</oneCellAnchor>"
NEWER_RULE = (
    f'<extLst><ext><x14:conditionalFormattings xmlns:x14="{NEWER}"><x14:conditionalFormatting>'
    '<x14:cfRule type="expression"/></x14:conditionalFormatting></x14:conditionalFormattings>'
    "</ext></extLst></worksheet>"
)
TITLE = "<is><t>MDF tracker</t></is>"


def two_cells(*to: int) -> str:
    """Return an anchor between two cells that ends ``to`` column, offset, row and offset."""
    return f"<twoCellAnchor>\\1{TO.format(*to)}\\2</twoCellAnchor>"


@pytest.fixture(scope="module")
def tracker(issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker in a folder of its own."""
    folder = tmp_path_factory.mktemp("overlooked")
    return Path(shutil.copy(issued / "packs" / "mdf_tracker.xlsx", folder))


MISLEADING = {
    # headers and footers
    "a footer behind an escaped sign": (
        SUMMARY,
        "position 4&amp;C",
        'position 4&amp;&amp;"Paid 9,999"C',
        "footer",
    ),
    "a footer in signs": (SUMMARY, "Calibri,Regular", "Wingdings,Regular", "footer"),
    "a first page of its own": (
        SUMMARY,
        "<headerFooter>(.*?)<firstHeader/>",
        r'<headerFooter differentFirst="on">\1<firstHeader>&amp;LForged</firstHeader>',
        "header of first pages",
    ),
    # cells
    "figures crossed out": (
        STYLES,
        '<border>(<bottom style="thin">.*?</bottom>)</border>',
        r'<border diagonalDown="on">\1<diagonal style="thin"/></border>',
        "crossed by lines: the desk issued 'nothing', here 'downwards'",
    ),
    "figures crossed out by a rule": (
        STYLES,
        "(<dxf><font>.*?)</dxf>",
        rf"\1{CROSSED}</dxf>",
        "conditional format",
    ),
    "a text that no longer wraps": (
        STYLES,
        r'(<cellXfs.*)wrapText="1"',
        r"\1",
        "wraps: the desk issued yes, here no",
    ),
    "a text at the other end of its row": (
        STYLES,
        r'(<cellXfs.*)vertical="center"',
        r'\1vertical="top"',
        "vertical alignment",
    ),
    "a column too narrow for its figures": (
        SUMMARY,
        r'(max="3" width=)"[^"]*"',
        r'\1"3"',
        "Summary!C7 the column is too narrow",
    ),
    "other letters in a formula's text": (
        SUMMARY,
        '"This workbook adds up"',
        '"THIS WORKBOOK ADDS UP"',
        "Summary!B5",
    ),
    # what is drawn
    "a chart pulled up": (DRAWING, "<rowOff>0<", "<rowOff>-700000<", "in different places"),
    "a chart pushed aside": (DRAWING, "<colOff>0<", "<colOff>900000<", "moved away from"),
    "a chart pushed over the next cells": (
        DRAWING,
        "<colOff>0<",
        "<colOff>5000000<",
        "in different places",
    ),
    "a chart pushed by a number with a sign": (
        DRAWING,
        "<rowOff>0<",
        "<rowOff>+700000<",
        "in different places",
    ),
    "a chart of two places": (
        DRAWING,
        "<rowOff>0<",
        "<rowOff>0</rowOff><rowOff>700000<",
        "in different places",
    ),
    "a chart that ends far behind its cell": (
        DRAWING,
        ONE_CELL,
        two_cells(9, 9, 23, 9_000_000),
        "in different places",
    ),
    "a chart of no cell": (
        DRAWING,
        "<oneCellAnchor><from>.*?</from>(.*)</oneCellAnchor>",
        r'<absoluteAnchor><pos x="0" y="0"/>\1</absoluteAnchor>',
        "Summary!B10 chart 1 stands where",
    ),
    "stacked bars beside each other": (
        CHART,
        '<overlap val="100"',
        '<overlap val="-5"',
        "over each other",
    ),
    "series in another order": (
        CHART,
        '<order val="0"/>(.*?)<order val="1"/>',
        r'<order val="1"/>\1<order val="0"/>',
        "order of the series",
    ),
    # rules
    "a rule that ends the others in other words": (
        SUMMARY,
        '<cfRule type="cellIs"',
        '<cfRule type="cellIs" stopIfTrue="on"',
        "now ends those behind it",
    ),
    "rules of a newer kind": (FUNDS, "</worksheet>", NEWER_RULE, "newer kind"),
    "a link over an issued one": (
        SUMMARY,
        "<hyperlinks>",
        '<hyperlinks><hyperlink ref="N40:O40" location="\'About\'!A1"/>',
        "Summary!N40 link",
    ),
    "two links of one cell": (
        SUMMARY,
        '<hyperlinks>(<hyperlink ref="([^"]*)")',
        r'<hyperlinks><hyperlink ref="\2" location="Forged!A1"/>\1',
        "Forged!A1, #",
    ),
    "columns from right to left": (SUMMARY, "<sheetView ", '<sheetView rightToLeft="1" ', "right"),
}


@pytest.mark.parametrize(("part", "old", "new", "said"), MISLEADING.values(), ids=MISLEADING.keys())
def test_what_got_past_a_later_comparison_is_named(
    tracker: Path, part: str, old: str, new: str, said: str
) -> None:
    found = forged(tracker, {part: (old, new)})
    blocking = [one for one in found if one.code != "LOOK-CHANGED"]
    assert any(said in f"{one.sheet}!{one.cell} {one.message}" for one in blocking), found


SAID_TWICE = {
    "two headers and footers": (SUMMARY, "</headerFooter>", "</headerFooter><headerFooter/>"),
    "two headers": (SUMMARY, "<oddHeader/>", "<oddHeader/><oddHeader>&amp;LForged</oddHeader>"),
    "two lists of links": (SUMMARY, "</hyperlinks>", "</hyperlinks><hyperlinks/>"),
    "two widths of a column": (
        FUNDS,
        "</cols>",
        '<col min="3" max="3" width="40"/></cols>',
    ),
    "two ways to calculate": (BOOK, "(<calcPr [^>]*>)", r"\1\1"),
    "a name of two cells": (
        BOOK,
        "<definedNames>",
        "<definedNames><definedName name=\"CHECKS_FAILED\">'Checks'!$C$1</definedName>",
    ),
    "a border crossed twice": (
        STYLES,
        "<borders([^>]*)><border>(.*?)</border>",
        r"<borders\1><border>\2<diagonal/></border>",
    ),
}


@pytest.mark.parametrize(("part", "old", "new"), SAID_TWICE.values(), ids=SAID_TWICE.keys())
def test_what_is_said_twice_is_refused(tracker: Path, part: str, old: str, new: str) -> None:
    with pytest.raises(ArchiveError) as refused:
        forged(tracker, {part: (old, new)})
    assert refused.value.code == "FILE-XML"


TOLD = {
    "a sheet too small to be read": (
        SUMMARY,
        "<sheetView ",
        '<sheetView zoomScale="10" ',
        "too small",
    ),
    "a title cut by an empty text": (
        SUMMARY,
        '(<c r="B3".*?</c>)',
        r'\1<c r="C3" t="str"><v></v></c>',
        "empty text was added",
    ),
    "a title cut by an empty text far from it": (
        SUMMARY,
        '(<c r="B3".*?</c>)',
        r'\1<c r="D3" t="inlineStr"><is><t></t></is></c>',
        "empty text was added",
    ),
    "a sheet in pages": (SUMMARY, "<sheetView ", '<sheetView view="pageLayout" ', "'pageLayout'"),
}


@pytest.mark.parametrize(("part", "old", "new", "said"), TOLD.values(), ids=TOLD.keys())
def test_what_a_sheet_shows_otherwise_is_a_warning(
    tracker: Path, part: str, old: str, new: str, said: str
) -> None:
    (found,) = forged(tracker, {part: (old, new)})
    assert (found.code, found.sheet) == ("LOOK-CHANGED", SUMMARY)
    assert said in found.message


def test_a_file_that_opens_on_a_sheet_of_others_says_so(tracker: Path) -> None:
    sheet = f'<sheet {R} name="Final" sheetId="99" r:id="rId999"/></sheets>(.*)'
    target = "worksheets/sheet99.xml"
    edits = {
        BOOK: (
            '(activeTab=)"0"(.*)</sheets>',
            rf'\1"14"\2{sheet.removesuffix("(.*)")}',
        ),
        BOOK_LINKS: (
            "</Relationships>",
            f'<Relationship Type="{REL}/worksheet" Target="{target}" Id="rId999"/></Relationships>',
        ),
    }
    added = {"xl/worksheets/sheet99.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'}
    found = forged(tracker, edits, {name: part.encode() for name, part in added.items()})
    assert [(one.code, "opens on a sheet" in one.message) for one in found] == [
        ("LOOK-CHANGED", True)
    ]


RUNS = (
    "<is><{0}r><{0}rPr><{0}strike/></{0}rPr><{0}t>MDF </{0}t></{0}r>"
    "<{0}r><{0}t>tracker</{0}t></{0}r></is>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("prefix", ["", "é:"])
def test_parts_of_a_text_are_found_in_every_encoding(
    tracker: Path, encoding: str, prefix: str
) -> None:
    def rich(part: bytes) -> bytes:
        text = part.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
        text = text.replace("<worksheet ", f'<worksheet xmlns:é="{MAIN}" ', 1)
        text = text.replace(TITLE, RUNS.format(prefix), 1)
        return text.encode(encoding, "xmlcharrefreplace")

    forgery = repackaged(tracker, {part_of(tracker, SUMMARY): rich})
    found = list(workbook_differences(tracker, forgery, Limits()))
    assert [(one.code, one.cell) for one in found] == [("LOOK-ALTERED", "B2")]


SHAPE = '<v:shape style="{0}"><x:ClientData ObjectType="Note">{1}</x:ClientData></v:shape>'
NOTES = {
    "a note that shows when pointed at": ("position:absolute;visibility:hidden", "", 0),
    "a note that says to be visible": ("visibility:hidden", "<x:Visible/>", 1),
    "a note of a visible box": ("visibility:visible", "", 1),
    "a note that says it twice": ("visibility:hidden; Visibility : visible", "", 1),
    "a note that does not say": ("", "", 1),
}


@pytest.mark.parametrize(("style", "data", "count"), NOTES.values(), ids=NOTES.keys())
def test_a_note_that_stays_in_sight_is_named(
    tracker: Path, style: str, data: str, count: int
) -> None:
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">{SHAPE.format(style, data)}</xml>'
    )
    link = f'<Relationship Id="v" Type="{REL}/vmlDrawing" Target="/xl/d.vml"/></Relationships>'
    edits = {
        SUMMARY_LINKS: ("</Relationships>", link),
        SUMMARY: ("<tableParts", f'<legacyDrawing {R} r:id="v"/><tableParts'),
    }
    assert len(forged(tracker, edits, {"xl/d.vml": drawing.encode()})) == count


def test_a_rule_taken_off_some_of_its_cells_is_named(issued: Path, tracker: Path) -> None:
    audit = Path(shutil.copy(issued / "packs" / "attribution_audit.xlsx", tracker.parent))
    group = r'<conditionalFormatting sqref="B[^"]*">.*?</conditionalFormatting>'
    found = forged(audit, {"Findings": (group, "")})
    assert {(one.code, one.sheet, one.cell) for one in found} == {
        ("LOOK-ALTERED", "Findings", "B7")
    }
    assert all("taken off some of its cells" in one.message for one in found)


HONEST = {
    "an empty cell beside a title": (SUMMARY, '(<c r="B3".*?</c>)', r'\1<c r="C3"/>'),
    "an empty text where nothing stands": (
        SUMMARY,
        '(<c r="B3".*?</c>)',
        r'<c r="A3" t="str"><v></v></c>\1',
    ),
    "a chart a little aside": (DRAWING, "<colOff>0<", "<colOff>9525<"),
    "an ending within its cell": (DRAWING, ONE_CELL, two_cells(9, 500_000, 23, 100_000)),
    "a column somewhat narrower": (SUMMARY, r'(max="3" width=)"[^"]*"', r'\1"14"'),
    "a column without figures made narrow": (FUNDS, r'(max="4" width=)"[^"]*"', r'\1"9"'),
    "a prompt in other words": (REQUESTS, 'showInputMessage="1"', 'showInputMessage="true"'),
    "spaces in a formula": (SUMMARY, r"COUNTA\(Funds", "COUNTA( FUNDS"),
    "lines around cells": (
        STYLES,
        '<border>(<bottom style="thin">)',
        r'<border><left style="thin"/>\1',
    ),
}


@pytest.mark.parametrize(("part", "old", "new"), HONEST.values(), ids=HONEST.keys())
def test_what_is_like_it_and_honest_is_no_difference(
    tracker: Path, part: str, old: str, new: str
) -> None:
    assert forged(tracker, {part: (old, new)}) == []
