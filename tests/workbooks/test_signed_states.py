"""A signature on an audit says for which state it stands, and that is what the audit shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from workbooks.any_content import PROVENANCE, plain_content
from xldesk.workbooks import attribution_audit
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.macro_notes import BY_EXCEL, signature_note
from xldesk.workbooks.check.report import CheckFinding
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.signed_state import ANSWER_COLUMNS, ANSWER_FIELDS, answers_digest, said_state
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

STAMPER = Stamper(attribution_audit.SPEC, build_template(attribution_audit.SPEC))
OPEN = {"part": "Reviewed"}
ADA = {"part": "Prepared", "name": "Ada Lovelace", "day": date(2026, 7, 8), "result": "accepted"}
ANSWERED = {
    "control": "C-10",
    "object_kind": "deal",
    "object_id": "W-1",
    "message": "no credit",
    "amount": (17_878_300, "USD"),
    "currency": "USD",
    "action": "ask",
    "comment": "Ada asks Quay by Friday",
}
AGAIN = ANSWERED | {"object_id": "0012", "action": "mend", "comment": "Bo, 2026-08-01"}
COUNTS = "2 controls fail, 1 exception answered, 0 controls not run"
CODES = {"SIGNED-OTHER-STATE", "SIGNED-BY-HAND"}


def written(
    path: Path, prepared: dict[str, Any], *exceptions: dict[str, Any], noted: str | None = None
) -> Path:
    """Write an audit with ``exceptions`` and the line ``prepared``, and one that nobody signed.

    The note of sign_off for the name ``noted`` and the state of the line stands at the name.
    """
    tables = {"SignOff": (prepared, OPEN), "Exceptions": exceptions or (ANSWERED, AGAIN)}
    filled = {}
    for name, rows in tables.items():
        columns = attribution_audit.SPEC.tables[name].columns
        empty = dict.fromkeys(column.field for column in columns)
        filled[name] = [{**empty, **row} for row in rows]
    STAMPER.write(plain_content(attribution_audit.SPEC, tables=filled), path)
    if noted is not None:
        state = said_state(prepared["position"], prepared["head_hash"], prepared["digest"])
        book = openpyxl.load_workbook(path)
        for cell in (cell for row in book["Summary"] for cell in row):
            if cell.value == prepared["name"]:
                cell.comment = Comment(signature_note(noted, state, COUNTS, BY_EXCEL), "Excel")
        book.save(path)
    return path


def row_answer(row: dict[str, Any]) -> tuple[str, str]:
    """Return what people typed into a row of the exceptions."""
    return row["action"], row["comment"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the state that an audit shows, as sign_off writes it."""
    path = written(tmp_path_factory.mktemp("shown") / "audit.xlsx", {"part": "Prepared"})
    digest = read_workbook(path).fields["about.digest"]
    answers = answers_digest(
        ("C-10", "deal", row["object_id"], "", "no credit", "178783", "USD", *row_answer(row))
        for row in (ANSWERED, AGAIN)
    )
    return {
        "position": PROVENANCE.position,
        "head_hash": PROVENANCE.head_hash[:12],
        "digest": f"{digest[:12]}-{answers}",
    }


def found(path: Path) -> list[CheckFinding]:
    """Return what a check says of states that were signed."""
    return [one for one in check_workbook(path).findings if one.code in CODES]


