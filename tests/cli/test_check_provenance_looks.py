"""How a workbook looks is part of the verdict: what misleads blocks, what does not is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.command_line import CommandLine
from workbooks.provenance_desk import issued_desk
from workbooks.repackage import repackaged

FUNDS = "xl/worksheets/sheet3.xml"


@pytest.fixture
def desk(xldesk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Return the command line inside a desk that issued trackers."""
    issued_desk(tmp_path_factory, xldesk.folder / "a desk")
    xldesk.enter("a desk")
    return xldesk


def tracker(desk: CommandLine, partner: str) -> Path:
    (path,) = (desk.folder / "trackers").glob(f"*{partner}.xlsx")
    return path


def test_a_returned_tracker_is_told_by_its_looks_and_by_whose_it_is(desk: CommandLine) -> None:
    folder = desk.folder / "returned"
    folder.mkdir()
    quay, pier = tracker(desk, "P-1"), tracker(desk, "P-2")
    styles = {"xl/styles.xml": lambda part: part.replace(b'="#,##0.00', b'=";;', 1)}
    shutil.copy(repackaged(quay, styles), folder / "hidden.xlsx")
    freed = {FUNDS: lambda part: part.replace(b' sheet="1"', b' sheet="0"')}
    shutil.copy(repackaged(quay, freed), folder / "unlocked.xlsx")
    cut = {"xl/tables/table1.xml": lambda part: part[:-9]}
    shutil.copy(repackaged(quay, cut), folder / "cut.xlsx")
    shutil.copy(pier, folder / "mdf_tracker_P-1.xlsx")
    reports = {Path(one["path"]).stem: one for one in desk("check", folder, "--json", code=1).json}
    assert reports["hidden"]["provenance"] == "altered, ledger 4, P-1 Quay, 2026-Q2"
    assert reports["hidden"]["counts"].keys() == {"LOOK-ALTERED"}
    assert reports["unlocked"]["provenance"] == "as issued, ledger 4, P-1 Quay, 2026-Q2"
    assert reports["unlocked"]["counts"] == {"LOOK-CHANGED": 1}
    assert reports["mdf_tracker_P-1"]["provenance"] == "as issued, ledger 4, P-2 Pier, 2026-Q2"
    assert "FILE-XML" in reports["cut"]["counts"]


def test_a_part_that_cannot_be_compared_is_a_finding(desk: CommandLine) -> None:
    path = desk.folder / "packs" / "mdf_tracker.xlsx"
    cut = repackaged(path, {"xl/charts/chart1.xml": lambda part: part[:-9]})
    said = desk("check", cut, code=1).out
    assert said.startswith("ALTERED ")
    assert "ledger 4, Programme, 2026-Q2" in said
    assert "a part cannot be compared: part xl/charts/chart1.xml is not well-formed" in said
