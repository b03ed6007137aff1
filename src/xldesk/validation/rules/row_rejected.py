"""ROW-REJECTED: a row that intake refused is waiting to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.intake.statements import key_text
from xldesk.records.kinds import KINDS
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``known_object``: the objects of refused rows that the figures hold already."""
    con = basis.con
    con.execute("CREATE OR REPLACE TABLE known_object (target_kind VARCHAR, object_key VARCHAR)")
    refused = con.execute("SELECT DISTINCT target_kind FROM rejected_row ORDER BY ALL").fetchall()
    for (kind,) in refused:
        if kind in KINDS:
            con.execute(
                # Kinds and their key columns are those of the record models.
                f"INSERT INTO known_object SELECT $kind, {key_text(kind, 'known')} AS object_key "  # noqa: S608
                f'FROM "{kind}" AS known WHERE object_key IN '
                "(SELECT object_key FROM rejected_row WHERE target_kind = $kind)",
                {"kind": kind},
            )


RULE = Rule(
    code="ROW-REJECTED",
    severity="warn",
    scope="row",
    object_kind="rejected_row",
    title="a row was refused at intake: what it says is missing from every figure",
    why=(
        "Nothing read may be lost: until its source is mended, a refused row stays on this list. "
        "Where it would change a known object, the older values stay in the figures."
    ),
    remedy="mend the row in its source and read the file again",
    owner_role="revops",
    needs=("rejected_row",),
    prepare=_prepare,
)
