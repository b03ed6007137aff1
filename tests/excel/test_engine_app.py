"""Applications, books, and what the engine does around a macro."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xldesk.errors import UsageError, XldeskError
from xldesk.excel.engine import activate, alerts_of, headless, journal_of, register_macro
from xldesk.excel.engine.apps import Alert
from xldesk.excel.engine.missing import MissingMemberError


def test_settings_are_kept_and_put_back(app: Any) -> None:
    with app.properties(screen_updating=False, calculation="manual", display_alerts=False):
        assert (app.screen_updating, app.calculation) == (False, "manual")
    assert (app.screen_updating, app.calculation, app.display_alerts) == (True, "automatic", True)
    app.status_bar = "working"
    assert app.status_bar == "working"
    app.status_bar = False


@pytest.mark.headless
def test_books_are_open_by_name_and_one_is_active(app: Any) -> None:
    import xlwings as xw

    first, second = app.books.add(), app.books.add()
    assert [book.name for book in app.books] == ["Book1", "Book2"]
    assert app.books["book1"] == first
    assert app.books.active == second
    first.activate()
    assert xw.books.active == first == xw.apps.active.books.active
    assert first.selection.address == "$A$1"
    first.sheets[0]["B2:C3"].select()
    assert first.selection.address == "$B$2:$C$3"
    first.close()
    assert app.books.active == second
    second.close()
    with pytest.raises(UsageError, match="no book is open"):
        _ = app.books.active


@pytest.mark.headless
def test_messages_are_collected_and_answered(app: Any) -> None:
    assert app.alert("Done", title="Audit") == "ok"
    assert app.alert("Go on?", buttons="yes_no_cancel") == "yes"
    app.impl.answer = lambda alert: "no" if alert.prompt == "Sure?" else alert.answer
    assert app.alert("Sure?", buttons="yes_no") == "no"
    assert alerts_of(app) == [
        Alert("Done", "Audit", "ok", "ok"),
        Alert("Go on?", None, "yes_no_cancel", "yes"),
        Alert("Sure?", None, "yes_no", "no"),
    ]
    with pytest.raises(UsageError, match="buttons 'maybe'"):
        app.alert("?", buttons="maybe")
    with pytest.raises(UsageError, match="calculation 'never'"):
        app.calculation = "never"


@pytest.mark.headless
def test_macros_are_called_by_name(app: Any, book: Any) -> None:
    register_macro("double", lambda number: number * 2)
    assert app.macro("double")(4) == 8
    assert book.macro("double")(5) == 10
    with pytest.raises(UsageError, match="no macro 'triple' is registered; there are: .*double"):
        app.macro("triple")()


def test_a_caller_is_set(book: Any) -> None:
    import xlwings as xw

    book.set_mock_caller()
    assert xw.Book.caller() == book


@pytest.mark.headless
def test_calculation_is_somebody_elses(app: Any, book: Any) -> None:
    sheet = book.sheets[0]
    sheet["A1"].formula = "=1+1"
    app.calculate()
    assert sheet["A1"].value is None
    app.impl.recalculate = lambda opened: opened.cached.put(sheet.api, 1, 1, 2)
    app.calculate()
    assert sheet["A1"].value == 2
    sheet["A1"].formula = "=1+2"
    assert sheet["A1"].value is None


@pytest.mark.headless
def test_what_was_active_is_active_again() -> None:
    import xlwings as xw

    before = xw.engines.active
    with headless() as engine:
        assert xw.engines.active is engine
        book = xw.Book()
        book.set_mock_caller()
        with headless():
            xw.Book().set_mock_caller()
        assert xw.Book.caller() == book
    assert xw.engines.active is before
    assert len(engine.apps) == 0
    assert "_mock_caller" not in vars(xw.Book)
    assert [found.name for found in xw.engines].count("openpyxl") == 1


@pytest.mark.headless
@pytest.mark.parametrize(
    ("member", "used"),
    [
        ("Range.sort", lambda book: book.sheets[0]["A1:A2"].sort(1)),
        ("Range.formula2", lambda book: book.sheets[0]["A1"].formula2),
        ("Range.formula2", lambda book: setattr(book.sheets[0]["A1"], "formula2", "=A1")),
        ("Sheet.charts", lambda book: book.sheets[0].charts.add()),
        ("Sheet.pivot_tables", lambda book: book.sheets[0].pivot_tables),
        ("Book.to_pdf", lambda book: book.impl.to_pdf("x.pdf", "standard")),
        ("App.cut_copy_mode", lambda book: book.app.cut_copy_mode),
        ("Range.copy to the clipboard", lambda book: book.sheets[0]["A1"].copy()),
    ],
)
def test_a_missing_member_says_its_name(book: Any, member: str, used: Any) -> None:
    with pytest.raises(MissingMemberError) as caught:
        used(book)
    assert caught.value.message == (
        f"{member} is not there in the headless engine; see docs/reference/headless-engine.md"
    )
    assert isinstance(caught.value, XldeskError)
    assert isinstance(caught.value, NotImplementedError)


@pytest.mark.headless
def test_only_headless_books_have_a_journal(book: Any) -> None:
    assert len(journal_of(book)) == 0

    class Other:
        name = "elsewhere.xlsx"

        class app:  # noqa: N801
            class engine:  # noqa: N801
                name = "excel"

    with pytest.raises(UsageError, match="is open in excel, which keeps no journal"):
        journal_of(Other())


PROGRAM = """
import json, sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name == "xlwings.pro" or name.startswith("xlwings.pro."):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
from xldesk.excel.engine import activate
assert "xlwings" not in sys.modules, "importing the engine's face loads xlwings"
activate()
import pandas as pd, xlwings as xw
book = xw.Book()
book.sheets[0]["A1"].value = pd.DataFrame({"a": [1, 2]})
book.save(sys.argv[1])
again = xw.books.open(sys.argv[1])
loaded = any(name.startswith("xlwings.pro") for name in sys.modules)
print(json.dumps([again.sheets[0]["A1"].expand().value, loaded]))
"""


@pytest.mark.headless
def test_it_works_without_the_paid_part_of_xlwings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path / "new.xlsx")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[[None, "a"], [0, 1], [1, 2]], False]


@pytest.mark.headless
def test_activating_twice_registers_once() -> None:
    import xlwings as xw

    before = xw.engines.active
    try:
        assert activate() is activate()
    finally:
        xw.engines.active = before
