"""Rows found by the pattern are those that an XML parser finds, and refused where it refuses."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest

from workbooks.edge_workbooks import edge_workbooks
from workbooks.recalculation import converted
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.cell import FoundRow, ReadCell
from xldesk.workbooks.check.document import Document, read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.plain_row import IrregularError
from xldesk.workbooks.check.regular_rows import RegularRows
from xldesk.workbooks.check.sheet_rows import SheetRows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LATER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
SHARED = ["one", "two"]


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:x14ac="{LATER}">{before}<sheetData>{rows}</sheetData>'
        f"{after}</worksheet>"
    ).encode()


def rows_of(xml: bytes, limits: Limits | None = None) -> SheetRows:
    opened = SimpleNamespace(open=lambda _name: cast("IO[bytes]", io.BytesIO(xml)))
    document = SimpleNamespace(archive=opened, shared=SHARED, limits=limits or Limits())
    return SheetRows(cast("Document", document), "sheet1.xml")


def answer(xml: bytes, limits: Limits | None = None, *, plain: bool = True) -> tuple[Any, ...]:
    """Return the rows, hidden columns, and why nothing further was read, if so."""
    found = rows_of(xml, limits)
    rows: list[FoundRow] = []
    error = None
    try:
        rows.extend(found if plain else found._parsed())
    except ArchiveError as refused:
        error = refused.code
    return rows, found.hidden_columns, error


def is_plain(xml: bytes, limits: Limits | None = None) -> bool:
    """Tell whether no parser of XML was needed."""
    try:
        list(RegularRows(io.BytesIO(xml), SHARED, limits or Limits()))
    except IrregularError:
        return False
    return True


PLAIN = {
    "number": '<row r="3"><c r="B3" s="4"><v>1.5</v></c></row>',
    "typed": '<row r="3"><c r="B3" t="n"><v>1</v></c><c r="C3" t="b"><v>1</v></c></row>',
    "shared text": '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c></row>',
    "inline": '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
    "</row>",
    "escaped": '<row r="1"><c r="A1" t="str"><v>a &lt;b&gt; &#233;&#x1F600; _x000D_</v></c></row>',
    "formula": '<row r="1"><c r="A1"><f>1&amp;2&lt;3</f><v>5</v></c><c r="B1"><f>A1</f></c></row>',
    "LibreOffice's": '<row r="1"><c r="A1" s="1" t="n"><f aca="false">A2</f><v>5</v></c></row>',
    "shared formula": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>',
    "empty": '<row r="1"/><row r="2"></row><row r="5"><c r="A5" s="1"/><c r="B5"></c></row>',
    "Excel's row": '<row r="4" spans="1:9" ht="0" customHeight="1" x14ac:dyDescent="0.25">'
    '<c r="I4"><v></v></c></row>',
    "hidden": '<row r="4" hidden="true"/><row r="5" hidden="1" ht="12.5"><c r="A5"/></row>',
    "error": '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="d"><v>2026</v></c></row>',
    "line break": '<row r="1"><c r="A1" t="str"><v>a\n\tb</v></c></row>',
}
OTHER = {
    "comment": '<row r="1"><!-- <c r="B1"/> --><c r="A1"><v>1</v></c></row>',
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[</row>]]></v></c></row>',
    "rich text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
    "other order": '<row r="1"><c t="s" r="A1"><v>1</v></c></row>',
    "no place": "<row><c><v>1</v></c><c><v>2</v></c></row>",
    "spaces": '<row r="1">\n  <c r="A1"><v>1</v></c>\n</row>\n',
    "carriage return": '<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
    "unknown entity": '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
    "no character": '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
    "lone ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "end of CDATA": '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    "control": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "noncharacter": '<row r="1"><c r="A1" t="str"><v>\uffff</v></c></row>',
    "attribute twice": '<row r="1" ht="1" ht="2"><c r="A1"><v>1</v></c></row>',
    "place twice": '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
    "group twice": '<row r="1"><c r="A1"><f si="1" si="2"/></c></row>',
    "other namespace": '<row r="1" q:a="1"><c r="A1"><v>1</v></c></row>',
    "its own namespace": '<row r="1" xmlns="urn:x"><c r="A1"><v>1</v></c></row>',
    "a formula's namespace": '<row r="1"><c r="A1"><f xmlns="urn:x">1</f></c></row>',
    "unclosed": '<row r="1"><c r="A1"><v>1</v></row>',
    "column beyond": '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    "formula unclosed": '<row r="1"><c r="A1"><f>1<v>1</v></c></row>',
    "formula closed twice": '<row r="1"><c r="A1"><f/>1</f><v>1</v></c></row>',
    "text between": '<row r="1">x<c r="A1"><v>1</v></c></row>',
    "nested rows": '<row r="1"><row r="2"></row></row>',
    "twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "another row's cell": '<row r="2"><c r="A1"><v>1</v></c></row>',
    "cells out of order": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
    "a row again": '<row r="1"/><row r="1"><c r="A1"><v>1</v></c></row>',
    "a comment in a value": '<row r="2"><c r="A2"><v>1<!-- -->99</v></c></row>',
    "an element in a value": '<row r="2"><c r="A2"><v>1<x>9</x></v></c></row>',
    "two values": '<row r="2"><c r="A2"><v>1</v><is><t>2</t></is></c></row>',
    "a text of another kind": '<row r="2"><c r="A2" t="s"><is><t>2</t></is></c></row>',
    "a value twice": '<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>',
    "long number": f'<row r="{"9" * 5_000}"><c r="A1"><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", PLAIN.values(), ids=PLAIN.keys())
def test_plain_rows_need_no_parser_and_read_the_same(rows: str) -> None:
    xml = sheet(rows, '<cols><col min="2" max="3" hidden="1"/></cols>', '<pageSetup scale="50"/>')
    assert is_plain(xml)
    assert answer(xml) == answer(xml, plain=False)
    assert answer(xml)[1:] == ({2, 3}, None)
    assert answer(xml)[0]


@pytest.mark.parametrize("rows", OTHER.values(), ids=OTHER.keys())
def test_other_rows_are_left_to_the_parser(rows: str) -> None:
    xml = sheet(rows)
    assert not is_plain(xml)
    assert answer(xml) == answer(xml, plain=False)


OUTSIDE = {
    "rows after": sheet("", after='<x><row r="9"><c r="A9"/></row></x>'),
    "rows before": sheet("", before='<x><row r="9"><c r="A9"/></row></x>'),
    "two places": sheet('<row r="1"/>', after='<sheetData><row r="2"/></sheetData>'),
    "a place in a comment": sheet('<row r="1"/>', before="<!-- <sheetData> -->"),
    "broken end": sheet('<row r="1"/>', after="<x>"),
    "no end": sheet('<row r="1"/>')[:-20],
    "cut row": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')[:-45],
    "a declaration": b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet('<row r="1"/>').split(b"\n")[1],
    "another encoding": sheet('<row r="1"><c r="A1" t="str"><v>\u00e9</v></c></row>').replace(
        b"UTF-8", b"ISO-8859-1"
    ),
    "not its encoding": sheet('<row r="1"><c r="A1" t="str"><v>?</v></c></row>').replace(
        b"?</v>", b"\xff</v>"
    ),
    "another namespace": sheet('<row r="1"/>').replace(MAIN.encode(), b"urn:x"),
    "a prefix": sheet('<m:row r="1"/>').replace(b"xmlns=", b"xmlns:m="),
    "no namespace of Excel's": sheet('<row r="1" x14ac:dyDescent="1"/>').replace(
        b":x14ac=", b":y="
    ),
    "nothing": b"",
    "merged": sheet('<row r="1"/>', after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' * 9),
}


@pytest.mark.parametrize("xml", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_what_stands_around_the_rows_is_read_as_the_parser_reads_it(xml: bytes) -> None:
    limits = Limits(merged_ranges=5)
    assert answer(xml, limits) == answer(xml, limits, plain=False)


def test_limits_hold_for_plain_rows_too() -> None:
    xml = sheet("".join(f'<row r="{n}"/>' for n in range(1, 8)))
    assert answer(xml, Limits(rows=7)) == (
        [FoundRow(n, {}, is_hidden=False) for n in range(1, 8)],
        set(),
        None,
    )
    assert answer(xml, Limits(rows=6))[2] == "FILE-LIMIT"
    long = sheet(f'<row r="1"><c r="A1" t="str"><v>{"x" * 300_000}</v></c></row>')
    assert answer(long, Limits(tree_bytes=400_000))[2] is None
    assert answer(long, Limits(tree_bytes=200_000))[2] == "FILE-LIMIT"


def test_a_cell_keeps_all_that_its_markup_says() -> None:
    formula = '<f t="shared" ref="D2:D3" si="4">A&amp;B</f>'
    rows = f'<row r="2"><c r="D2" s="9" t="str">{formula}<v>x</v></c></row>'
    assert answer(sheet(rows))[0] == [
        FoundRow(2, {4: ReadCell(4, "s", "x", "A&B", "9", "4")}, is_hidden=False)
    ]


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return edge_workbooks(tmp_path_factory.mktemp("plain"), lines=40, rows=20)


def sheets_of(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as opened:
        return [
            opened.read(name)
            for name in opened.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]


def test_our_own_sheets_are_plain(workbooks: list[Path]) -> None:
    for path in workbooks:
        for xml in sheets_of(path):
            assert is_plain(xml)
            assert answer(xml) == answer(xml, plain=False)


@pytest.mark.libreoffice
def test_what_libreoffice_saves_is_plain(workbooks: list[Path], tmp_path: Path) -> None:
    saved = converted([workbooks[0]], tmp_path)[0]
    with Archive(saved, Limits()) as archive:
        document = read_document(archive, Limits(), ())
        for found in document.sheets:
            rows = SheetRows(document, found.part)
            assert list(rows) == list(SheetRows(document, found.part)._parsed())
    assert all(map(is_plain, sheets_of(saved)))


SNIPPETS = (
    b"<", b">", b"&", b"&amp;", b"&#x41;", b"&#55296;", b"]]>", b"<!-- -->", b"<![CDATA[a]]>", b'"',
    b"\r", b"\x00", b"\xff", b" ", b"/", b"</c>", b"</row>", b"<row>", b'<row r="7"/>', b"<v>1</v>",
    b"<f/>", b"<?a b?>", b"</sheetData>", b"<sheetData>", b' r="1"', b' t="s"', b' xmlns="urn:x"',
    b"_x0041_", b"<is><t>a</t></is>",
)  # fmt: skip


def test_damaged_sheets_are_answered_as_the_parser_does(workbooks: list[Path]) -> None:
    draw = random.Random(20_261_126)
    sheets = [xml for path in workbooks for xml in sheets_of(path) if len(xml) < 60_000]
    plain = 0
    for _ in range(500):
        broken = bytearray(draw.choice(sheets))
        for _ in range(draw.randint(1, 2)):
            at = draw.randrange(len(broken))
            broken[at : at + draw.choice((0, 0, 1, 7))] = draw.choice(SNIPPETS)
        xml = bytes(broken)
        (rows, *ours), (parsed, *theirs) = answer(xml), answer(xml, plain=False)
        assert ours == theirs, xml
        assert rows[: len(parsed)] == parsed, xml
        assert len(rows) == len(parsed) or "FILE-XML" in ours, xml
        plain += is_plain(xml)
    assert 20 < plain < 480
