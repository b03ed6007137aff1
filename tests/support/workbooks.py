"""Workbooks for tests of intake, as people and programs write them, and as attackers do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def workbook(
    *sheets: tuple[str, Sequence[Sequence[Any]]],
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """Return a workbook with the rows of each sheet; ``change`` alters it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_parts(data: bytes, changes: Mapping[str, bytes | None], **options: Any) -> bytes:
    """Return a zip file with some parts replaced, added, or (None) left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as target,
    ):
        kept = {name: source.read(name) for name in source.namelist()}
        for name, content in {**kept, **changes}.items():
            if content is not None:
                target.writestr(name, content)
    return stream.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """Return a part of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def zeros_zipped(pieces: Iterable[bytes], name: str, data: bytes) -> bytes:
    """Return a workbook with a part written piece by piece, so that it may be very large."""
    stream = io.BytesIO(data)
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target,
        target.open(name, "w") as part,
    ):
        for piece in pieces:
            part.write(piece)
    return stream.getvalue()
