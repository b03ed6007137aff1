"""Contacts of partners: they come with partner rows and never stand in the chain or a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

HEADER = "partner_id,name,currency,contact_name,contact_email,contact_role,contact_language\n"
PARTNERS = HEADER + (
    "P-1,Harbor Systems,USD,Mia Vogt,mia@harbor.example,sales,de\n"
    "P-1,Harbor Systems,USD,Noor Haddad,noor@harbor.example,,\n"
    "P-2,Quay,USD,,,,\n"
)
MIA = Contact(name="Mia Vogt", email="mia@harbor.example", role="sales", language="de")
NOOR = Contact(name="Noor Haddad", email="noor@harbor.example")


def test_contacts_are_read_beside_their_partner(desk: IntakeDesk) -> None:
    report = desk.read(PARTNERS, "partners.csv")
    assert (report.kind, report.added, report.duplicate, report.contacts) == ("partner", 2, 1, 1)
    assert report.left_out == ()
    assert desk.ledger.contacts("P-1") == [MIA, NOOR]
    assert desk.ledger.contacts("P-2") == []


def test_the_same_contacts_again_change_nothing(desk: IntakeDesk) -> None:
    desk.read(PARTNERS, "partners.csv")
    head = desk.head
    assert desk.read(PARTNERS, "partners.csv").contacts == 0
    assert desk.head == head


def test_a_changed_contact_alone_makes_an_entry(desk: IntakeDesk) -> None:
    desk.read(PARTNERS, "partners.csv")
    report = desk.read(PARTNERS.replace("Mia Vogt", "Mia Vogt-Lund"), "partners.csv")
    assert (report.changed, report.unchanged, report.contacts, report.position) == (0, 2, 1, 3)
    assert [contact.name for contact in desk.ledger.contacts("P-1")] == [
        "Mia Vogt-Lund", "Noor Haddad",
    ]  # fmt: skip


def test_a_file_without_columns_of_contacts_leaves_them_alone(desk: IntakeDesk) -> None:
    desk.read(PARTNERS, "partners.csv")
    desk.read("partner_id,name\nP-1,Harbor Systems Ltd\n", "partners.csv")
    assert desk.ledger.contacts("P-1") == [MIA, NOOR]
    report = desk.read(HEADER + "P-1,Harbor Systems Ltd,USD,,,,\n", "partners.csv")
    assert report.contacts == 1
    assert desk.ledger.contacts("P-1") == []


def test_rejected_rows_keep_no_personal_data(desk: IntakeDesk) -> None:
    content = HEADER + (
        ",Nameless,USD,Mia Vogt,mia@harbor.example,,\n"
        "P-2,Short,USD,Mia Vogt\n"
        'P-3,Quoted,USD,"Mia Vogt,mia@harbor.example,,\n'
        f"P-4,Long,USD,{'Mia Vogt' * 200},mia@harbor.example,,\n"
        "P-5,One,USD,Mia Vogt,mia@harbor.example,,\n"
        "P-5,Other,USD,Mia Vogt,mia@harbor.example,,\n"
    )
    report = desk.read(content, "partners.csv")
    assert [reject.reason_code for reject in report.rejects] == [
        "REQUIRED", "ROW-WIDTH", "QUOTES", "TOO-LONG", "KEY-CONFLICT",
    ]  # fmt: skip
    kept = str(desk.rows("rejected_row"))
    assert "Nameless" in kept
    assert "Mia" not in kept
    assert "harbor" not in kept
    assert desk.ledger.contacts("P-5") == [MIA.model_copy(update={"role": "", "language": ""})]
