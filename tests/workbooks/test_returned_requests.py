"""New requests and claims of a returned tracker become records, or findings at their cells."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from support.mdf_world import MdfWorld, fund, partner, request
from support.programme import provenance
from workbooks.any_content import plain_content
from workbooks.repackage import repackaged
from xldesk.records.mdf import MdfClaim, MdfRequest
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.mdf_tracker_partner import SPEC, content
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.read.returned_requests import Returned, returned_requests
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from pathlib import Path

STAMPER = Stamper(SPEC, build_template(SPEC))
RECEIVED = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LISTS = {"funds": ["F-1", "F-2"], "requests": ["Q-1"], "activity_kinds": ["event", "webinar"]}
ASKED = {
    "fund": "F-1",
    "name": "Spring event",
    "kind": "event",
    "place": "Lyon",
    "start": date(2026, 5, 4),
    "end": date(2026, 5, 5),
    "planned_spend": Decimal("1234.5"),
    "leads": 40,
    "pipeline": Decimal(90_000),
    "close_rate": Decimal("0.25"),
}
CLAIMED = {
    "request": "Q-1",
    "invoice": "INV-7",
    "invoiced": date(2026, 3, 15),
    "invoice_amount": Decimal("900.10"),
    "claimed": Decimal("450.05"),
    "proof": "list.csv; photos.zip",
}
FUNDS = [fund("F-1"), fund("F-2", currency="JPY", partner_id="P-2")]
REQUESTS = [request("Q-1")]


def returned(
    folder: Path, asked: list[dict[str, Any]], claimed: list[dict[str, Any]] | None = None
) -> Returned:
    """Return what comes back of a tracker with these rows, the ledger's funds being ``FUNDS``.

    Findings are those of reading the file, too.
    """
    tables = {"NewRequests": asked, "NewClaims": claimed or []}
    STAMPER.write(plain_content(SPEC, tables=tables, lists=LISTS), folder / "back.xlsx")
    book = read_workbook(folder / "back.xlsx")
    back = returned_requests(
        book, received_at=RECEIVED, submitted_by="Pia", funds=FUNDS, requests=REQUESTS
    )
    back.findings[:0] = book.findings
    return back


def test_a_filled_row_becomes_a_request(tmp_path: Path) -> None:
    back = returned(tmp_path, [ASKED])
    assert back.findings == []
    (made,) = back.requests
    assert made.record == MdfRequest(
        request_id=made.record.request_id,
        fund_id="F-1",
        partner_id="P-1",
        name="Spring event",
        activity_kind="event",
        place="Lyon",
        activity_start=date(2026, 5, 4),
        activity_end=date(2026, 5, 5),
        planned_spend=123_450,
        currency="USD",
        expected_leads=40,
        expected_pipeline=9_000_000,
        expected_close_rate=Decimal("0.25"),
        submitted_at=RECEIVED,
        submitted_by="Pia",
    )
    assert made.record.request_id.startswith("MR-")
    assert made.row.values["kind"] == "event"


def test_a_filled_row_becomes_a_claim_and_keeps_the_day_of_its_invoice(tmp_path: Path) -> None:
    back = returned(tmp_path, [], [CLAIMED])
    assert back.findings == []
    (made,) = back.claims
    assert made.record == MdfClaim(
        claim_id=made.record.claim_id,
        request_id="Q-1",
        partner_id="P-1",
        invoice_number="INV-7",
        invoice_amount=90_010,
        claimed_amount=45_005,
        currency="USD",
        evidence=("list.csv", "photos.zip"),
        submitted_at=RECEIVED,
        submitted_by="Pia",
    )
    assert made.row.values["invoiced"] == date(2026, 3, 15)


def test_only_what_is_needed_must_be_there(tmp_path: Path) -> None:
    optional = dict.fromkeys(("name", "place", "leads", "pipeline", "close_rate"))
    without = dict.fromkeys(("invoice", "invoiced", "invoice_amount", "proof"))
    back = returned(tmp_path, [{**ASKED, **optional}], [{**CLAIMED, **without}])
    assert [(found.code, found.place.cell) for found in back.findings] == [
        ("INPUT-EXPECTED", "G24")
    ]
    assert back.requests[0].record.expected_pipeline is None
    assert back.claims[0].record.evidence == ()


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"fund": None}, "INPUT-MISSING", "B10"),
        ({"kind": None}, "INPUT-MISSING", "D10"),
        ({"start": None}, "INPUT-MISSING", "F10"),
        ({"end": None}, "INPUT-MISSING", "G10"),
        ({"planned_spend": None}, "INPUT-MISSING", "H10"),
        ({"end": date(2026, 5, 3)}, "INPUT-RANGE", "G10"),
        ({"planned_spend": Decimal(0)}, "INPUT-RANGE", "H10"),
        ({"planned_spend": Decimal(-5)}, "INPUT-RANGE", "H10"),
        ({"pipeline": Decimal("-0.01")}, "INPUT-RANGE", "J10"),
        ({"planned_spend": Decimal("10.005")}, "AMOUNT-DECIMALS", "H10"),
        ({"fund": "F-2"}, "AMOUNT-DECIMALS", "H10"),
        ({"name": "x" * 1_001}, "CELL-TYPE", "C10"),
    ],
)
def test_a_request_that_cannot_be_taken_is_named_at_its_cell(
    tmp_path: Path, changes: dict[str, Any], code: str, cell: str
) -> None:
    back = returned(tmp_path, [{**ASKED, **changes}])
    assert back.requests == []
    (finding,) = back.findings
    assert (finding.code, str(finding.place)) == (code, f"back.xlsx!New requests!{cell}")
    assert finding.severity == "block"


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"request": None}, "INPUT-MISSING", "B23"),
        ({"claimed": None}, "INPUT-MISSING", "F23"),
        ({"claimed": Decimal(0)}, "INPUT-RANGE", "F23"),
        ({"invoice_amount": Decimal("900.001")}, "AMOUNT-DECIMALS", "E23"),
    ],
)
def test_a_claim_that_cannot_be_taken_is_named_at_its_cell(
    tmp_path: Path, changes: dict[str, Any], code: str, cell: str
) -> None:
    back = returned(tmp_path, [], [{**CLAIMED, **changes}])
    assert back.claims == []
    (finding,) = back.findings
    assert (finding.code, finding.place.cell) == (code, cell)


def test_a_fund_of_nobody_is_named(tmp_path: Path) -> None:
    STAMPER.write(
        plain_content(SPEC, tables={"NewRequests": [ASKED]}, lists=LISTS), tmp_path / "back.xlsx"
    )
    book = read_workbook(tmp_path / "back.xlsx")
    back = returned_requests(book, received_at=RECEIVED, funds=[])
    assert back.requests == []
    (finding,) = back.findings
    assert str(finding) == (
        "back.xlsx!New requests!B10: block REF-UNKNOWN: Fund 'F-1' is not known;"
        " choose one of the list"
    )


def test_a_row_with_a_faulty_cell_is_no_request(tmp_path: Path) -> None:
    tables = {"NewRequests": [{**ASKED, "kind": "party"}]}
    STAMPER.write(plain_content(SPEC, tables=tables, lists=LISTS), tmp_path / "back.xlsx")
    book = read_workbook(tmp_path / "back.xlsx")
    back = returned_requests(book, received_at=RECEIVED, funds=FUNDS)
    assert [finding.code for finding in book.findings] == ["CHOICE-UNKNOWN"]
    assert (back.requests, back.findings) == ([], [])


def test_the_same_row_has_the_same_id_and_another_row_another(tmp_path: Path) -> None:
    first = returned(tmp_path, [ASKED, {**ASKED, "place": "Paris"}])
    again = returned(tmp_path, [{**ASKED, "leads": 41}, ASKED])
    ids = [made.record.request_id for made in (*first.requests, *again.requests)]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 3


def test_a_row_that_stands_twice_is_one_request(tmp_path: Path) -> None:
    back = returned(tmp_path, [ASKED, ASKED])
    assert len(back.requests) == 1
    assert [(found.code, found.place.cell) for found in back.findings] == [("ROW-TWICE", "B11")]


def filled_in(path: Path, part: str, cells: dict[str, str | float]) -> Path:
    """Return a copy of ``path`` with empty ``cells`` of a sheet filled in, as a person does."""

    def fill(content: bytes) -> bytes:
        text = content.decode()
        for cell, value in cells.items():
            kind = ' t="str"' if isinstance(value, str) else ""
            told = rf'<c r="{cell}"\1{kind}><v>{value}</v></c>'
            text, count = re.subn(rf'<c r="{cell}"([^>]*)/>', told, text)
            assert count == 1
        return text.encode()

    return repackaged(path, {part: fill})


JUNE = {"activity_start": date(2026, 6, 20), "activity_end": date(2026, 6, 21)}
FILLED: dict[str, str | float] = {
    "B10": "F-1", "C10": "Autumn event", "D10": "event", "F10": 46_300, "G10": 46_301, "H10": 99.5,
    "B23": "Q-1", "C23": "INV-8", "D23": 46_200, "E23": 300, "F23": 150.25, "G23": "list.csv",
}  # fmt: skip


def test_a_tracker_goes_out_and_comes_back(tmp_path: Path) -> None:
    with MdfWorld(tmp_path / "desk") as world:
        world.add(partner("P-2"), fund(), fund("F-9", partner_id="P-2"), request(**JUNE))
        made = content(basis := world.basis(), provenance(basis, "P-1"), "P-1")
    STAMPER.write(made, tmp_path / "out.xlsx")
    back = filled_in(tmp_path / "out.xlsx", "xl/worksheets/sheet2.xml", FILLED)
    assert check_workbook(back).findings == []
    book = read_workbook(back)
    assert book.findings == []
    assert book.provenance == made.provenance
    assert [row["fund_id"] for row in book.tables["Funds"].values] == ["F-1"]
    brought = returned_requests(book, received_at=RECEIVED)
    assert brought.findings == []
    (asked,) = brought.requests
    assert (asked.record.partner_id, asked.record.planned_spend) == ("P-1", 9_950)
    assert asked.record.activity_end == date(2026, 10, 6)
    (claimed,) = brought.claims
    assert (claimed.record.partner_id, claimed.record.claimed_amount) == ("P-1", 15_025)


def test_what_is_no_tracker_brings_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"x")
    back = returned_requests(read_workbook(tmp_path / "x.xlsx"), received_at=RECEIVED)
    assert (back.requests, back.claims, back.findings) == ([], [], [])
