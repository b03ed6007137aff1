"""Say in one line what would mend a file whose rows mostly fail for one reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.headings import plain_heading
from xldesk.intake.kinds import amount_field, field_shapes
from xldesk.intake.likeness import nearest_heading
from xldesk.intake.moments import COMMON_FORMATS
from xldesk.intake.parsing import RowParser
from xldesk.intake.reject import reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.intake.layout import Layout
    from xldesk.intake.mapping import Mapping
    from xldesk.intake.table import Table
    from xldesk.policy.rulebook import Policy

FEWEST_ROWS = 2
"""A single rejected row speaks for itself."""

CHUNK_ROWS = 20_000
STYLE_CODES = ("AMOUNT-AMBIGUOUS", "AMOUNT-DECIMALS", "AMOUNT-FORMAT")
MOMENT_CODES = ("DATE-AMBIGUOUS", "DATE-FORMAT", "TIME-FORMAT")
CLOCKS = ("%H:%M", "%H:%M:%S")

_ORDERS = {"d": "day-month-year", "m": "month-day-year", "Y": "year-month-day"}


@dataclass(frozen=True, slots=True)
class Failing:
    """How many rows fail, and for what: a reason code and a field (None: the row as a whole)."""

    code: str
    field: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of the mapping: what a column's texts look like, what to say, the keys changed."""

    texts: str
    looks: str
    say: str
    change: dict[str, object]


@dataclass(frozen=True, slots=True)
class HintSeeker:
    """Looks for the one change of the mapping with which a whole column could be read."""

    table: Table
    layout: Layout
    mapping: Mapping
    policy: Policy

    def hint(
        self, rows: int, failing: Failing | None, undecided: Failing | None = None
    ) -> str | None:
        """Return one line about a file of ``rows`` rows; None unless most fail for one reason.

        A style or format is named only where it alone would read every row of the column, which
        reads the file again. ``undecided`` are dates whose order of day and month the column does
        not tell: about them there is a line however few they are, and where no amounts were read
        about the column that may hold them.
        """
        return (
            self._mostly(rows, failing) or self._undecided(rows, undecided) or self._unread_amount()
        )

    def _undecided(self, rows: int, failing: Failing | None) -> str | None:
        if failing is None or failing.field is None:
            return None
        share = f"{failing.rows:,} of {rows:,} {'row' if rows == 1 else 'rows'}"
        return (
            f"{share}: {self._column(failing.field)} does not tell whether the day or the month "
            f"comes first; {reasons()[failing.code].remedy}"
        )

    def _unread_amount(self) -> str | None:
        """Return a line about a column that may hold the amounts, where none was read as them."""
        amount = amount_field(self.layout.kind)
        if amount is None or amount in self.layout.fields:
            return None
        plain = {plain_heading(column): column for column in self.layout.left_out}
        near = nearest_heading(amount, plain)
        if near is None:
            return None
        return (
            f"no amounts were read: if column {plain[near]!r} holds them, map it "
            f'("{plain[near]}" = "{amount}" under [columns]; --suggest-map drafts a mapping)'
        )

    def _mostly(self, rows: int, failing: Failing | None) -> str | None:
        if failing is None or failing.rows < FEWEST_ROWS or failing.rows * 2 <= rows:
            return None
        share = f"{failing.rows:,} of {rows:,} rows: "
        reason = reasons()[failing.code]
        plain = f"{reason.title[0].lower()}{reason.title[1:]}"
        if failing.field is None:
            return f"{share}{plain}; {reason.remedy}"
        if failing.code == "DATE-AMBIGUOUS":
            return self._undecided(rows, failing)
        column = self._column(failing.field)
        remedy = self._only_remedy(failing.code, failing.field)
        if remedy is not None:
            looks = f"the {remedy.texts} of {column} look like {remedy.looks}"
            return f"{share}{looks}; say {remedy.say} in the mapping"
        return f"{share}{plain} in {column}; {reason.remedy}"

    def _only_remedy(self, code: str, field: str) -> Remedy | None:
        fitting = [remedy for remedy in self._remedies(code, field) if self._mends(remedy, field)]
        return fitting[0] if len(fitting) == 1 else None

    def _remedies(self, code: str, field: str) -> Iterator[Remedy]:
        if code in STYLE_CODES:
            for style in ("point", "comma"):
                if style != self.mapping.amount_style:
                    said = f"amount_style = '{style}'"
                    yield Remedy("decimals", f"{style} style", said, {"amount_style": style})
        if code in MOMENT_CODES:
            for pattern in COMMON_FORMATS:
                said = f"date_format = '{pattern}'"
                yield Remedy("dates", _order(pattern), said, {"date_format": (pattern,)})
        if code in MOMENT_CODES and field_shapes(self.layout.kind)[field].shape == "time":
            zone = "" if self.mapping.time_zone else " and time_zone"
            for pattern in COMMON_FORMATS:
                for clock in CLOCKS:
                    said = f"time_format = '{pattern} {clock}'{zone}"
                    change: dict[str, object] = {"time_format": (f"{pattern} {clock}",)}
                    yield Remedy("times", _order(pattern), said, change)

    def _mends(self, remedy: Remedy, field: str) -> bool:
        """Tell whether every row's ``field`` can be read with a remedy."""
        mapping = self.mapping.model_copy(update=remedy.change)
        try:
            parser = RowParser(self.layout, self.table.header, mapping, self.policy, {})
        except UsageError:  # a constant that only the present mapping can read
            return False
        return not any(
            problem.field == field and problem.code != "TIME-ZONE"
            for chunk in self.table.chunks(CHUNK_ROWS)
            for row in parser.parse(chunk).rejected
            for problem in row.problems
        )

    def _column(self, field: str) -> str:
        """Return how a person knows a field: by its column, or as a constant of the mapping."""
        place = self.layout.columns.get(field)
        if place is None:
            return field
        return f"column {' '.join(self.table.header[place].split())[:60]}"


def _order(pattern: str) -> str:
    return _ORDERS[pattern[1]]
