from __future__ import annotations

from support.command_line import CommandLine
from workbooks.lint.sound_workbook import saved, sound_book


def test_check_tells_how_a_workbook_is_built_where_it_is_asked(xldesk: CommandLine) -> None:
    book = sound_book()
    book["Plan"]["K2"] = "=D2*1.19"
    path = saved(book, xldesk.folder)
    assert "LINT-" not in xldesk("check", path).out
    asked = xldesk("check", "--lint", path, code=1)
    assert "looked at how it is built: 1 workbook" in asked.err
    told = asked.out
    assert "block  LINT-CONSTANT  changed.xlsx!Plan!K2  the formula holds 1.19" in told
    assert "FILE-NOT-OURS" in told
    (report,) = xldesk("check", "--lint", "--json", path, code=1).json
    assert report["counts"] == {"FILE-NOT-OURS": 1, "LINT-CONSTANT": 1, "RECALC-ON-LOAD": 1}


def test_a_file_that_cannot_be_read_is_told_once(xldesk: CommandLine) -> None:
    (xldesk.folder / "notes.xlsx").write_text("no workbook")
    assert xldesk("check", "--lint", "notes.xlsx", code=1).out.count("FILE-ZIP") == 1
