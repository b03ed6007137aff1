"""What a refreshed file takes from the issued one beside cells: footers, charts, protection.

The headless engine writes cells, tables and rules; what a footer says of the ledger, and what a
chart shows until a program draws it anew, stand in the file alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.excel.patch.book_part import BookPart
from xldesk.excel.patch.package_edit import PackageEdit
from xldesk.excel.running.charts import Shown, show, shown_by

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.excel.engine.area import Area

_END = b"</sheetData>"
_FOOTER = re.compile(rb"(Ledger position )\d+")
_PROTECTION = re.compile(rb"<sheetProtection[^>]*/>")
_SELECTION = re.compile(rb"<selection( [^>]*)?/>")
_PANE = re.compile(rb'pane="[A-Za-z]+"')


@dataclass(frozen=True)
class _Sheet:
    footer: bytes | None
    protection: bytes | None
    charts: tuple[Shown, ...]


class TakenOver:
    """The footers, charts and protection of an issued file, by sheet."""

    def __init__(self, sheets: dict[str, _Sheet]) -> None:
        self._sheets = sheets

    @classmethod
    def of(cls, issued: Path) -> TakenOver:
        """Read them from the file ``issued``."""
        package = PackageEdit.of(issued)
        sheets = {}
        for name, part in BookPart(package).worksheets().items():
            content = package.read(part)
            tail = content[content.rfind(_END) :]
            footer, protection = _FOOTER.search(tail), _PROTECTION.search(tail)
            sheets[name] = _Sheet(
                None if footer is None else footer.group(),
                None if protection is None else protection.group(),
                tuple(shown_by(package, part)),
            )
        return cls(sheets)

    def put_into(self, path: Path, *, protects: bool, selection: Area | None) -> None:
        """Let the file at ``path`` show them; it is written only where something differs.

        ``protects`` puts the sheets' protection back; ``selection`` are cells to be in front.
        """
        package = PackageEdit.of(path)
        changed = False
        for name, part in BookPart(package).worksheets().items():
            sheet = self._sheets.get(name)
            if sheet is None:
                continue
            content = package.read(part)
            place = selection if selection is not None and selection.sheet.title == name else None
            new = _with(content, sheet, place, protects=protects)
            if new != content:
                package.put(part, new)
                changed = True
            changed |= show(package, part, sheet.charts)
        if changed:
            package.write(path)


def _with(content: bytes, sheet: _Sheet, place: Area | None, *, protects: bool) -> bytes:
    at = content.rfind(_END)
    head, tail = content[:at], content[at:]
    if sheet.footer is not None:
        tail = _FOOTER.sub(sheet.footer, tail)
    if protects and sheet.protection is not None:
        if _PROTECTION.search(tail):
            tail = _PROTECTION.sub(sheet.protection, tail, count=1)
        else:
            tail = tail.replace(_END, _END + sheet.protection, 1)
    if place is not None:
        head = _selecting(head, place.first.address().encode())
    return head + tail


def _selecting(head: bytes, cell: bytes) -> bytes:
    """Return the beginning of a sheet with ``cell`` chosen in the pane that scrolls."""
    found = list(_SELECTION.finditer(head))
    if not found:
        return head
    last = found[-1]
    pane = _PANE.search(last.group())
    inside = b"" if pane is None else pane.group() + b" "
    chosen = b"<selection " + inside + b'activeCell="' + cell + b'" sqref="' + cell + b'"/>'
    return head[: last.start()] + chosen + head[last.end() :]
