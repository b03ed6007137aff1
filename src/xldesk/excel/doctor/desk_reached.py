"""The desk: found, its ledger open to be read and free to be written, room on its disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.desk import Desk
from xldesk.errors import LedgerBusyError, LedgerError, XldeskError
from xldesk.excel.doctor.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.excel.doctor.surroundings import Surroundings

LEAST_ROOM = 500 * 1024 * 1024
"""Bytes: several snapshots and a pack of a large desk."""


def look(around: Surroundings, given: Path | None) -> Iterator[Line]:
    """Yield lines about the desk ``given``, else the one found upwards from here."""
    try:
        desk = Desk.find(given)
    except XldeskError as error:
        yield Line("desk", "trouble", error.message, "go to your desk, or name it: --desk DIR")
        for thing in ("ledger", "ledger lock", "disk"):
            yield Line(thing, "not seen", "there is no desk to look at")
        return
    yield Line("desk", "ok", f"{desk.name}, {desk.directory.resolve()}")
    with desk:
        yield from _ledger(desk)
    yield _disk(around, desk.directory)


def _ledger(desk: Desk) -> Iterator[Line]:
    try:
        head = desk.ledger.head()
    except XldeskError as error:
        yield Line("ledger", "trouble", error.message, "do what the message says, then look again")
        yield Line("ledger lock", "not seen", "the ledger does not open")
        return
    position = 0 if head is None else head.position
    yield Line("ledger", "ok", f"{desk.ledger.database.place}, position {position}")
    try:
        with desk.ledger.database.writing(0.0):
            pass
    except LedgerBusyError as error:
        remedy = "wait until the other command ends, or end it"
        yield Line("ledger lock", "trouble", error.message, remedy)
    except LedgerError as error:
        yield Line("ledger lock", "not seen", error.message, "look at the rights to the folder")
    else:
        yield Line("ledger lock", "ok", "nobody is writing")


def _disk(around: Surroundings, folder: Path) -> Line:
    try:
        free = around.free_bytes(folder)
    except OSError as error:
        return Line("disk", "not seen", error.strerror or str(error))
    seen = f"{free / 1024**3:.1f} GiB free"
    if free >= LEAST_ROOM:
        return Line("disk", "ok", seen)
    remedy = "make room: a command that runs out of it leaves nothing half done, but ends"
    return Line("disk", "trouble", seen, remedy)
