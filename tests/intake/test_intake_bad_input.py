"""Bad input: one line with place and remedy, or a rejected row; nothing lost or half written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.intake_desk import ADA, AT, IntakeDesk
from xldesk.errors import LedgerError, UsageError, XldeskError
from xldesk.intake.reading import read_files
from xldesk.intake.reject import reasons
from xldesk.intake.survey import survey

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = 65_534
HEADER = (
    "opportunity_id,name,amount,currency,stage,close_date,type,term_months,is_won,external_ids\n"
)
GOOD = "O-1,Café,1,USD,Proposal,,,,,\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"deals\.csv is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        (HEADER.encode(), "has a header and no rows"),
        (bytes(range(256)) * 40 + bytes(8_000), "binary file"),
        ((HEADER + GOOD).encode("utf-16-le"), 'in UTF-16; say encoding = "utf-16-le"'),
        ((HEADER + GOOD).encode("utf-16-be"), 'in UTF-16; say encoding = "utf-16-be"'),
        ((HEADER + GOOD).encode("cp1252"), r'deals\.csv:2 is not UTF-8; .*encoding = "cp1252"'),
        ((HEADER + GOOD).replace("stage", "step").encode(), r"missing: stage"),
        ((HEADER.replace("name", "stage") + GOOD).encode(), "columns 2 and 5 are both 'stage'"),
        ((",".join(f"column {n}" for n in range(5_000)) + "\n").encode(), "5,000 columns"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_one_line(
    desk: IntakeDesk, content: bytes, words: str
) -> None:
    head = desk.head
    with pytest.raises(UsageError, match=words) as caught:
        desk.read(content)
    assert "\n" not in caught.value.message
    assert "deals.csv" in caught.value.message
    assert desk.head == head


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("O-2,x,1e309,USD,Proposal,,,,,", "AMOUNT-FORMAT", "amount"),
        ("O-2,x,NaN,USD,Proposal,,,,,", "AMOUNT-FORMAT", "amount"),
        ("O-2,x,=1+1,USD,Proposal,,,,,", "AMOUNT-FORMAT", "amount"),
        ('O-2,x,"1,234",USD,Proposal,,,,,', "AMOUNT-AMBIGUOUS", "amount"),
        ("O-2,x,1.5,JPY,Proposal,,,,,", "AMOUNT-DECIMALS", "amount"),
        ("O-2,x,99999999999999,USD,Proposal,,,,,", "AMOUNT-RANGE", "amount"),
        ("O-2,x,1,USD,Proposal,31-02-2017,,,,", "DATE-FORMAT", "close_date"),
        ("O-2,x,1,USD,Proposal,0026-01-01,,,,", "DATE-RANGE", "close_date"),
        ("O-2,x,1,USD,Proposal,,old,,,", "CHOICE", "type"),
        ("O-2,x,1,USD,Proposal,,,12.5,,", "NUMBER-FORMAT", "term_months"),
        ("O-2,x,1,USD,Proposal,,,9999999999999999999,,", "NUMBER-RANGE", "term_months"),
        ("O-2,x,1,USD,Proposal,,,,maybe,", "BOOLEAN", "is_won"),
        ("O-2,x,1,USD,Proposal,,,,,0065x", "EXTERNAL-IDS", "external_ids"),
        ("O-2,x,1,USD,,,,,,", "REQUIRED", "stage"),
        ("O-2,x,1,,Proposal,,,,,", "REQUIRED", "currency"),
        (",x,1,USD,Proposal,,,,,", "REQUIRED", "opportunity_id"),
        (f"O-2,{'x' * 40_000},1,USD,Proposal,,,,,", "TOO-LONG", "name"),
        (f"O-2,{'x' * 400_000},1,USD,Proposal,,,,,", "TOO-LONG", None),
        ("O-2,x\0y,1,USD,Proposal,,,,,", "NUL", None),
        ("O-2,x,1,USD,Proposal", "ROW-WIDTH", None),
        ('O-2,"x,1,USD,Proposal,,,,,', "QUOTES", None),
        ("O-1,Other,1,USD,Proposal,,,,,", "KEY-CONFLICT", None),
    ],
)
def test_a_bad_row_is_rejected_with_place_reason_and_remedy(
    desk: IntakeDesk, row: str, code: str, field: str | None
) -> None:
    content = f"{HEADER}{GOOD}{row}\nO-3,Last,2,USD,Proposal,,,,,\n"
    report = desk.read(content)
    assert (report.rows_read, report.added, report.rejected) == (3, 2, 1)
    (reject,) = report.rejects
    assert (reject.source, reject.row, reject.reason_code) == ("deals.csv", 3, code)
    assert reject.field == field
    assert "; " in reject.message
    assert len(reject.message) < 400
    assert 0 < len(reject.content) <= 2_000
    assert desk.rows("rejected_row", "source_file, source_row, reason_code, message, content") == [
        ("deals.csv", 3, code, reject.message, reject.content)
    ]


def test_rows_in_another_encoding_are_rejected_each(desk: IntakeDesk) -> None:
    content = (HEADER + GOOD).encode() + b"O-2,caf\xe9,1,USD,Proposal,,,,,\nO-3,\xff,1,USD,P,,,,,\n"
    report = desk.read(content)
    assert report.added == 1
    assert [(reject.row, reject.reason_code) for reject in report.rejects] == [
        (3, "ENCODING"), (4, "ENCODING"),
    ]  # fmt: skip
    assert "caf\ufffd" in report.rejects[0].content


def test_times_and_fractions_and_missing_currencies_have_reasons_too(desk: IntakeDesk) -> None:
    header = "opportunity_id,partner_id,role,agreed_share,recorded_at\n"
    report = desk.read(
        header + "O-1,P-1,referral,half,2026-01-01T09:00:00Z\nO-1,P-1,delivery,,soon\n"
        "O-1,P-1,co-sell,,2026-01-01T09:00:00\n",
        "roles.csv",
    )
    assert [reject.reason_code for reject in report.rejects] == [
        "NUMBER-FORMAT", "TIME-FORMAT", "TIME-ZONE",
    ]  # fmt: skip
    registrations = desk.read(
        "registration_id,partner_id,submitted_at,amount,currency\nR-1,P-1,2026-01-01,5,\n", "r.csv"
    )
    assert registrations.rejects[0].message.startswith("currency: amount has an amount without")
    formats = {"date_format": ["%d/%m/%Y", "%m/%d/%Y"]}
    dates = desk.read(
        "opportunity_id,stage,currency,close_date\nO-1,Proposal,USD,01/03/2017\n", mapping=formats
    )
    assert [reject.reason_code for reject in dates.rejects] == ["DATE-AMBIGUOUS"]


def test_every_reason_has_a_title_and_a_remedy() -> None:
    assert len(reasons()) >= 20
    for code, reason in reasons().items():
        assert code == reason.code == code.upper()
        assert reason.title
        assert reason.remedy


def test_what_a_rule_finds_later_is_accepted_as_it_is(desk: IntakeDesk) -> None:
    report = desk.read(
        f"{HEADER}O-1,قسم المبيعات,-5,USD,Proposal,,,,,\nO-2,🎉 Łódź,(7.50),XYZ,Contracting,,,,,\n"
        '=cmd(),"two\nlines",1,usd,Closed Won,2016-01-01,,,,\n'
    )
    assert report.added == 3
    assert desk.rows(
        "opportunity", "opportunity_id, name, amount, currency, stage, source_row"
    ) == [
        ("=cmd()", "two\nlines", 100, "USD", "Closed Won", 4),
        ("O-1", "قسم المبيعات", -500, "USD", "Proposal", 2),
        ("O-2", "🎉 Łódź", -750, "XYZ", "Contracting", 3),
    ]


@pytest.mark.parametrize("limit", ["max_file_megabytes", "max_rows", "max_columns"])
def test_the_policy_s_limits_hold(desk: IntakeDesk, limit: str) -> None:
    limits = desk.policy.limits.model_copy(update={limit: 1})
    policy = desk.policy.model_copy(update={"limits": limits})
    head = desk.head
    long_name = "x" * 900
    rows = "".join(f"O-{n},{long_name},1,USD,Proposal,,,,,\n" for n in range(1_200))
    with pytest.raises(UsageError, match=f"limits.{limit}"):
        desk.read(HEADER + rows, policy=policy)
    assert desk.head == head


def test_a_path_that_is_no_file_is_one_line(desk: IntakeDesk) -> None:
    pipe = desk.exports / "pipe.csv"
    os.mkfifo(pipe)
    cases = {
        desk.exports / "none.csv": "no such file",
        desk.exports: "holds no file that can be read",
        pipe: "not a regular file",
        desk.exports / ("x" * 300): "cannot be read",
    }
    for path, words in cases.items():
        with pytest.raises(UsageError, match=words):
            read_files(desk.ledger, desk.policy, [path], actor=ADA, at=AT)


def test_an_unreadable_file_is_one_line(desk: IntakeDesk) -> None:
    path = desk.write(HEADER + GOOD)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)  # root may read everything
    try:
        with pytest.raises(UsageError, match="cannot be read: Permission denied"):
            survey(path, path.name, None, desk.policy.limits)
    finally:
        os.seteuid(user)


def test_a_read_only_desk_is_told_before_anything_is_read(desk: IntakeDesk) -> None:
    desk.ledger.database.read_only_file = desk.ledger.directory / "ledger.db"
    with pytest.raises(LedgerError, match="cannot be written"):
        desk.read("not even looked at")


def test_a_file_that_changes_while_it_is_read_is_refused(desk: IntakeDesk) -> None:
    path = desk.exports / "deals.csv"

    def meanwhile(done: int, total: int, what: str) -> None:
        with path.open("a") as stream:
            stream.write("O-9,late,1,USD,Proposal,,,,,\n")

    head = desk.head
    with pytest.raises(UsageError, match="changed while it was read"):
        desk.read(HEADER + GOOD, progress=meanwhile)
    assert desk.head == head


def test_an_interrupted_intake_leaves_nothing(desk: IntakeDesk, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        raise StoppedError

    head = desk.head
    with pytest.raises(StoppedError):
        desk.read(HEADER + GOOD, progress=stop)
    assert desk.head == head
    assert desk.read(HEADER + GOOD).added == 1
    assert issubclass(UsageError, XldeskError)
