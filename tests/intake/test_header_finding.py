"""The header: below titles, under group headings, in two rows, or said by the mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError
from xldesk.intake.header import HeadRow, find_header
from xldesk.intake.headings import known_headings

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk


def rows(text: str) -> list[HeadRow]:
    lines = enumerate(text.splitlines(), start=1)
    return [HeadRow(number, tuple(line.split(","))) for number, line in lines if line.strip(",")]


@pytest.mark.parametrize(
    ("text", "row", "names"),
    [
        ("opportunity_id,amount\nO-1,5", 1, "opportunity_id,amount"),
        ("Deals of the week\nAs of,2026\n\nOpportunity ID,Amount,Stage\nO-1,5,x", 4,
         "Opportunity ID,Amount,Stage"),
        ("x,y\n1,2\n3,4", 1, "x,y"),
        ("Deals\nx,y,z\n1,2,3", 2, "x,y,z"),
        (",,Opportunity ID,Amount\n,,O-1,5", 1, ",,Opportunity ID,Amount"),
        ("Deal,,Customer,\nID,Stage,Name,Country\nO-1,x,y,z", 2,
         "Deal ID,Deal Stage,Customer Name,Customer Country"),
        ("Us,,Them,\nOpportunity ID,Team,Team,Stage\nO-1,x,y,z", 2,
         "Opportunity ID,Us Team,Them Team,Stage"),
        ("Opportunity ID,Amount,Customer,\n,,Name,Country\nO-1,5,x,DE", 2,
         "Opportunity ID,Amount,Customer Name,Customer Country"),
        ("Partner\nName,Type,Partner ID\nx,isv,P-1", 2, "Name,Type,Partner ID"),
        ("opportunity_id,stage\nO-1,x\nopportunity_id,stage\nO-2,x", 1, "opportunity_id,stage"),
    ],
)  # fmt: skip
def test_the_header_is_the_row_that_is_known_best(text: str, row: int, names: str) -> None:
    found = find_header("x.csv", rows(text), known_headings)
    assert (found.row, ",".join(found.names)) == (row, names)
    assert all(number < found.first_row for number in found.above)


def test_two_rows_that_read_equally_well_are_named() -> None:
    text = rows("Opportunity ID,Amount,Stage\nopportunity_id,amount,stage\nO-1,5,x")
    with pytest.raises(UsageError, match=r"x\.csv: rows 1 and 2 .*header_row = 2 \(or") as caught:
        find_header("x.csv", text, known_headings)
    assert "\n" not in caught.value.message
    assert find_header("x.csv", text, known_headings, stated=2).names[0] == "opportunity_id"
    assert find_header("x.csv", text, known_headings, stated=1).row == 1
    with pytest.raises(UsageError, match="header_row = 9 .*has no content"):
        find_header("x.csv", text, known_headings, stated=9)


def test_rows_above_the_header_are_said_and_the_places_stay(desk: IntakeDesk) -> None:
    text = (
        'Deals of "the" week\nGenerated,"2026-03-31, 09:00"\n\n'
        "Opportunity ID;Stage;Currency;Amount\nO-1;Proposal;USD;5\nO-2;;USD;5\n"
    )
    report = desk.read(text)
    assert (report.added, report.rejects[0].row) == (1, 6)
    assert report.rows_left_out == ("rows 1 to 2: above the header",)
    assert desk.rows("opportunity", "source_row") == [(5,)]


def test_a_mapping_s_own_names_and_row_find_the_header(desk: IntakeDesk) -> None:
    text = "Liste,vom,Montag,\nNummer,Phase,Betrag,Notiz\n7,Proposal,5,x\n"
    columns = {"Nummer": "opportunity_id", "Phase": "stage", "Betrag": "amount"}
    mapping = {"kind": "opportunity", "columns": columns, "constants": {"currency": "EUR"}}
    assert desk.read(text, mapping=mapping).added == 1
    said = desk.read(text, mapping={**mapping, "header_row": 2})
    assert (said.unchanged, said.rows_left_out) == (1, ("row 1: above the header",))
    with pytest.raises(UsageError, match="header_row = 8 of the mapping"):
        desk.read(text, mapping={**mapping, "header_row": 8})
