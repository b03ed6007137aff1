"""Identifiers: what cannot be seen is taken away, what a spreadsheet has rounded is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.intake.identifiers import identifier_parser, plain_identifier
from xldesk.intake.reject import CellError
from xldesk.intake.texts import text_parser

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

parse = identifier_parser(text_parser(12))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" O-1 ", "O-1"),
        ("\u00a0O-1\u00a0", "O-1"),
        ("O-1\u200b", "O-1"),
        ("\ufeffO-\u20601", "O-1"),
        ("O\u00a0\u00a01", "O 1"),
        ("O \t 1", "O 1"),
        ("00123", "00123"),
        ("0065E00000", "0065E00000"),
        ("12E5", "12E5"),
        ("o-1", "o-1"),
        ("\u200b", None),
    ],
)
def test_an_identifier_is_what_can_be_seen_of_it(text: str, plain: str | None) -> None:
    assert parse(text) == plain
    assert plain_identifier(plain_identifier(text)) == plain_identifier(text)


@pytest.mark.parametrize("text", ["1.23E+15", "1,23E+15", "1E+20", "1.5E7", "-2.5e+3"])
def test_a_rounded_number_is_no_identifier(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse(text)
    assert caught.value.code == "ID-ROUNDED"


def test_ids_with_spaces_are_the_same_object(desk: IntakeDesk) -> None:
    header = "opportunity_id,stage,currency,account_id\n"
    desk.read(f"{header}O-1,Proposal,USD,A 1\n")
    report = desk.read(f"{header}\u00a0O-1\u200b ,Proposal,USD,A\u00a01\n", "again.csv")
    assert (report.unchanged, report.rejected) == (1, 0)
    rounded = desk.read(f"{header}O-2,Proposal,USD,1.23E+15\n", "rounded.csv")
    assert rounded.rejects[0].reason_code == "ID-ROUNDED"
    assert "as text in the spreadsheet" in rounded.rejects[0].message
