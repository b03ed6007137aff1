"""``quarter_close_audit``, ``sign_off`` and ``prepare_tracker``: the close, and what is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from excel.patching import parts
from support.macro_desk import MacroDesk, apart, copied, edited, looked_into
from support.udf_desks import AskedDesk
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.run_macro import run_macro

pytestmark = pytest.mark.xdist_group("learning")


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
        linked = 0
        for row in book.sheets["Exceptions"].tables["Exceptions"].data_body_range.rows:
            ids = {value for value in row.value[2:4] if value is not None}
            if not ids & known:
                continue
            linked += 1
            place = re.fullmatch(r"#'(.+)'!([A-Z]+)(\d+)", row[2].hyperlink)
            assert place is not None
            sheet = book.sheets[place[1]]
            assert ids & set(sheet.range((int(place[3]), 2), (int(place[3]), 14)).value)
        assert linked > 0


def test_another_workbook_is_no_audit(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path)
    with pytest.raises(UsageError, match="not an attribution audit"):
        learning.run("quarter_close_audit", file)


def test_two_different_people_sign_one_after_the_other(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    assert "another person signs (Reviewed)" in learning.run("sign_off", file).message
    first = file.read_bytes()
    for same in ("Ada Example", "example, ada", "Аda Example"):
        with pytest.raises(UsageError):
            learning.run("sign_off", file, user=same)
    assert file.read_bytes() == first
    assert "signed by both" in learning.run("sign_off", file, user="Bo Other").message
    with pytest.raises(UsageError, match="nothing is left to sign"):
        learning.run("sign_off", file, user="Cy Third")
    with looked_into(file) as book:
        rows = book.sheets["Summary"].tables["SignOff"].data_body_range.value
    assert [row[1] for row in rows] == ["Ada Example", "Bo Other"]
    assert {(f"{row[2]:%Y-%m-%d}", row[3]) for row in rows} == {("2026-07-09", "accepted")}
    assert apart(learning.now("packs/attribution_audit.xlsx"), file) == []


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
        book.sheets["Funds"].range("B7").add_note("like that of Pier last year")
    before = file.read_bytes()
    with pytest.raises(UsageError, match=r"something of other partners: Pier in xl/comments"):
        learning.run("prepare_tracker", file)
    assert file.read_bytes() == before


def test_a_tracker_of_the_programme_is_sent_to_nobody(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "mdf_tracker.xlsx", tmp_path)
    with pytest.raises(UsageError, match="not a partner's"):
        learning.run("prepare_tracker", file)
