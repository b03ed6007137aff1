"""Books are opened with care, show what was saved, and are saved whole or not at all."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xldesk.errors import MissingError, UsageError
from xldesk.excel.engine import headless, journal_of, open_book, typed_text
from xldesk.excel.engine.missing import MissingMemberError
from xldesk.workbooks.cell_text import legal

pytestmark = pytest.mark.headless

CACHED = {
    "A1": '<c r="A1"><f>1+1</f><v>2</v></c>',
    "B1": '<c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
    "C1": '<c r="C1" t="b"><f>1=1</f><v>1</v></c>',
    "D1": '<c r="D1" t="e"><f>NA()</f><v>#N/A</v></c>',
}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a file whose first row has formulas with the values that they showed."""
    path = tmp_path / "plain.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.title = "Data"
    workbook.active["A1"] = "=0"
    workbook.active["A2"] = "=0"
    workbook.active["A2"].number_format = "yyyy-mm-dd"
    workbook.active["A3"] = 5
    workbook.create_sheet("Other")["A1"] = "=Data!A3"
    workbook.save(path)
    target = tmp_path / "cached.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text = content.decode()
                row = "".join(CACHED.values())
                text = re.sub('<c r="A1">.*?</c>', row, text)
                text = re.sub("<f>0</f><v ?/>|<f>0</f><v></v>", "<f>0</f><v>46112</v>", text)
                assert row in text
                assert "46112" in text
                content = text.encode()
            written.writestr(info, content)
    return target


def test_formulas_show_what_was_saved(app: Any, saved: Path) -> None:
    book = app.books.open(saved)
    sheet = book.sheets["Data"]
    assert sheet["A1:D1"].value == [2, "ab", True, None]
    assert sheet["D1"].options(err_to_str=True).value == "#N/A"
    assert sheet["A2"].value == dt.datetime.fromisoformat("2026-03-31")
    assert sheet["A1"].formula == "=1+1"
    assert book.sheets["Other"]["A1"].value is None
    sheet["A1"].formula = "=1+2"
    assert sheet["A1"].value is None


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
SHARED_RELATION = (
    f'<Relationship Id="rShared" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
)


def _with_rows(saved: Path, rows: str, shared: Iterable[str] = ()) -> Path:
    """Return a copy of ``saved`` with more ``rows`` on its first sheet, and ``shared`` texts."""
    target = saved.with_name("held.xlsx")
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    ends = {
        "xl/worksheets/sheet1.xml": ("</sheetData>", rows),
        "[Content_Types].xml": ("</Types>", SHARED_TYPE),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", SHARED_RELATION),
    }
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            end, more = ends.get(info.filename, ("", ""))
            content = source.read(info)
            written.writestr(info, content.replace(end.encode(), f"{more}{end}".encode(), 1))
        written.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
    return target


HELD = {
    "-5": (-5, "-5"),
    "-1e12": (-1e12, "-1000000000000"),
    "0.25": (dt.datetime.fromisoformat("1899-12-30T06:00"), "0.25"),
    "59": (dt.datetime.fromisoformat("1900-02-28"), "59"),
    "60": (60, "60"),
    "61": (dt.datetime.fromisoformat("1900-03-01"), "61"),
    "2958465": (dt.datetime.fromisoformat("9999-12-31"), "2958465"),
    "2958466": (2958466, "2958466"),
    "3000000.25": (3000000.25, "3000000.25"),
}
"""By number in a file, in cells that show days: what is read, and what the formula bar shows."""


@pytest.mark.parametrize("formula", ["", "<f>A9</f>"])
def test_a_number_that_is_no_day_is_read_as_the_number_it_is(
    app: Any, saved: Path, formula: str
) -> None:
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" s="1">{formula}<v>{number}</v></c></row>'
        for row, number in enumerate(HELD, 11)
    )
    error = '<row r="30"><c r="A30" s="1" t="e"><v>#VALUE!</v></c></row>'
    sheet = app.books.open(_with_rows(saved, cells + error)).sheets["Data"]
    read = sheet["A11"].resize(len(HELD))
    assert read.value == [value for value, _ in HELD.values()]
    if not formula:
        assert [cell.formula for cell in read] == [said for _, said in HELD.values()]
    assert sheet["A30"].options(err_to_str=True).value == "#VALUE!"
    assert len(journal_of(sheet.book)) == 0


