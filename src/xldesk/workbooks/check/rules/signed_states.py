"""A signature on an audit is for the state that the audit shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, shown
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.signed_state import FIELDS, SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView

_LINES = "SignOff"
_ABOUT = "about."

State = tuple[str, ...]
"""Position, head hash and digest as texts, empty where a cell is."""


class _Signature(NamedTuple):
    row: SheetRow
    column: int
    name: str
    state: State


class SignedStates(Rule):
    """Finds signatures for another state than About's, and those that say none.

    The macro ``sign_off`` writes the state beside the name. A name typed by hand has none, and
    proves nothing about what its owner saw.
    """

    def __init__(self) -> None:
        self._signatures: list[_Signature] = []
        self._about: dict[str, str] = {}

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows are of those that people sign, or may be fields of About."""
        return table is None or table.spec.name == _LINES

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Take in signatures and what About says; yields nothing until the end."""
        if row.field is not None and row.field.field.startswith(_ABOUT):
            field = row.field.field.removeprefix(_ABOUT)
            self._about[field] = _text(row.cells.get(FIRST_COLUMN + 1))
        elif row.table is not None and row.table.spec.name == _LINES and not row.is_header:
            places = {column.field: number for number, column in row.table.columns.items()}
            name = places.get("name", 0)
            signed = _text(row.cells.get(name))
            if signed:
                state = tuple(_text(row.cells.get(places.get(field, 0))) for field in FIELDS)
                self._signatures.append(_Signature(row, name, signed, state))
        yield from ()

    @property
    def signed(self) -> tuple[tuple[str, str], ...]:
        """Who signed, each with the ledger position beside the name, empty where none stands."""
        return tuple((one.name, one.state[0]) for one in self._signatures)

    def finish(self, document: Document) -> Iterator[CheckFinding]:  # noqa: ARG002 -- has the rows
        """Yield the signatures that are not for the state that About says."""
        position, *hashes = (self._about.get(field, "") for field in FIELDS)
        about = (position, *(text[:SHOWN] for text in hashes))
        for signature in self._signatures:
            if not any(signature.state):
                yield cell_finding(
                    signature.row,
                    signature.column,
                    "SIGNED-BY-HAND",
                    f"{shown(signature.name)} was not written by the macro sign_off: it proves "
                    "nothing about the state that was signed",
                    "clear the line, and let them sign with: xldesk macro sign_off",
                )
            elif signature.state != about:
                yield cell_finding(
                    signature.row,
                    signature.column,
                    "SIGNED-OTHER-STATE",
                    f"{shown(signature.name)} signed {_said(signature.state)}; the sheet About "
                    f"says {_said(about)}",
                    "run quarter_close_audit, which keeps it as an earlier entry, and sign anew",
                )


def _text(cell: ReadCell | None) -> str:
    """Return what a cell says, a whole number without decimals."""
    text = "" if cell is None else cell.value or ""
    number = None if cell is None or cell.kind != "n" else number_of(text)
    return text if number is None else f"{number.normalize():f}"


def _said(state: State) -> str:
    position, head_hash, digest = (text[: 2 * SHOWN] or "none" for text in state)
    return f"ledger position {position}, head hash {head_hash}, data {digest}"
