"""Read files into the ledger: one entry a file, holding only what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.appending import append, reported_before
from xldesk.intake.export import CHUNK_ROWS, Export, Progress
from xldesk.intake.folder import files_named
from xldesk.intake.mapping import DESCRIPTIVE, Mapping
from xldesk.intake.own_mappings import MAPPINGS
from xldesk.intake.staging import staging_folder
from xldesk.intake.understanding import understand_all
from xldesk.ledger.database import refuse_read_only
from xldesk.ledger.digest import digest_of
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.faults import told_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from xldesk.intake.completeness import Completeness
    from xldesk.ledger.ledger import Ledger
    from xldesk.policy.rulebook import Policy


def read_files(
    ledger: Ledger,
    policy: Policy,
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    mapping: Mapping | None = None,
    actor: Actor,
    at: datetime,
    command_id: str | None = None,
    progress: Progress | None = None,
    wait_seconds: float = 10.0,
    chunk_rows: int = CHUNK_ROWS,
) -> list[Completeness]:
    """Read exports into the ledger and return how complete each one is, in the order given.

    A folder stands for the files in it (``files_named``); the first report says what it skipped.

    Every file's header is understood before anything is written (``understand_all``). Then each
    file is one ledger entry, whole or not at all, holding only rows that are new or changed
    against the state at the head; where there are none, no entry is made. Fields that a file does
    not speak of keep their value.

    Raises UsageError for a file, mapping or kind that cannot be used, LedgerBusyError when
    another writer does not finish within ``wait_seconds``, CommandConflictError when
    ``command_id`` was used with other content. With several files the id is that of the first,
    and ``/2``, ``/3`` and so on are added for the others.
    """
    refuse_read_only(ledger.database)
    files, skipped = files_named(paths)
    kept = ledger.directory / MAPPINGS
    exports = understand_all(policy, files, kind, mapping or Mapping(), kept)
    reports: list[Completeness] = []
    for number, export in enumerate(exports, start=1):
        own_id = command_id if command_id is None or number == 1 else f"{command_id}/{number}"
        command = _command(ledger, export, actor, at, own_id)
        with staging_folder() as folder:
            try:
                staged = export.stage(folder, chunk_rows=chunk_rows, progress=progress)
            except UsageError as error:
                raise _stopped(error, exports, len(reports)) from error
            with (
                told_plainly(str(ledger.directory)),
                ledger.writing(command, wait_seconds) as writer,
            ):
                if writer.existing is not None:
                    report = reported_before(ledger, writer.existing)
                else:
                    report = append(ledger, writer, staged)
        entry = writer.receipt.entry
        reports.append(replace(report, position=entry.position if entry else None))
    reports[0] = replace(reports[0], skipped=skipped)
    return reports


def _stopped(error: UsageError, exports: Sequence[Export], done: int) -> UsageError:
    """Return the error with what became of the other files, where there are others."""
    if len(exports) == 1:
        return error
    names = [export.name for export in exports]
    before = f"read before it: {', '.join(names[:done])}" if done else "nothing was read"
    after = f"; not read any more: {', '.join(names[done + 1 :])}" if names[done + 1 :] else ""
    return UsageError(f"{error.message}\n{before}{after}")


def _command(
    ledger: Ledger, export: Export, actor: Actor, at: datetime, command_id: str | None
) -> Command:
    source = export.table.source
    content = digest_of(
        {
            "file": source.digest,
            "source": source.name,
            "kind": export.layout.kind,
            "mapping": export.mapping.model_dump(mode="json", exclude=set(DESCRIPTIVE)),
        }
    )
    if command_id is None:
        # The same file may rightly be read again later, to change rows back: the head is part.
        head = ledger.head()
        command_id = f"intake-{content[:16]}-{head.position if head else 0}"
    return Command(
        command_id=command_id,
        kind="intake",
        actor=actor,
        at=at,
        reason=f"{export.layout.kind} rows of {source.name}",
        content_digest=content,
        details={"source": source.name, "file_digest": source.digest},
    )
