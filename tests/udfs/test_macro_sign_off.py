"""``quarter_close_audit``, ``sign_off`` and ``prepare_tracker``: the close, and what is sent."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from excel.patching import parts
from support.answered import answered
from support.macro_desk import (
    LATER,
    MacroDesk,
    apart,
    copied,
    edited,
    looked_into,
    request_form,
)
from support.udf_desks import AskedDesk
from workbooks.provenance_desk import NOW
from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.excel.running.headless_host import HeadlessHost
from xldesk.excel.running.run_macro import run_macro
from xldesk.records.place import Place
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.report import finding_at
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.answered_exceptions import accepted_controls
from xldesk_udfs.macros.looked_at import Looked
from xldesk_udfs.macros.marks import mark
from xldesk_udfs.macros.signatures import Signatures, shown_state, take_outdated

SIGNED_AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
"""Months after what the workbook shows: a signature has the day on which it was given."""

ANSWER = ["mend", "Ada, by Friday"]
OF_STATES = {"SIGNED-OTHER-STATE", "SIGNED-BY-HAND"}

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


PLACE = Place(file="a.xlsx", sheet="Exceptions", cell="I7")
CHOICE = finding_at(PLACE, "CHOICE-UNKNOWN", "'done' is not a choice", "choose a word")


@pytest.fixture(scope="module")
def signed(learning: MacroDesk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return audits of ``LATER`` by who signed last, and what each macro said beside them."""
    found: dict[str, Path] = {}
    before = answered(
        copied(learning.now("packs/attribution_audit.xlsx"), tmp_path_factory.mktemp("open"))
    )
    with edited(before) as book:
        mark(book, Looked((CHOICE,), None, "1 finding", (CHOICE,)), HeadlessHost(None), set())
    for at, name in enumerate(("Ada Example", "Bo Other")):
        found[name] = copied(before, tmp_path_factory.mktemp("signed"))
        day = SIGNED_AT + timedelta(days=at)
        done = learning.run("sign_off", found[name], user=name, now=day)
        found[name].with_suffix(".txt").write_text(done.message)
        before = found[name]
    return found


def lines(file: Path) -> list[tuple[list[object], str | None]]:
    """Return what the lines to sign say, and the notes beside the names."""
    with looked_into(file) as book:
        body = book.sheets["Summary"].tables["SignOff"].data_body_range
        notes = [body[at, 1].note for at in (0, 1)]
        texts = [None if note is None else note.text for note in notes]
        return list(zip(body.value, texts, strict=True))


def test_two_different_people_sign_one_after_the_other(
    learning: MacroDesk, signed: dict[str, Path]
) -> None:
    first, file = signed.values()
    said, finished = (path.with_suffix(".txt").read_text() for path in (first, file))
    assert "another person signs (Reviewed)" in said
    assert "The name is the one given on the command line; nothing proves whose" in said
    assert "2 controls fail, 3 exceptions answered, 13 controls not run" in said
    once = first.read_bytes()
    for same, reason in SAME_PERSON.items():
        with pytest.raises(UsageError, match=reason):
            learning.run("sign_off", first, user=same)
    assert first.read_bytes() == once
    assert "signed by both" in finished
    with pytest.raises(UsageError, match="nothing is left to sign"):
        learning.run("sign_off", file, user="Cy Third")
    rows, notes = zip(*lines(file), strict=True)
    assert [row[1] for row in rows] == ["Ada Example", "Bo Other"]
    assert [f"{row[2]:%Y-%m-%d}" for row in rows] == ["2026-11-03", "2026-11-04"]
    assert {row[3] for row in rows} == {"accepted"}
    assert all(note.endswith("nothing proves whose it is") for note in notes)
    assert apart(learning.now("packs/attribution_audit.xlsx"), file) == []


