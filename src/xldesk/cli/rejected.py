"""How many rows intake refused, said beside every figure that lacks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xldesk.cli.output import counted

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def tell_rejected(basis: Basis, tell: Callable[[str], None]) -> None:
    """Tell how many refused rows wait to be mended, and what lists them; nothing where none do.

    Needs ``validate(basis)``.
    """
    row = basis.con.execute(
        "SELECT count(DISTINCT object_id) FROM finding "
        "WHERE code = 'ROW-REJECTED' AND resolution IS NULL"
    ).fetchone()
    if row is not None and row[0]:
        stand = "stands" if row[0] == 1 else "stand"
        tell(
            f"{counted(row[0], 'row')} that could not be read {stand} in no figure: "
            "xldesk validate --code ROW-REJECTED"
        )
