"""People at partners: kept apart, replaced, erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from support.ledger_desk import command
from xldesk.ledger.database import FILE_NAME
from xldesk.records.partner import Contact, Partner

if TYPE_CHECKING:
    from xldesk.ledger.ledger import Ledger

INES = Contact(name="Ines Berg", email="ines@quay.example", role="channel", language="de")
OMAR = Contact(name="عمر", email="omar@quay.example")


def put(ledger: Ledger, number: int, partner_id: str, *people: Contact) -> None:
    with ledger.writing(command(number)) as writer:
        writer.put_contacts(partner_id, people)


def test_the_latest_contacts_replace_the_earlier(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    put(ledger, 2, "P-1", OMAR, INES)
    put(ledger, 3, "P-12", OMAR)
    assert ledger.contacts("P-1") == [OMAR, INES]
    put(ledger, 4, "P-1")
    assert ledger.contacts("P-1") == []
    assert ledger.contacts("P-12") == [OMAR]
    assert ledger.contacts("P-9") == []


def test_partner_ids_with_wildcards_do_not_meet(ledger: Ledger) -> None:
    put(ledger, 1, "P_1", INES)
    put(ledger, 2, "PX1", OMAR)
    put(ledger, 3, '%"', OMAR)
    assert ledger.contacts("P_1") == [INES]
    assert ledger.contacts("%") == []


def test_a_partners_contacts_go_with_the_partner(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("partner", [Partner(partner_id="P-1", name="Quay", contacts=[INES])])
    assert writer.receipt.rows == {"partner": 1}
    assert ledger.contacts("P-1") == [INES]
    columns = ledger.snapshot().connect().execute("DESCRIBE partner").fetchall()
    assert "contacts" not in {name for name, *_ in columns}


def test_equal_contacts_have_different_digests(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    put(ledger, 2, "P-1", INES)
    with ledger.database.reading() as connection:
        rows = connection.execute(text("SELECT content FROM entry_row")).scalars().all()
    assert len(set(rows)) == 2


def test_erasing_removes_every_version_and_is_recorded(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    put(ledger, 2, "P-1", INES, OMAR)
    put(ledger, 3, "P-2", OMAR)
    with ledger.writing(command(4, kind="erasure", reason="asked by mail")) as writer:
        assert writer.erase_contacts("P-1") == 3
    entry = writer.receipt.entry
    assert entry is not None
    assert entry.details == {"contacts_erased": {"P-1": 3}}
    assert ledger.contacts("P-1") == []
    assert ledger.contacts("P-2") == [OMAR]
    with ledger.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM contact")).scalar() == 1


def test_nothing_of_an_erased_contact_stays_in_the_file(sqlite_ledger: Ledger) -> None:
    put(sqlite_ledger, 1, "P-1", INES)
    with sqlite_ledger.writing(command(2, kind="erasure")) as writer:
        writer.erase_contacts("P-1")
    sqlite_ledger.close()
    for path in sqlite_ledger.directory.glob(f"{FILE_NAME}*"):
        assert b"ines@" not in path.read_bytes()


def test_contacts_are_not_changed_in_place(ledger: Ledger) -> None:
    put(ledger, 1, "P-1", INES)
    with (
        ledger.database.engine.connect() as connection,
        pytest.raises(DBAPIError, match="contact is insert-only"),
    ):
        connection.execute(text("UPDATE contact SET content = '{}'"))