def test_a_signature_says_for_which_state_it_stands(
    learning: MacroDesk, signed: dict[str, Path]
) -> None:
    first, file = signed.values()
    rows, notes = zip(*lines(file), strict=True)
    (state,) = {tuple(row[4:]) for row in rows}
    with Desk.open(learning.folder) as desk:
        head = desk.ledger.head()
    assert head is not None
    assert state[:2] == (head.position, head.hash[:12])
    data, _, answers = state[2].partition("-")
    said = f"head hash {state[1]}, data {data}, answers {answers}; 2 controls fail"
    assert all(said in text for text in (*notes, first.with_suffix(".txt").read_text()))
    found = check_workbook(file).findings
    assert [one for one in found if one.code in OF_STATES or one.severity == "block"] == []
    assert "SHEET-OF-MACRO" not in {one.code for one in found}  # what was marked before is not


def test_a_run_for_the_same_state_leaves_signatures(
    learning: MacroDesk, signed: dict[str, Path], tmp_path: Path
) -> None:
    file = copied(signed["Bo Other"], tmp_path)
    done = learning.run("quarter_close_audit", file, at=LATER + timedelta(minutes=1))
    assert "signed" not in done.message
    assert lines(file) == lines(signed["Bo Other"])


def test_signatures_for_another_state_go_to_the_earlier_entries(
    learning: MacroDesk, signed: dict[str, Path], tmp_path: Path
) -> None:
    file = copied(signed["Bo Other"], tmp_path)
    (row, _), _ = lines(file)
    done = learning.run("quarter_close_audit", file, at=NOW)
    assert (
        "Ada Example and Bo Other signed another state: that is on the sheet Earl" in done.message
    )
    assert [(row[1:], note) for row, note in lines(file)] == [([None] * 6, None)] * 2
    with looked_into(file) as book:
        kept = book.sheets["Earlier entries"].tables["EarlierEntries"].data_body_range.value
        shown = book.sheets["Exceptions"].tables["Exceptions"].data_body_range.value
    said = "1 answered exception says something else now (Exceptions row 8): what was answered is"
    assert said in done.message
    assert [row[7:] for row in shown] == [ANSWER, [None, None], ANSWER]
    gone = [tuple(row[3:]) for row in kept if row[2] == "C-11, entry, intake by Ada Example"]
    assert (gone[0][0], gone[0][1][:9]) == ("What is wrong", "7 entries")
    assert gone[1:] == [("Action", ANSWER[0]), ("Comment", ANSWER[1])]
    data, _, answers = row[6].partition("-")
    state = f"ledger position 8, head hash {row[5]}, data {data}, answers {answers}"
    said = f"Ada Example; 2026-11-03; accepted; for {state}"
    assert [8, "SignOff", "Prepared", "Name", said] in kept
    signatures = [entry[2:] for entry in kept if entry[1] == "SignOff"]
    assert [entry[:2] for entry in signatures] == [["Prepared", "Name"], ["Reviewed", "Name"]]


def test_a_second_person_signs_what_the_first_has_signed(
    learning: MacroDesk, signed: dict[str, Path], tmp_path: Path
) -> None:
    file = copied(signed["Ada Example"], tmp_path)
    with edited(file) as book:
        book.sheets["Summary"].tables["SignOff"].data_body_range[0, 4].value = 7
    (one,) = (one for one in check_workbook(file).findings if one.code in OF_STATES)
    assert one.code == "SIGNED-OTHER-STATE"
    with pytest.raises(UsageError, match=r"position \(7, now 8\) changed since Ada Example si"):
        learning.run("sign_off", file, user="Bo Other")
    with edited(file) as book:
        body = book.sheets["Summary"].tables["SignOff"].data_body_range
        body[0, 4:7].value = [None, None, None]
    with pytest.raises(UsageError, match="Prepared: the name Ada Example was typed by hand"):
        learning.run("sign_off", file, user="Bo Other")


