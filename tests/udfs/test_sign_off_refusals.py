"""What blocks a signature is named with its cell, and with what in fact helps."""

from __future__ import annotations

import pytest

from xldesk.records.place import Place
from xldesk.workbooks.check.report import CheckFinding, finding_at
from xldesk.workbooks.provenance.difference import About, Difference, Trace
from xldesk.workbooks.provenance.findings import finding_of
from xldesk_udfs.macros.sign_off import said_of_blocks


def found(cell: str, code: str) -> CheckFinding:
    """Return a finding about a cell of the exceptions."""
    return finding_at(Place(file="a.xlsx", sheet="Exceptions", cell=cell), code, "other", "mend it")


def stands(about: About, table: str = "", was: str | None = None) -> CheckFinding:
    """Return the finding of a cell on the sheet Credits in which something else stands."""
    trace = Trace("Credits", table=table, was=was, now=1.0)
    apart = Difference("CELL-ALTERED", "Credits", "Q8", "more", about, trace)
    return finding_of(apart, "a.xlsx", "pack it")


CHOICE, ALTERED = found("I7", "CHOICE-UNKNOWN"), found("B7", "CELL-ALTERED")
OWN = "Credits!Q8: more (CELL-ALTERED); move it to a sheet of your own, or clear it"
REFILL = "run quarter_close_audit, which puts back what the desk says"
MORE = "1 more: run validate_workbook to see all"


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([CHOICE], "Exceptions!I7: other (CHOICE-UNKNOWN); mend it"),
        ([ALTERED, ALTERED], f"Exceptions!B7: other (CELL-ALTERED); {REFILL}; {MORE}"),
        ([ALTERED, CHOICE], f"Exceptions!B7: other (CELL-ALTERED); mend it; {MORE}"),
        ([stands("formula")], OWN),
        ([stands("typed")], OWN),
        (
            [stands("typed", table="Credits")],
            "Credits!Q8: more (CELL-ALTERED); clear it, or pack it",
        ),
        ([stands("formula", was="x")], f"Credits!Q8: more (CELL-ALTERED); {REFILL}"),
    ],
)
def test_a_refusal_names_the_cell_and_what_helps(blocks: list[CheckFinding], said: str) -> None:
    assert said_of_blocks(blocks) == said


def test_a_formula_of_the_desk_is_copied_from_its_column() -> None:
    assert stands("formula", "Credits", "x").remedy.startswith("copy the formula from another cell")
