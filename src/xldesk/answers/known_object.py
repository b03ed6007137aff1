"""Whether the desk knows an object of any kind by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def is_known(basis: Basis, object_id: str) -> bool:
    """Return whether a record has the id as its key, or a finding, also a resolved one, names it.

    ``basis`` has its findings.
    """
    asked = [
        f'SELECT 1 FROM "{kind}" WHERE "{record.KEY[0]}" = $id'  # noqa: S608 -- kinds of records
        for kind, record in KINDS.items()
        if len(record.KEY) == 1
    ]
    asked.append("SELECT 1 FROM finding WHERE object_id = $id OR opportunity_id = $id")
    found = basis.con.execute(f"{' UNION ALL '.join(asked)} LIMIT 1", {"id": object_id})
    return found.fetchone() is not None