TEXTS = {
    "one_x000D_\ntwo": "one\r\ntwo",
    "_x005F_x000D_": "_x000D_",
    "_x005F_x005F_": "_x005F_",
    "x005F_": "x005F_",
    "tab_x0009_": "tab\t",
    "_xD800_": "\ufffd",
    "_x00": "_x00",
}
"""By text in a file: what it shows (ECMA-376 Part 1, 22.9.2.19)."""


def test_texts_are_read_without_escapes_however_they_are_stored(app: Any, saved: Path) -> None:
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{row}" t="str"><v>{text}</v></c>'
        f'<c r="C{row}" t="str"><f>A1</f><v>{text}</v></c><c r="D{row}" t="s"><v>{row - 11}</v></c>'
        "</row>"
        for row, text in enumerate(TEXTS, 11)
    )
    path = _with_rows(saved, cells, TEXTS)
    before = path.read_bytes()
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    shown = sheet["A11"].resize(len(TEXTS), 4).value
    assert shown == [[text] * 4 for text in TEXTS.values()]
    sheet["A11"].resize(len(TEXTS), 2).value = [[text] * 2 for text in TEXTS.values()]
    assert len(journal_of(book)) == 0
    book.save()
    with zipfile.ZipFile(path) as saved_now, zipfile.ZipFile(BytesIO(before)) as then:
        part = "xl/worksheets/sheet1.xml"
        assert saved_now.read(part) == then.read(part)


@settings(max_examples=6)  # each has many texts, and saves a file
@given(st.lists(st.text(st.sampled_from("_x05FfDd \r\n&é"), max_size=30), min_size=9, max_size=30))
def test_texts_come_back_from_a_file_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    import xlwings as xw

    folder = tmp_path_factory.mktemp("texts")
    openpyxl.Workbook().save(folder / "made.xlsx")
    wanted = [legal(text) or None for text in texts]
    with headless():
        book = xw.App(add_book=False).books.open(folder / "made.xlsx")
        cells = book.sheets[0]["A1"].resize(len(texts))
        cells.value = [[typed_text(text)] for text in texts]
        book.save()
        again = xw.App(add_book=False).books.open(folder / "made.xlsx")
        assert again.sheets[0]["A1"].resize(len(texts)).options(ndim=1).value == wanted


def test_values_that_were_saved_go_with_their_cells(app: Any, saved: Path) -> None:
    sheet = app.books.open(saved).sheets["Data"]
    sheet["1:1"].insert(shift="down")
    assert sheet["A2:C2"].value == [2, "ab", True]
    sheet.name = "Renamed"
    assert sheet["A2"].value == 2
    sheet["B2"].value = "written"
    assert sheet["A2:C2"].value == [2, "written", True]


def test_a_formula_written_before_anything_was_read_has_no_value(app: Any, saved: Path) -> None:
    sheet = app.books.open(saved).sheets["Data"]
    sheet["A1"].formula = "=7"
    assert sheet["A1:B1"].value == [None, "ab"]


def test_an_open_file_is_the_same_book(app: Any, saved: Path) -> None:
    import xlwings as xw

    book = app.books.open(saved)
    assert app.books.open(saved) == book == xw.Book(saved)
    assert (book.name, book.fullname) == ("cached.xlsx", str(saved))
    assert len(app.books) == 1
    assert len(journal_of(book)) == 0


def test_a_new_book_is_saved_and_stays_open(app: Any, tmp_path: Path) -> None:
    book = app.books.add()
    book.sheets[0]["A1"].value = [["a", 1], ["'=x", "=B1"]]
    target = tmp_path / "new.xlsx"
    book.save(target)
    assert (book.name, book.fullname) == ("new.xlsx", str(target))
    assert len(journal_of(book)) == 0
    book.sheets[0]["A1"].value = "again"
    book.save()
    again = openpyxl.load_workbook(target).active
    assert again["A1"].value == "again"
    assert (again["A2"].value, again["A2"].data_type) == ("=x", "s")
    assert again["A2"].quotePrefix
    assert [path.name for path in tmp_path.iterdir()] == ["new.xlsx"]


