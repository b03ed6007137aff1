"""Books are opened with care, show what was saved, and are saved whole or not at all."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xldesk.errors import UsageError
from xldesk.excel.engine import journal_of
from xldesk.excel.engine.missing import MissingMemberError

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
