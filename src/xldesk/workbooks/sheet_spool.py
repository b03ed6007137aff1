"""The rows of a sheet while it is stamped: widths, which stand before them, follow from them."""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HELD_BYTES = 16 * 1024 * 1024
"""More than these go through a temporary file."""
_READ_BYTES = 1024 * 1024


class SheetSpool:
    """Takes the XML of rows one after the other; ``close`` takes a temporary file away."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def write(self, rows: str) -> None:
        """Put ``rows`` below those that are there."""
        encoded = rows.encode()
        self._held.append(encoded)
        self._size += len(encoded)
        if self._size > HELD_BYTES:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- ``close`` closes it
            self._file.writelines(self._held)
            self._held.clear()
            self._size = 0

    def between(self, before: str, after: str) -> Iterator[bytes]:
        """Yield ``before``, all rows and ``after``: in one piece where they are few."""
        if self._file is None:
            yield b"".join([before.encode(), *self._held, after.encode()])
            return
        yield before.encode()
        self._file.seek(0)
        while chunk := self._file.read(_READ_BYTES):
            yield chunk
        yield b"".join([*self._held, after.encode()])

    def close(self) -> None:
        """Take away what was kept beside the memory."""
        if self._file is not None:
            self._file.close()
