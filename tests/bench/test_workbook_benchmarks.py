"""Workbooks beside other libraries: the same cells for everyone, and a row for each tool."""

from __future__ import annotations

import pickle
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _project_on_path(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))


def test_trackers_are_the_same_every_time_and_in_order(tmp_path: Path):
    from benchmarks.workbook_data import ROWS_OF, tracker_content, tracker_files

    from xldesk.workbooks.check import check_workbook
    from xldesk.workbooks.read import read_workbook

    first, second = (tracker_files(tmp_path / name, 2) for name in ("once", "twice"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert first[0].read_bytes() != first[1].read_bytes()
    assert not check_workbook(first[0]).findings
    book = read_workbook(first[0])
    assert book.ok
    counts = {name: len(book.tables[name].rows) for name in ROWS_OF}
    assert sum(counts.values()) == sum(ROWS_OF.values()) == 200
    assert min(counts.values()) >= 1
    assert counts != {name: len(rows) for name, rows in tracker_content(1).tables.items()}
    assert tracker_content(5) == tracker_content(5)


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        from benchmarks.workbook_data import tracker_files

        return tracker_files(tmp_path_factory.mktemp("tracker"), 1)[0]


@pytest.fixture(scope="module")
def plain(tracker: Path) -> dict[str, Any]:
    """Return what peers are given, as it comes out of the file they read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        from benchmarks.plain_book import taken_apart

        found: dict[str, Any] = pickle.loads(pickle.dumps(taken_apart(tracker)))
    return found


@pytest.fixture(scope="module", params=["openpyxl", "xlsxwriter"])
def write(request: pytest.FixtureRequest) -> Callable[[dict[str, Any], Path], None]:
    """Return the writer of a peer, where its library is installed."""
    pytest.importorskip(request.param, reason=f"{request.param} is not installed here")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        module = import_module(f"benchmarks.{request.param}_book")
    found: Callable[[dict[str, Any], Path], None] = module.write
    return found


@pytest.fixture(scope="module")
def peer(
    tracker: Path,
    plain: dict[str, Any],
    write: Callable[[dict[str, Any], Path], None],
) -> Path:
    """Return the tracker as a peer writes it."""
    path = tracker.with_name(f"{write.__module__}.xlsx")
    write(plain, path)
    return path


def test_peers_write_the_same_cells(tracker: Path, peer: Path):
    ours, theirs = openpyxl.load_workbook(tracker), openpyxl.load_workbook(peer)
    assert ours.sheetnames == theirs.sheetnames
    cells = 0
    for sheet in ours:
        other_sheet = theirs[sheet.title]
        assert other_sheet.tables.keys() == sheet.tables.keys()
        assert other_sheet.freeze_panes == sheet.freeze_panes
        for row in sheet.iter_rows():
            for cell in row:
                other = other_sheet[cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)
                assert other.font.b == cell.font.b
                cells += cell.value is not None
    assert cells > 2_000


def test_peers_write_what_a_tracker_has_beside_cells(tracker: Path, peer: Path):
    ours, theirs = openpyxl.load_workbook(tracker), openpyxl.load_workbook(peer)
    assert _names(theirs) == _names(ours)
    for sheet in ours:
        assert _beside_cells(theirs[sheet.title]) == _beside_cells(sheet), sheet.title
    found = [_beside_cells(sheet) for sheet in ours]
    for name in ("rules", "charts", "validations", "links"):
        assert any(one[name] for one in found), name
    for name in ("tab", "titles", "area", "footer", "kept from readers"):
        assert all(one[name] for one in found), name
    assert {one["orientation"] for one in found} == {"landscape", "portrait"}
    assert {one["grid"] for one in found} == {True, False}


def test_values_stand_beside_formulas_in_files_of_xlsxwriter(plain: dict[str, Any], tmp_path: Path):
    pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed here")
    from benchmarks.xlsxwriter_book import write

    write(plain, tmp_path / "peer.xlsx")
    values = openpyxl.load_workbook(tmp_path / "peer.xlsx", data_only=True)
    for sheet in plain["sheets"]:
        for row, column, _, value, _ in sheet["cells"]:
            assert values[sheet["name"]].cell(row, column).value == value


def test_rules_with_several_ranges_keep_them_all(
    plain: dict[str, Any], write: Callable[[dict[str, Any], Path], None], tmp_path: Path
):
    ranges = ["B5:D5", "G40", "H2:H9"]
    sheet = next(one for one in plain["sheets"] if one["rules"])
    changes = {
        "rules": [{**sheet["rules"][0], "ranges": ranges}],
        "validations": [{**_MORE_THAN_NOTHING, "ranges": ranges}],
        "cells": [],
        "tables": [],
        "charts": [],
    }
    write({**plain, "sheets": [{**sheet, **changes}], "names": {}}, tmp_path / "peer.xlsx")
    written = openpyxl.load_workbook(tmp_path / "peer.xlsx").worksheets[0]
    assert [str(one.sqref).split() for one in written.conditional_formatting] == [ranges]
    (validation,) = written.data_validations.dataValidation
    assert sorted(str(validation.sqref).split()) == ranges
    assert (validation.type, validation.operator) == ("decimal", "greaterThan")


_MORE_THAN_NOTHING = {
    "type": "decimal",
    "operator": "greaterThan",
    "formulas": ["0"],
    "title": "Amount",
    "prompt": "More than nothing.",
    "error_title": None,
    "error": None,
    "tells": True,
    "stops": True,
    "blank": True,
}


def _names(book: Any) -> dict[str, str]:
    return {name: found.attr_text for name, found in book.defined_names.items()}


def _beside_cells(sheet: Any) -> dict[str, Any]:
    """Return what a sheet has beside cells, defaults of the file format filled in."""
    protection, page = sheet.protection, sheet.page_setup
    return {
        "rules": [
            (
                str(place.sqref),
                rule.type,
                rule.operator,
                rule.formula,
                bool(rule.stopIfTrue),
                rule.dxf.font.color.rgb[-6:],
                rule.dxf.fill and rule.dxf.fill.bgColor.rgb[-6:],
            )
            for place in sheet.conditional_formatting
            for rule in place.rules
        ],
        "charts": [
            (
                chart.grouping,
                [(one.tx.strRef.f, one.cat.strRef.f, one.val.numRef.f) for one in chart.series],
                [one.spPr.solidFill.srgbClr for one in chart.series],
            )
            for chart in sheet._charts
        ],
        "validations": [
            (
                str(rule.sqref),
                rule.type,
                rule.operator or "between",
                (rule.formula1, rule.formula2),
                (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error),
                (rule.allowBlank, rule.showErrorMessage, rule.showInputMessage),
            )
            for rule in sheet.data_validations.dataValidation
        ],
        "links": [
            (cell.coordinate, cell.hyperlink.location, cell.hyperlink.display)
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink
        ],
        "tab": sheet.sheet_properties.tabColor.rgb[-6:],
        "grid": sheet.sheet_view.showGridLines is not False,
        "titles": sheet.print_title_rows,
        "area": sheet.print_area,
        "orientation": page.orientation,
        "paper": page.paperSize,
        "fit": [1 if part is None else part for part in (page.fitToWidth, page.fitToHeight)],
        "fits": sheet.sheet_properties.pageSetUpPr.fitToPage,
        "margins": {name: getattr(sheet.page_margins, name) for name in ("left", "top", "footer")},
        "footer": str(sheet.oddFooter.left) + str(sheet.oddFooter.right),
        "kept from readers": protection.sheet
        and {name: getattr(protection, name) for name in protection.__attrs__},
    }


def test_times_are_by_file_or_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from benchmarks import workbook_run
    from benchmarks.kept import KeptMeasurements
    from benchmarks.measure import Measurement, Step
    from benchmarks.table import page, with_workbooks
    from benchmarks.workbook_table import workbook_rows

    def measured(step: Step) -> Measurement:
        peer = step.name in {name for names in workbook_run.PEERS_OF.values() for name in names}
        rows = int(step.arguments[1])
        return Measurement(rows * (0.4 if peer else 0.1), 0.0, rows * 0.2, 1_000_000, rows, 1)

    def measures(_: object, task: str, steps: list[Step], repeat: int) -> list[Measurement]:
        assert (steps[0].name, repeat) == (task, 1)
        return [measured(step) for step in steps]

    monkeypatch.setattr(KeptMeasurements, "measure_in_turn", measures)
    monkeypatch.setattr(workbook_run, "_python", lambda _: "python")
    monkeypatch.setattr(workbook_run, "measure", lambda *_: None)
    kept = KeptMeasurements(tmp_path / "none.jsonl")
    results = list(workbook_run.run_workbooks(tmp_path / "work", 1, tmp_path, kept))
    tools = [(one.task, one.tool, one.measured.rows) for one in results]
    assert tools[:5] == [
        ("write_trackers", "xldesk", 100),
        ("write_trackers", "xldesk", 1_000),
        ("write_trackers", "openpyxl", 100),
        ("write_trackers", "xlsxwriter", 100),
        ("write_trackers", "rustpy", 100),
    ]
    assert {one.times and round(one.times, 6) for one in results} == {None, 4.0}
    assert {one.times_cpu and round(one.times_cpu, 6) for one in results} == {None, 1.0}
    text = page([], [], results, 1, 0.0)
    assert "## Workbooks beside other libraries" in text
    for row in workbook_rows(results):
        assert "| " + " | ".join(row) + " |" in text
    again = with_workbooks(text, results[:1])
    assert again.startswith(text.partition("## Workbooks")[0])
    assert again.count("## Workbooks") == 1
    assert "check trackers: xldesk" not in again
