"""People of a partner are erased: from every file of the desk, and the chain still verifies."""

from __future__ import annotations

from datetime import timedelta
from functools import partialmethod
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from support.ledger_desk import START, command
from xldesk.errors import UsageError
from xldesk.ledger.entry import Actor
from xldesk.ledger.erasure import Erasure, erase_people, known_people, recorded_people
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.verify import verify
from xldesk.records.partner import Contact, Partner

if TYPE_CHECKING:
    from pathlib import Path

INES = Contact(name="Ines Berg", email="ines@quay.example", role="channel", language="de")
OMAR = Contact(name="Omar Haddad", email="omar@quay.example")
ADA = Actor("Ada Example", "revops")


def put(ledger: Ledger, number: int, partner_id: str, *people: Contact) -> None:
    with ledger.writing(command(number)) as writer:
        partner = Partner(partner_id=partner_id, name=f"Partner {partner_id}", contacts=people)
        writer.add_records("partner", [partner])


def erase(ledger: Ledger, partner_id: str, reason: str = "asked by mail") -> Erasure:
    at = START + timedelta(days=1)
    return erase_people(ledger, partner_id, reason=reason, actor=ADA, at=at)


def files_that_hold(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


def test_an_erasure_says_who_when_why_and_how_many_but_not_whom(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    put(ledger, 2, "P-1", OMAR)
    put(ledger, 3, "P-2", OMAR)
    assert known_people(ledger) == {"P-1": [OMAR], "P-2": [OMAR]}
    assert recorded_people(ledger, "P-1") == [INES, OMAR]
    assert erase(ledger, "P-1") == Erasure("P-1", 2, 4, left_over=None)
    assert known_people(ledger) == {"P-2": [OMAR]}
    (entry,) = ledger.entries(after=3)
    assert (entry.kind, entry.actor, entry.reason) == ("erasure", ADA, "asked by mail")
    assert entry.details == {"contacts_erased": {"P-1": 2}}
    outcome = verify(ledger)
    assert outcome.ok, outcome.problems
    assert any("2 contacts were erased" in line for line in outcome.notes)


def test_nothing_of_a_person_is_left_in_any_file(sqlite_ledger: Ledger) -> None:
    put(sqlite_ledger, 1, "P-1", INES, *(OMAR for _ in range(200)))
    sqlite_ledger.snapshot()
    folder = sqlite_ledger.directory
    assert files_that_hold(folder, b"ines@quay")
    with sqlite_ledger.database.reading() as connection:
        salt = connection.execute(text("SELECT salt FROM contact LIMIT 1")).scalar_one()
    erase(sqlite_ledger, "P-1")
    sqlite_ledger.snapshot()
    for word in (b"ines@quay", b"Ines Berg", b"omar@quay", str(salt).encode()):
        assert files_that_hold(folder, word) == []


def test_a_log_that_another_program_reads_is_said(
    sqlite_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(sqlite_ledger, 1, "P-1", INES)
    monkeypatch.setattr(Ledger, "writing", partialmethod(Ledger.writing, wait_seconds=0.05))
    with sqlite_ledger.database.reading() as reader:
        reader.execute(text("SELECT count(*) FROM contact"))
        assert erase(sqlite_ledger, "P-1").left_over
    assert known_people(sqlite_ledger) == {}
    assert verify(sqlite_ledger).ok


@pytest.mark.parametrize(
    ("partner", "reason", "said"),
    [
        ("P-9", "asked by mail", "P-9: no contact is recorded"),
        ("P-1", " ", "--reason is empty"),
        ("P-1", "INES BERG asked", "names a person"),
        ("P-1", "mail of ines@quay.example", "names a person"),
        ("P-1", "asked by Ines  Berg", "names a person"),
        ("P-1", "Ms Berg asked", r"names a person .*\(berg\)"),
    ],
)
def test_what_cannot_be_erased_leaves_all_as_it_was(
    ledger: Ledger, partner: str, reason: str, said: str
) -> None:
    put(ledger, 1, "P-1", INES)
    with pytest.raises(UsageError, match=said):
        erase(ledger, partner, reason)
    assert known_people(ledger) == {"P-1": [INES]}
    assert len(ledger.entries()) == 1


def test_an_erasure_after_an_erasure_takes_the_new_people(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    erase(ledger, "P-1")
    with ledger.writing(command(60)) as writer:
        writer.put_contacts("P-1", [OMAR])
    done = erase_people(
        ledger, "P-1", reason="asked again", actor=ADA, at=START + timedelta(days=9)
    )
    assert done.erased == 1
    assert verify(ledger).ok
