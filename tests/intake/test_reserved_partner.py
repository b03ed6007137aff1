"""DIRECT is the line that no partner earns: no partner may have that id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk


@pytest.mark.parametrize("partner", ["DIRECT", "direct", "Direct", "  DiReCt  "])
@pytest.mark.parametrize(
    ("header", "row", "key"),
    [
        ("partner_id,name", "{},Example", None),
        ("registration_id,partner_id,submitted_at", "R-1,{},2026-01-01T00:00:00Z", "R-1"),
        (
            "dispute_id,claimant_partner_id,opportunity_id,opened_at,claimed_category,opened_by",
            "D-1,{},O-1,2026-01-01T00:00:00Z,sourced,Ada",
            "D-1",
        ),
    ],
)
def test_a_row_with_the_reserved_id_is_refused(
    desk: IntakeDesk, partner: str, header: str, row: str, key: str | None
) -> None:
    report = desk.read(f"{header}\n{row.format(partner)}\n", "rows.csv")
    (reject,) = report.rejects
    assert (reject.reason_code, reject.object_key) == ("RESERVED", key)
    assert reject.message.endswith(
        f"partner_id: {partner.strip()!r} stands for what no partner earns; give the partner "
        "another id, or leave the row out where no partner is meant"
    )


def test_ids_that_only_contain_the_word_are_partners(desk: IntakeDesk) -> None:
    report = desk.read("partner_id,name\nDIRECT-1,DIRECT\nINDIRECT,Direct\n", "partners.csv")
    assert (report.added, report.rejected) == (2, 0)


def test_a_constant_with_the_reserved_id_is_refused_at_once(desk: IntakeDesk) -> None:
    with pytest.raises(UsageError, match=r"constants\.partner_id: 'direct' stands for"):
        desk.read(
            "registration_id,submitted_at\nR-1,2026-01-01T00:00:00Z\n",
            "rows.csv",
            kind="deal_registration",
            mapping={"constants": {"partner_id": "direct"}},
        )
