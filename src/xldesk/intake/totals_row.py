"""A row of totals in a file, beside what was read above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xldesk.records.money import format_minor, major


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """What a row of totals says of one amount, and what the rows above add up to.

    Both are minor units of ``currency``. ``read`` is the sum of all rows above, or of those since
    the last row of totals where that is what the row says.
    """

    row: int
    field: str
    currency: str
    stated: int
    read: int

    @property
    def agrees(self) -> bool:
        """Whether the file's own total is what was read."""
        return self.stated == self.read

    @property
    def text(self) -> str:
        """Say it in a line."""
        stated = f"row {self.row:,} says {format_minor(self.stated, self.currency)} {self.currency}"
        if self.agrees:
            return f"{stated} of {self.field}, as was read"
        differs = format_minor(self.stated - self.read, self.currency)
        read = format_minor(self.read, self.currency)
        return f"{stated} of {self.field}, the rows above add up to {read}: {differs} more"

    def kept(self) -> dict[str, object]:
        """Return what the ledger entry keeps, in minor units."""
        return {
            "row": self.row,
            "field": self.field,
            "currency": self.currency,
            "stated": self.stated,
            "read": self.read,
        }

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON, amounts as decimal text."""
        return {
            **self.kept(),
            "stated": str(major(self.stated, self.currency)),
            "read": str(major(self.read, self.currency)),
            "agrees": self.agrees,
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, object]) -> TotalsRow:
        """Return the row that ``kept`` made."""
        return cls(
            row=int(str(kept["row"])),
            field=str(kept["field"]),
            currency=str(kept["currency"]),
            stated=int(str(kept["stated"])),
            read=int(str(kept["read"])),
        )
