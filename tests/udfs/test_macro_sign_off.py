"""``quarter_close_audit``, ``sign_off`` and ``prepare_tracker``: the close, and what is sent."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from excel.patching import parts
from support.macro_desk import MacroDesk, apart, copied, edited, looked_into
from support.udf_desks import AskedDesk
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.run_macro import run_macro

pytestmark = pytest.mark.xdist_group("learning")

SIGNED_AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
"""Months after what the workbook shows: a signature has the day on which it was given."""

SAME_PERSON = {
    "Ada Example": "one person",
    "example, ada": "one person",
    "A. Example": "one family name",
    "\u0410da Example": "it has the Cyrillic \u0410 among Latin letters",
    "12": "it has no letter",
}


def test_the_audit_says_what_a_pack_says_and_each_exception_leads_to_its_row(
    sample: AskedDesk, tmp_path: Path
) -> None:
    week_later = sample.at + timedelta(days=7)
    with Desk.open(sample.folder) as desk:
        (audit,) = desk.pack(as_of=sample.at, only=["attribution_audit"], out=tmp_path)
        (now,) = desk.pack(as_of=week_later, only=["attribution_audit"], out=tmp_path / "now")
        done = run_macro("quarter_close_audit", audit.path, desk=desk, as_of=week_later, user="Ada")
    assert apart(now.path, audit.path) == []
    assert now.note in done.message.replace("controls did not run", "not run")
    with looked_into(audit.path) as book:
        known = {
            value
            for name in ("Credits", "Findings")
            for row in book.sheets[name].tables[name].data_body_range.value
            for value in row
        }
        found = {row[3] for row in book.sheets["Findings"].tables["Findings"].data_body_range.value}
        led_to = Counter[str]()
        for row in book.sheets["Exceptions"].tables["Exceptions"].data_body_range.rows:
            control, about, this, deal = row.value[:4]
            place = re.fullmatch(r"#'(.+)'!([A-Z]+)(\d+)", row[2].hyperlink)
            assert place is not None, this
            there = set(book.sheets[place[1]].range(f"B{place[3]}:M{place[3]}").value)
            wanted = this if this in found else next((i for i in (this, deal) if i in known), None)
            assert (wanted or control) in there, (about, this)
            led_to[place[1]] += 1
    assert led_to["Findings"] > 5
    assert led_to["Controls"] > 1


def test_another_workbook_is_no_audit(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path)
    with pytest.raises(UsageError, match="not an attribution audit"):
        learning.run("quarter_close_audit", file)


def test_two_different_people_sign_one_after_the_other(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    done = learning.run("sign_off", file, now=SIGNED_AT)
    assert "another person signs (Reviewed)" in done.message
    assert "The name is the one given on the command line; nothing proves whose" in done.message
    first = file.read_bytes()
    for same, reason in SAME_PERSON.items():
        with pytest.raises(UsageError, match=reason):
            learning.run("sign_off", file, user=same)
    assert file.read_bytes() == first
    done = learning.run("sign_off", file, user="Bo Other", now=SIGNED_AT + timedelta(days=1))
    assert "signed by both" in done.message
    with pytest.raises(UsageError, match="nothing is left to sign"):
        learning.run("sign_off", file, user="Cy Third")
    with looked_into(file) as book:
        lines = book.sheets["Summary"].tables["SignOff"].data_body_range
        rows, notes = lines.value, [lines[at, 1].note.text for at in (0, 1)]
    assert [row[1] for row in rows] == ["Ada Example", "Bo Other"]
    assert [f"{row[2]:%Y-%m-%d}" for row in rows] == ["2026-11-03", "2026-11-04"]
    assert {row[3] for row in rows} == {"accepted"}
    assert all("nothing proves whose it is" in text for text in notes)
    assert apart(learning.now("packs/attribution_audit.xlsx"), file) == []


def test_nobody_signs_without_being_named(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with pytest.raises(UsageError, match=r"nobody said who signs; .* --actor NAME"):
        learning.run("sign_off", file, user=None)


def test_checks_without_a_value_are_no_checks_that_hold(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    without_values = openpyxl.load_workbook(file)
    without_values.save(file)
    with pytest.raises(UsageError, match="the checks have no value yet; open it in Excel, save"):
        learning.run("sign_off", file)
    done = learning.run("quarter_close_audit", file)
    assert "Its checks have no value yet: recalculate the file when it is opened" in done.message


def test_what_is_behind_the_ledger_or_altered_is_not_signed(
    learning: MacroDesk, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="shows ledger position 4, the desk is at 8"):
        learning.run("sign_off", copied(learning.audit, tmp_path))
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with edited(file) as book:
        book.sheets["Controls"].range("D7").value = "pass!"
    with pytest.raises(UsageError, match="altered"):
        learning.run("sign_off", file)


def test_a_tracker_is_made_ready_for_its_partner(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.tracker, tmp_path)
    done = learning.run("prepare_tracker", file)
    assert "is ready for P-1 Quay" in done.message
    assert apart(learning.now("trackers/mdf_tracker_P-1.xlsx"), file) == []
    with looked_into(file) as book:
        assert book.sheets.active.name == "New requests"
    sheet = parts(file)["xl/worksheets/sheet2.xml"]
    first = re.search(rb'<selection[^>]*activeCell="(\w+)"', sheet)
    assert first is not None
    with looked_into(file) as book:
        table = book.sheets["New requests"].tables["NewRequests"].data_body_range
        assert first[1].decode() == table[0, 0].get_address(
            row_absolute=False, column_absolute=False
        )
    once = file.read_bytes()
    assert (learning.run("prepare_tracker", file).changes, file.read_bytes()) == (0, once)


def test_a_tracker_with_something_of_another_partner_is_refused(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("trackers/mdf_tracker_P-1.xlsx"), tmp_path)
    with edited(file) as book:
        kind = book.sheets["Instructions"].tables["Activities"].data_body_range[0, 0].value
        form = book.sheets["New requests"].tables["NewRequests"].data_body_range
        days = date(2026, 9, 1), date(2026, 9, 2)
        form[0, :7].value = ["F-3", "like that of Pier last year", kind, "online", *days, 10]
    before = file.read_bytes()
    with pytest.raises(UsageError, match=r"something of other partners: Pier in xl/worksheets"):
        learning.run("prepare_tracker", file)
    assert file.read_bytes() == before


def test_a_tracker_of_the_programme_is_sent_to_nobody(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "mdf_tracker.xlsx", tmp_path)
    with pytest.raises(UsageError, match="not a partner's"):
        learning.run("prepare_tracker", file)
