"""Workbooks beside other libraries: the same cells for everyone, and a row for each tool."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

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


def test_peers_write_the_same_cells(tmp_path: Path):
    from benchmarks.openpyxl_book import write
    from benchmarks.plain_book import taken_apart
    from benchmarks.workbook_data import tracker_files

    path = tracker_files(tmp_path, 1)[0]
    write(taken_apart(path), tmp_path / "peer.xlsx")
    ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(tmp_path / "peer.xlsx")
    assert ours.sheetnames == theirs.sheetnames
    cells = 0
    for sheet in ours:
        peer = theirs[sheet.title]
        assert peer.tables.keys() == sheet.tables.keys()
        assert peer.freeze_panes == sheet.freeze_panes
        for row in sheet.iter_rows():
            for cell in row:
                other = peer[cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)
                assert other.font.b == cell.font.b
                cells += cell.value is not None
    assert cells > 2_000


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
