"""The shape that every reader of files has: a header, and chunks of rows of text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.intake.reject import Problem
    from xldesk.intake.survey import SourceFile


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not even be divided into the header's columns."""

    number: int
    cells: tuple[str, ...]
    problem: Problem


@dataclass(slots=True)
class Chunk:
    """Some rows of a table: each as wide as the header, with its number in the file.

    ``done_bytes`` says how far the file has been read.
    """

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    done_bytes: int = 0

    def __len__(self) -> int:
        return len(self.rows) + len(self.refused)


class Table(Protocol):
    """A file as a table of text. A reader of another format gives its cells in exact text.

    ``place`` is where the header stands, for messages; ``above`` the numbers of rows with content
    above it, which are no data.
    """

    source: SourceFile
    header: tuple[str, ...]
    place: str
    above: tuple[int, ...]

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the rows below the header in the file's order, up to ``size`` at a time."""


def refuse_wide(place: str, header: Sequence[str], most: int) -> None:
    """Raise UsageError for a header with more columns than the policy allows."""
    if len(header) > most:
        raise UsageError(
            f"{place}: {len(header):,} columns, the policy allows "
            f"{most:,} (limits.max_columns); leave out what is not needed"
        )
