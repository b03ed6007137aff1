"""Refuse rows that change an object's currency and leave its amount behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.intake import statements
from xldesk.intake.parsing import Rejected
from xldesk.intake.reject import problem
from xldesk.intake.staging import insert_refused

if TYPE_CHECKING:
    import duckdb

    from xldesk.intake.staging import StagedFile


def refuse_currency_alone(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Move such rows of the staged file from the accepted to the refused ones.

    ``connection`` has the ledger's state at its head, and the staged rows attached as ``intake``.
    Raises UsageError where the file changed meanwhile.
    """
    query = statements.currency_alone(staged.kind, staged.fields)
    if query is None:
        return
    found = {row: facts for row, *facts in connection.execute(query).fetchall()}
    if not found:
        return
    for chunk in staged.contents(found):
        refused = []
        for row, content in chunk:
            key, known, currency, amounts = found[row]
            what = (
                f"the currency changes from {known or 'none'} to {currency or 'none'}, "
                f"but the file has no {amounts}"
            )
            reason = problem("CURRENCY-ALONE", what, field="currency")
            refused.append(Rejected(row, key, (reason,), content))
        insert_refused(connection, "intake.refused", refused)
