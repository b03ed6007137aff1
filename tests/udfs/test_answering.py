"""The desk is found as on the command line; the import needs neither Excel nor any engine."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from xldesk.desk import Desk
from xldesk.ledger.entry import Actor
from xldesk_udfs import CREDIT, DESKSTATUS, answering
from xldesk_udfs.errors import CellError

AT = datetime(2026, 7, 8, tzinfo=UTC)


def made(folder: Path) -> Path:
    Desk.create(folder, actor=Actor("tess", "revops"), at=AT, name=folder.name).close()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Go to an empty folder without a desk; nothing stays open afterwards."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.delenv("XLDESK_DESK", raising=False)
    yield monkeypatch
    answering.refresh()


def desk_name() -> object:
    status = DESKSTATUS()
    return status[0][1] if isinstance(status, list) else status


def test_the_desk_named_comes_first(tmp_path: Path, elsewhere: pytest.MonkeyPatch) -> None:
    elsewhere.setenv("XLDESK_DESK", str(made(tmp_path / "named")))
    elsewhere.chdir(made(tmp_path / "here"))
    assert desk_name() == "named"


def test_else_the_one_above_the_workbook_then_the_one_above_here(
    tmp_path: Path, elsewhere: pytest.MonkeyPatch
) -> None:
    above = made(tmp_path / "workbooks") / "packs"
    elsewhere.chdir(made(tmp_path / "here") / "mappings")
    assert desk_name() == "here"
    elsewhere.setattr(answering, "caller_folder", lambda: above)
    assert desk_name() == "workbooks"
    elsewhere.setattr(answering, "caller_folder", lambda: tmp_path / "empty")
    assert desk_name() == "here"


def test_without_a_desk_the_reason_says_what_to_do(elsewhere: pytest.MonkeyPatch) -> None:
    found = CREDIT("O1", "P1")
    assert isinstance(found, CellError)
    assert found.code == "#VALUE!"
    assert found.reason.startswith("no desk in")
    assert "set XLDESK_DESK" in found.reason
    assert "xldesk init" in found.reason
    assert "--desk" not in found.reason


def test_a_desk_above_the_workbook_that_cannot_be_read_is_not_replaced_by_another(
    tmp_path: Path, elsewhere: pytest.MonkeyPatch
) -> None:
    (tmp_path / "desk.toml").write_text("[", "utf-8")
    elsewhere.chdir(made(tmp_path / "here"))
    assert desk_name() == "here"
    elsewhere.setattr(answering, "caller_folder", lambda: tmp_path)
    assert isinstance(desk_name(), CellError)


def test_a_ledger_that_cannot_be_read_is_not_known(
    tmp_path: Path, elsewhere: pytest.MonkeyPatch
) -> None:
    desk = made(tmp_path / "broken")
    (desk / "ledger.db").write_bytes(b"not a database")
    elsewhere.chdir(desk)
    found = CREDIT("O1", "P1")
    assert isinstance(found, CellError)
    assert found.code == "#N/A"


@pytest.mark.parametrize(
    ("fullname", "folder"), [("/books/close.xlsm", Path("/books")), ("Book1", None)]
)
def test_the_workbook_that_calls_is_asked_where_excel_calls(
    monkeypatch: pytest.MonkeyPatch, fullname: str, folder: Path | None
) -> None:
    assert answering.caller_folder() is None
    desktop = SimpleNamespace(BOOK_CALLER=object())
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", desktop)  # type: ignore[arg-type]
    monkeypatch.setattr(xw.Book, "caller", lambda: SimpleNamespace(fullname=fullname))
    assert answering.caller_folder() == folder


def test_a_workbook_in_the_cloud_has_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Any:
        raise xw.XlwingsError("no local copy")

    desktop = SimpleNamespace(BOOK_CALLER=object())
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", desktop)  # type: ignore[arg-type]
    monkeypatch.setattr(xw.Book, "caller", refused)
    assert answering.caller_folder() is None


IMPORT = """
import sys

class NoPro:
    def find_spec(self, name, path=None, target=None):
        if name == "xlwings.pro" or name.startswith("xlwings.pro."):
            raise ImportError("removed")

sys.meta_path.insert(0, NoPro())
import xldesk_udfs
from xldesk_udfs.registry import excel_functions
assert len(excel_functions()) == 9
loaded = {"duckdb", "sqlalchemy", "scipy", "openpyxl", "xlwings.pro"} & set(sys.modules)
assert not loaded, loaded
"""


def test_importing_needs_no_engine_and_no_pro_folder() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
