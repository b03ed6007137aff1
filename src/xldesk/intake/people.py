"""Contacts that a partner file names: replaced as a whole where they differ from what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from xldesk.ledger.ledger import Ledger
    from xldesk.ledger.writer import Writer

NamedPerson = tuple[int, str, Contact]
"""Row, partner, person."""


def people_by_partner(
    named: Iterable[NamedPerson], partners: Iterable[str], refused_rows: Collection[int]
) -> dict[str, list[Contact]]:
    """Return the contacts of each of ``partners`` in the file's order, each person once."""
    people: dict[str, list[Contact]] = {partner: [] for partner in partners}
    for row, partner, person in named:
        if row not in refused_rows and person not in people[partner]:
            people[partner].append(person)
    return people


def put_contacts(
    ledger: Ledger, writer: Writer, people: Mapping[str, Sequence[Contact]]
) -> tuple[int, tuple[str, ...]]:
    """Replace the contacts of partners where the file says others; return of how many.

    Also return those of them whose people were erased before and are named again.
    """
    changed = [
        partner for partner, named in people.items() if ledger.contacts(partner) != list(named)
    ]
    for partner in changed:
        writer.put_contacts(partner, people[partner])
    named = {partner for partner in changed if people[partner]}
    erased = ledger.partners_erased() if named else set()
    return len(changed), tuple(sorted(named & erased))