def test_a_signature_for_the_state_that_is_shown_and_an_open_line_are_sound(
    tmp_path: Path, shown: dict[str, Any]
) -> None:
    path = written(tmp_path / "audit.xlsx", ADA | shown, noted="Ada Lovelace")
    assert found(path) == []
    assert check_workbook(path).signed == (("Ada Lovelace", str(PROVENANCE.position)),)


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        ({"position": 5}, f"the ledger position (5, now {PROVENANCE.position})"),
        ({"head_hash": "0123456789ab"}, "the ledger itself"),
        ({"digest": "0" * 12}, "the figures and an answer, or what it answers"),
        ({"digest": None}, "the figures and an answer, or what it answers"),
        ({"position": None}, f"the ledger position (none, now {PROVENANCE.position})"),
    ],
)
def test_a_signature_for_another_state_blocks(
    tmp_path: Path, shown: dict[str, Any], other: dict[str, Any], changed: str
) -> None:
    (one,) = found(written(tmp_path / "audit.xlsx", ADA | shown | other))
    assert (one.code, one.severity, one.place.sheet) == ("SIGNED-OTHER-STATE", "block", "Summary")
    assert (one.place.cell or "")[:1] == "C"
    said = f"{changed} changed since 'Ada Lovelace' signed; signed was ledger position "
    assert one.message.startswith(said)
    assert f"the workbook shows ledger position {PROVENANCE.position}, head" in one.message
    assert "sign anew" in one.remedy


@given(
    st.permutations([("C-1", "W-1", "ask", "Bo"), ("C-1", "W-2", "mend", ""), ("C-2", "", "", "7")])
)
def test_answers_count_in_the_order_of_their_keys(rows: list[tuple[str, ...]]) -> None:
    spaced = [(*row[:-1], f" {row[-1]}\r\n") for row in rows]
    assert answers_digest([*spaced, ("", "", "", " ")]) == answers_digest(sorted(rows))
    assert answers_digest(rows[1:]) != answers_digest(rows)


@pytest.mark.parametrize(
    "other",
    [{"action": "accept"}, {"comment": "nothing to see"}, {"comment": None},
     {"action": None, "comment": None}],
)  # fmt: skip
def test_a_signature_for_other_answers_blocks(
    tmp_path: Path, shown: dict[str, Any], other: dict[str, Any]
) -> None:
    path = written(tmp_path / "audit.xlsx", ADA | shown, ANSWERED | other, AGAIN)
    (one,) = found(path)
    assert one.code == "SIGNED-OTHER-STATE"
    changed, *states = one.message.split("; ")
    assert changed == "an answer, or what it answers changed since 'Ada Lovelace' signed"
    signed, now = (part.partition(", answers ") for part in states)
    assert signed[0].removeprefix("signed was ") == now[0].removeprefix("the workbook shows ")
    assert signed[2] != now[2]


def test_the_digest_of_answers_covers_what_was_answered(
    tmp_path: Path, shown: dict[str, Any]
) -> None:
    changed = ANSWERED | {"amount": (117_878_300, "USD")}
    (one,) = found(written(tmp_path / "audit.xlsx", ADA | shown, changed, AGAIN))
    signed, now = (part.partition(", answers ")[2] for part in one.message.split("; ")[-2:])
    assert signed[:12] != now[:12]
    names = {c.field: c.name for c in attribution_audit.SPEC.tables["Exceptions"].columns}
    assert tuple(names[field] for field in ANSWER_FIELDS) == ANSWER_COLUMNS


@pytest.mark.parametrize("noted", [None, "Bo Other", "Ada Lovelace-King"])
def test_a_name_with_a_copied_state_is_told_as_typed_by_hand(
    tmp_path: Path, shown: dict[str, Any], noted: str | None
) -> None:
    path = written(tmp_path / "audit.xlsx", ADA | shown, noted=noted)
    (one,) = found(path)
    assert (one.code, one.severity, (one.place.cell or "")[:1]) == ("SIGNED-BY-HAND", "warn", "C")
    assert "no note of the macro sign_off for this name and state" in one.message
    codes = {one.code for one in check_workbook(path).findings}
    assert "NOTE-OF-MACRO" not in codes
    assert ("COMMENT" in codes) == (noted is not None)


def test_a_name_typed_by_hand_is_told_and_does_not_block(tmp_path: Path) -> None:
    (one,) = found(written(tmp_path / "audit.xlsx", ADA))
    assert (one.code, one.severity) == ("SIGNED-BY-HAND", "warn")
    assert "proves nothing about the state that was signed" in one.message