def test_a_signature_stands_for_the_answers_too(signed: dict[str, Path]) -> None:
    with looked_into(signed["Ada Example"]) as book:
        signatures, before = Signatures(book), shown_state(book, about(book))
        assert signatures.place_for("Bo Other", before) == 1
        exceptions = book.sheets["Exceptions"].tables["Exceptions"].data_body_range
        exceptions[0, 8].value = "nothing to see"
        now = shown_state(book, about(book))
        said = f"an answer, or what it answers changed since Ada .* {before.answers}; it shows"
        with pytest.raises(UsageError, match=said):
            signatures.place_for("Bo Other", now)
        assert take_outdated(book, before, before) == []
        (one,) = take_outdated(book, before, now)
        rewritten = one._replace(note=f"{one.note}; ask Bo")
        assert [len(outdated.entries) for outdated in (one, rewritten)] == [1, 2]
        assert (one.signature.name, one.signature.state) == ("Ada Example", before)


def test_names_that_other_names_notes_stand_at_are_no_signatures(signed: dict[str, Path]) -> None:
    with looked_into(signed["Ada Example"]) as book:
        signatures, state = Signatures(book), shown_state(book, about(book))
        body = book.sheets["Summary"].tables["SignOff"].data_body_range
        body[1, 1].add_note("ask Bo")
        with pytest.raises(UsageError, match="Reviewed: a note stands where the name goes"):
            signatures.place_for("Bo Other", state)
        body[0, 1].value = "Zoe Swapped"
        with pytest.raises(UsageError, match="no note of sign_off .* stands at Zoe Swapped; clear"):
            signatures.place_for("Bo Other", state)


def test_exceptions_without_an_answer_are_not_accepted(signed: dict[str, Path]) -> None:
    with looked_into(signed["Ada Example"]) as book:
        exceptions = book.sheets["Exceptions"].tables["Exceptions"].data_body_range
        exceptions[1, 8].value = "n/a"
        exceptions[2, 7].value = None
        refused = r"2 of 3 exceptions without an answer, the first at Exceptions!I8; fill in its"
        with pytest.raises(UsageError, match=refused):
            accepted_controls(book)


def test_a_control_of_integrity_that_fails_is_not_accepted(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with looked_into(file) as book:
        controls = book.sheets["Controls"].tables["Controls"].data_body_range
        assert controls[0, 12].value == "no"
        controls[0, 2].value = "fail"
        with pytest.raises(
            UsageError, match=r"1 control fails .* not be accepted, only fixed \(C-01"
        ):
            accepted_controls(book)
        controls[0, 2].value = "pass"
        with pytest.raises(UsageError, match="3 of 3 exceptions without an answer"):
            accepted_controls(book)
        for row in (10, 14):
            assert controls[row, 2].value == "fail"
            controls[row, 2].value = "accepted"
        assert accepted_controls(book).said == (
            "0 controls fail, 3 exceptions answered, 13 controls not run"
        )


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
    with pytest.raises(
        UsageError, match="on the sheet Checks have no value yet; open it in Excel, save"
    ):
        learning.run("sign_off", file)
    done = learning.run("quarter_close_audit", file)
    assert "Its checks have no value yet: recalculate the file when it is opened" in done.message


def test_what_is_behind_the_ledger_or_altered_is_not_signed(
    learning: MacroDesk, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="shows ledger position 4, the desk is at 8"):
        learning.run("sign_off", copied(learning.audit, tmp_path))
    old = copied(learning.audit, tmp_path)
    with edited(old) as book:
        body = book.sheets["Summary"].tables["SignOff"].data_body_range
        body[0, 1].value, body[1, 1].value = "Ada Example", "Bo Other"
    said = (
        "position 4 and is signed by Ada Example and Bo Other, .* first; the signatures then move"
    )
    with pytest.raises(UsageError, match=said):
        learning.run("sign_off", old, user="Cy Third")
    file = answered(copied(learning.now("packs/attribution_audit.xlsx"), tmp_path))
    with edited(file) as book:
        book.sheets["Controls"].range("C7").value = "pass!"
    with pytest.raises(
        UsageError, match="Controls!C7: .*CELL-ALTERED.; run quarter_close_audit, which"
    ):
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
        kind, form = request_form(book)
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
