"""Where something was found; apart from the findings, since reading a workbook needs no models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value came from: file and row, or workbook, sheet and cell."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    file: str
    row: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.file}!{self.sheet}!{self.cell or ''}".rstrip("!")
        return self.file if self.row is None else f"{self.file}:{self.row}"
