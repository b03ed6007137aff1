"""How complete an intake was: every row of the file is accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.intake.totals_row import TotalsRow
from xldesk.records.money import major

if TYPE_CHECKING:
    from xldesk.records.rejected import RejectedRow

SHOWN_REJECTS = 100
"""How many rejected rows stand in the report itself; the ledger holds all of them."""


@dataclass(frozen=True)
class Completeness:
    """What became of a file's rows: read = added + changed + unchanged + duplicate + rejected.

    ``totals`` are minor units by currency of ``amount_field``, over the objects that the file
    brings (added, changed and unchanged): the CRM's own total should be the same. ``rejects`` are
    the first rejected rows in the file's order. ``cleared`` counts earlier rejected rows that are
    in order now, ``contacts`` the partners whose contacts changed, ``named_again`` those of them
    whose people were erased before. ``left_out`` names columns
    that nothing was read from. ``hint`` is one line about what would mend a file most rows of
    which are rejected for one reason. ``mapping`` is the name of the shipped mapping that it was
    read with, None without one. ``close_dates`` are the first and the last close date of deals by
    currency. ``rows_left_out`` says which rows are no data (above the header, footers, totals that
    agree), ``totals_rows`` what the file's own rows of totals say, ``skipped`` (of a command's
    first report) which files of a folder were not read, and why. ``position`` is that of the
    ledger entry, None where nothing was new; ``existed``
    says that the command had been carried out before.
    """

    source: str
    kind: str
    rows_read: int
    added: int
    changed: int
    unchanged: int
    duplicate: int
    rejected: int
    totals: dict[str, int] = field(default_factory=dict)
    amount_field: str | None = None
    rejects: tuple[RejectedRow, ...] = ()
    left_out: tuple[str, ...] = ()
    cleared: int = 0
    contacts: int = 0
    named_again: tuple[str, ...] = ()
    hint: str | None = None
    mapping: str | None = None
    close_dates: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows_left_out: tuple[str, ...] = ()
    totals_rows: tuple[TotalsRow, ...] = ()
    skipped: tuple[str, ...] = ()
    position: int | None = None
    existed: bool = False

    def __post_init__(self) -> None:
        counted = self.added + self.changed + self.unchanged + self.duplicate + self.rejected
        if self.rows_read != counted:
            raise AssertionError(
                f"{self.source}: {self.rows_read} rows read, but {counted} accounted for"
            )

    @property
    def accepted(self) -> int:
        """How many rows brought something: added and changed."""
        return self.added + self.changed

    def details(self) -> dict[str, object]:
        """Return what the ledger entry keeps of it: counts, and totals in minor units."""
        return {
            "source": self.source,
            "kind": self.kind,
            **self._counts(),
            "amount_field": self.amount_field,
            "totals": dict(sorted(self.totals.items())),
            "left_out": list(self.left_out),
            **({"rows_left_out": list(self.rows_left_out)} if self.rows_left_out else {}),
            **(
                {"totals_rows": [row.kept() for row in self.totals_rows]}
                if self.totals_rows
                else {}
            ),
            **({"named_again": list(self.named_again)} if self.named_again else {}),
            **({"hint": self.hint} if self.hint else {}),
            **({"mapping": self.mapping} if self.mapping else {}),
            **self._days(),
        }

    def as_dict(self) -> dict[str, object]:
        """Return the report for JSON: totals as decimal text, the first rejected rows with it."""
        return {
            **self.details(),
            "totals": {
                currency: str(major(total, currency))
                for currency, total in sorted(self.totals.items())
            },
            "rejects": [
                {
                    "source": reject.source,
                    "row": reject.row,
                    "object_key": reject.object_key,
                    "reason_code": reject.reason_code,
                    "field": reject.field,
                    "message": reject.message,
                }
                for reject in self.rejects
            ],
            "rows_left_out": list(self.rows_left_out),
            "totals_rows": [row.as_dict() for row in self.totals_rows],
            "skipped": list(self.skipped),
            "hint": self.hint,
            "mapping": self.mapping,
            "position": self.position,
            "existed": self.existed,
        }

    def _days(self) -> dict[str, object]:
        days = {currency: list(found) for currency, found in sorted(self.close_dates.items())}
        return {"close_dates": days} if days else {}

    def _counts(self) -> dict[str, object]:
        return {
            "rows_read": self.rows_read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "duplicate": self.duplicate,
            "rejected": self.rejected,
            "cleared": self.cleared,
            "contacts": self.contacts,
        }