def test_a_new_book_is_saved_beside_the_program(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = app.books.add()
    book.save()
    assert (tmp_path / f"{book.name}").is_file()


def test_an_opened_file_is_saved_by_patching_it(app: Any, saved: Path) -> None:
    book = app.books.open(saved)
    book.sheets["Data"]["A3"].value = 6
    seen: list[Any] = []

    def saver(original: Path, workbook: Any, journal: Any, target: Path) -> str:
        seen.append((original, workbook["Data"]["A3"].value, len(journal), target))
        target.write_bytes(original.read_bytes())
        return "patched"

    book.impl.open.saver = saver
    target = saved.with_name("out.xlsx")
    book.save(target)
    assert seen == [(saved, 6, 1, target)]
    assert book.impl.open.receipt == "patched"
    assert len(journal_of(book)) == 0
    assert book.sheets["Data"]["A1"].value == 2


def test_a_patched_file_shows_its_change_and_keeps_the_rest(app: Any, saved: Path) -> None:
    book = app.books.open(saved)
    book.sheets["Data"]["A3"].value = 6
    book.save()
    assert book.sheets["Other"]["A1"].value == 6
    book.close()
    again = app.books.open(saved)
    assert again.sheets["Data"]["A3"].value == 6
    assert again.sheets["Data"]["B1"].value == "ab"


def test_a_failed_save_leaves_the_file_as_it_was(app: Any, saved: Path) -> None:
    before = saved.read_bytes()
    book = app.books.open(saved)
    book.sheets[0]["A3"].value = 9

    def saver(*_: object) -> None:
        raise UsageError("the disk is full; make room")

    book.impl.open.saver = saver
    with pytest.raises(UsageError, match="disk is full"):
        book.save()
    assert saved.read_bytes() == before
    assert len(journal_of(book)) == 1


def test_what_is_no_workbook_is_refused_in_a_sentence(
    app: Any, tmp_path: Path, saved: Path
) -> None:
    cases = {"text.xlsx": b"no zip", "empty.xlsx": b"", "cut.xlsx": saved.read_bytes()[:900]}
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UsageError, match=name):
            app.books.open(path)
    old = tmp_path / "old.xls"
    old.write_bytes(b"x")
    with pytest.raises(UsageError, match=r"macros run over .xlsx and .xlsm"):
        app.books.open(old)
    assert len(app.books) == 0


def test_a_part_that_is_missing_or_broken_is_refused(app: Any, tmp_path: Path, saved: Path) -> None:
    for broken in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        path = tmp_path / "broken.xlsx"
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w") as written:
            for info in source.infolist():
                content = b"<broken" if info.filename == broken else source.read(info)
                written.writestr(info, content)
        with pytest.raises(UsageError, match="not a workbook that can be read"):
            app.books.open(path)


def test_wrong_targets_and_passwords_are_refused(app: Any, saved: Path, tmp_path: Path) -> None:
    book = app.books.add()
    with pytest.raises(UsageError, match=r"save as .xlsx or .xlsm"):
        book.save(tmp_path / "x.csv")
    with pytest.raises(UsageError, match="cannot be written"):
        book.save(tmp_path / "no folder" / "x.xlsx")
    with pytest.raises(MissingMemberError, match="password"):
        book.save(tmp_path / "x.xlsx", password="secret")
    with pytest.raises(MissingMemberError, match="password"):
        app.books.open(saved, password="secret")
    only_read = app.books.open(saved, read_only=True)
    with pytest.raises(UsageError, match="was opened read-only"):
        only_read.save()


def test_no_file_is_opened_without_defusedxml(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert openpyxl.DEFUSEDXML, "openpyxl parses with it where it is installed"
    monkeypatch.setattr(open_book, "DEFUSEDXML", False)
    with pytest.raises(MissingError, match="pip install defusedxml"):
        open_book.opened_book(saved)
