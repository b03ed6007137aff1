"""xlwings' own code for functions on Windows, run without Windows, takes and serves ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from support.udf_desks import ACTOR
from xldesk.desk import Desk
from xldesk_udfs import CREDIT
from xldesk_udfs.registry import described

PROGRAM = Path(__file__).parents[1] / "support" / "classic_xlwings_program.py"
UNKNOWN = "\x02#N/A\x03there is no opportunity 'O-9'"
PASSED_ON = "\x02#REF!\x03an argument is #REF!"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what Excel gets of some calls on a desk with one deal, and what xlwings knows."""
    folder = tmp_path_factory.mktemp("classic")
    (folder / "deals.csv").write_text(
        "opportunity_id,name,amount,currency,stage,created_date,close_date\n"
        "O-1,Pilot,1234.56,EUR,Closed Won,2026-01-05,2026-03-05\n"
    )
    (folder / "partners.csv").write_text("partner_id,name,type,status\nP-1,Harbor,si,active\n")
    at = datetime(2026, 3, 6, tzinfo=UTC)
    with Desk.create(folder / "desk", actor=ACTOR, at=at, name="Classic") as desk:
        desk.intake([folder / "deals.csv", folder / "partners.csv"], actor=ACTOR, at=at)
    missing = "missing"
    calls = [
        ["CREDIT", "O-1", "DIRECT", missing, missing, missing, missing],
        ["CREDIT", [["O-1"], ["O-9"], [None], [-2146826265]], "DIRECT", *[missing] * 4],
        ["CREDIT", [["O-1"], ["O-1"]], [["DIRECT", "P-1"]], *[missing] * 4],
        ["CATEGORY", [["O-1", "", "O-9"]], missing],
        ["CATEGORY", "O-9", 46087.0],
        ["ATTRIBUTE", [["O-1"]], missing, missing, False],
        ["PARTNERREVENUE", "DIRECT", "2026-Q1", missing, missing, missing],
        ["PARTNERREVENUE", "DIRECT", 46082.0, "gold", missing, missing],
        ["FINDINGS", ""],
    ]
    done = subprocess.run(
        [sys.executable, "-W", "error", str(PROGRAM)],
        input=json.dumps(calls),
        env={**os.environ, "XLDESK_DESK": str(folder / "desk")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_answers_reach_excel_as_rows_of_what_a_cell_holds(served: dict[str, Any]) -> None:
    credit, column, table, row, category, lines, revenue, wrong, empty = served["given"]
    assert credit == [[1234.56]]
    assert column == [[1234.56], [UNKNOWN], [""], [PASSED_ON]]
    assert table == [[1234.56, 0], [1234.56, 0]]
    assert row == [["direct", "", UNKNOWN]]
    assert category == [[UNKNOWN]]
    assert lines == [["O-1", "DIRECT", "direct", "direct", "DIR-NONE", 1.0, 1234.56, "EUR",
                      "proposed"]]  # fmt: skip
    assert revenue == [[1234.56]]
    assert wrong[0][0].startswith("\x02#VALUE!\x03no category 'gold'")
    assert empty == [[""]]


def test_xlwings_knows_the_arguments_and_their_help(served: dict[str, Any]) -> None:
    known, found = served["credit"], described(CREDIT)
    assert (known["name"], known["category"], known["volatile"]) == ("CREDIT", "xldesk", False)
    assert [argument["name"] for argument in known["args"]] == [a.name for a in found.arguments]
    assert [argument["doc"] for argument in known["args"]] == [a.help for a in found.arguments]
    assert ["optional" in argument for argument in known["args"]] == [
        argument.optional for argument in found.arguments
    ]
    assert known["ret"]["doc"] == found.help
