"""A signature on an audit says for which state it stands, and that is the state of About."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbooks.any_content import PROVENANCE, plain_content
from xldesk.workbooks import attribution_audit
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.report import CheckFinding
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

STAMPER = Stamper(attribution_audit.SPEC, build_template(attribution_audit.SPEC))
OPEN = {"part": "Reviewed"}
ADA = {"part": "Prepared", "name": "Ada Lovelace", "day": date(2026, 7, 8), "result": "accepted"}
CODES = {"SIGNED-OTHER-STATE", "SIGNED-BY-HAND"}


def written(path: Path, prepared: dict[str, Any]) -> Path:
    """Write an audit with the line ``prepared``, and one that nobody signed."""
    columns = attribution_audit.SPEC.tables["SignOff"].columns
    empty = dict.fromkeys(column.field for column in columns)
    tables = {"SignOff": [{**empty, **row} for row in (prepared, OPEN)]}
    STAMPER.write(plain_content(attribution_audit.SPEC, tables=tables), path)
    return path


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the state that an audit's About sheet says, as sign_off writes it."""
    path = written(tmp_path_factory.mktemp("shown") / "audit.xlsx", {"part": "Prepared"})
    digest = read_workbook(path).fields["about.digest"]
    return {
        "position": PROVENANCE.position,
        "head_hash": PROVENANCE.head_hash[:12],
        "digest": digest[:12],
    }


def found(path: Path) -> list[CheckFinding]:
    """Return what a check says of states that were signed."""
    return [one for one in check_workbook(path).findings if one.code in CODES]


def test_a_signature_for_the_state_that_is_shown_and_an_open_line_are_sound(
    tmp_path: Path, shown: dict[str, Any]
) -> None:
    path = written(tmp_path / "audit.xlsx", ADA | shown)
    assert found(path) == []
    assert check_workbook(path).signed == (("Ada Lovelace", str(PROVENANCE.position)),)


@pytest.mark.parametrize(
    "other",
    [{"position": 5}, {"head_hash": "0123456789ab"}, {"digest": "0" * 12}, {"digest": None},
     {"position": None}],
)  # fmt: skip
def test_a_signature_for_another_state_blocks(
    tmp_path: Path, shown: dict[str, Any], other: dict[str, Any]
) -> None:
    (one,) = found(written(tmp_path / "audit.xlsx", ADA | shown | other))
    assert (one.code, one.severity, one.place.sheet) == ("SIGNED-OTHER-STATE", "block", "Summary")
    assert (one.place.cell or "")[:1] == "C"
    assert one.message.startswith("'Ada Lovelace' signed ledger position ")
    assert f"the sheet About says ledger position {PROVENANCE.position}, head" in one.message
    assert "sign anew" in one.remedy


def test_a_name_typed_by_hand_is_told_and_does_not_block(tmp_path: Path) -> None:
    (one,) = found(written(tmp_path / "audit.xlsx", ADA))
    assert (one.code, one.severity) == ("SIGNED-BY-HAND", "warn")
    assert "proves nothing about the state that was signed" in one.message
