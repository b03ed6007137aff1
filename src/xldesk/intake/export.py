"""An export: a file whose header is understood, and how its rows get into staging."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.aside import Asides, rows_text
from xldesk.intake.currency_marks import marked_columns
from xldesk.intake.formats import WORKBOOK_ENDINGS
from xldesk.intake.headings import known_headings
from xldesk.intake.hint import HintSeeker
from xldesk.intake.layout import Layout, recognise
from xldesk.intake.opening import open_tables
from xldesk.intake.own_mappings import mapping_hint
from xldesk.intake.parsing import Parsed, Rejected, RowParser
from xldesk.intake.people import NamedPerson, people_by_partner
from xldesk.intake.reject import problem
from xldesk.intake.shipped import mapping_for, shipped_names
from xldesk.intake.staging import StagedFile, Staging
from xldesk.intake.survey import survey
from xldesk.intake.totals_row import TotalsRow
from xldesk.intake.tying_out import tie_out
from xldesk.intake.untold import UntoldKindError
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from xldesk.intake.columns import Proof
    from xldesk.intake.mapping import Mapping
    from xldesk.intake.survey import SourceFile
    from xldesk.intake.table import Table
    from xldesk.policy.rulebook import Policy

CHUNK_ROWS = 20_000

Progress = Callable[[int, int, str], None]
"""Told bytes done, bytes in all, and a text such as ``deals.csv: 20,000 rows``."""


@dataclass(frozen=True)
class Export:
    """A file as a table, and what its columns are."""

    table: Table
    layout: Layout
    mapping: Mapping
    policy: Policy

    @classmethod
    def understand(
        cls, path: Path, *, name: str, policy: Policy, kind: str | None, mapping: Mapping
    ) -> Export:
        """Return the export at ``path``; ``name`` is that of the source in places and rows.

        Raises UsageError for a file that cannot be read, whose header does not say enough, or that
        holds several tables.
        """
        found = cls.understand_each(path, name=name, policy=policy, kind=kind, mapping=mapping)
        if len(found) > 1:
            raise UsageError(f"{path} holds {len(found)} tables; name one: --sheet NAME")
        return found[0]

    @classmethod
    def understand_each(
        cls,
        path: Path,
        *,
        name: str,
        policy: Policy,
        kind: str | None,
        mapping: Mapping,
        kept: Path | None = None,
    ) -> list[Export]:
        """Return the exports at ``path``: more than one where the mapping names several sheets.

        Raises UsageError as ``understand``, and where it cannot be told which sheet is meant; it
        names the mapping in the folder ``kept``, or the shipped one, that a file may want.
        """
        source = survey(path, name, mapping.encoding, policy.limits)
        tables = open_tables(source, mapping, policy.limits)
        if mapping.sheet or len(tables) == 1:
            try:
                return [cls._of(table, policy, kind, mapping, kept) for table in tables]
            except UsageError as error:
                raise UsageError(f"{error.message}{_misnamed(source)}") from error
        found, wrong = [], []
        for table in tables:
            try:
                found.append(cls._of(table, policy, kind, mapping, kept))
            except UsageError as error:
                wrong.append(error)
        if len(found) == 1:
            return found
        named = [export.table for export in found] or tables
        sheets = ", ".join(table.source.name.rpartition("!")[2] for table in named)
        if found:
            raise UsageError(
                f"{path}: several sheets can be read: {sheets}; say --sheet NAME, or --sheet '*' "
                "for each"
            )
        nearest = max(range(len(tables)), key=lambda i: known_headings(tables[i].header))
        raise UsageError(
            f"{path}: no sheet can be read as it is: {sheets}; say --sheet NAME for the one that "
            f"is meant; the nearest: {wrong[nearest].message}"
        )

    @classmethod
    def _of(
        cls, table: Table, policy: Policy, kind: str | None, mapping: Mapping, kept: Path | None
    ) -> Export:
        mapping = mapping_for(table.header, mapping, kind)
        try:
            layout = _layout(table, mapping, kind)
        except UntoldKindError as error:
            if kept is None:
                raise
            hint = mapping_hint(kept, table.header, mapping)
            raise UntoldKindError(f"{error.message}{hint}") from error
        return cls(table, layout, mapping, policy)

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.table.source.name

    def stage(
        self, folder: Path, *, chunk_rows: int = CHUNK_ROWS, progress: Progress | None = None
    ) -> StagedFile:
        """Parse the rows into a database in ``folder`` and return where they stand.

        Where a column proves how its ambiguous amounts or dates are meant the file is read again.
        Raises UsageError for a file without rows, with too many, or that changes meanwhile.
        """
        run = _Run(self, folder, {}, chunk_rows, progress)
        run.read()
        if run.parser.proofs:
            run.staging.discard()
            run = _Run(self, folder, run.parser.proofs, chunk_rows, progress)
            run.read()
        staged = run.settle()
        self.table.source.refuse_changed()
        return staged


class _Run:
    """One reading of an export from its first row to its last."""

    def __init__(
        self,
        export: Export,
        folder: Path,
        settled: AnyMapping[str, Proof],
        chunk_rows: int,
        progress: Progress | None,
    ) -> None:
        self._export = export
        self._chunk_rows = chunk_rows
        self._progress = progress
        self._named: list[NamedPerson] = []
        self._rows = 0
        self._asides = Asides()
        self.parser = RowParser(
            export.layout, export.table.header, export.mapping, export.policy, settled
        )
        self.staging = Staging(folder / "staging.duckdb", export.layout.kind, self.parser.fields)

    def read(self) -> None:
        """Parse and stage every row."""
        source = self._export.table.source
        try:
            for chunk in self._export.table.chunks(self._chunk_rows):
                self._rows += len(chunk)
                self._refuse_too_many(self._rows)
                parsed = self.parser.parse(chunk)
                self.staging.add(parsed)
                self.staging.refuse(self._asides.take(parsed.aside, _last_data(parsed)))
                self._named += parsed.contacts
                if self._progress:
                    done = f"{source.name}: {self._rows:,} rows"
                    self._progress(chunk.done_bytes, source.size, done)
            self._refuse_none(self._rows)
        except BaseException:
            self.staging.discard()
            raise

    def settle(self) -> StagedFile:
        """Tell which rows repeat a key, and let go of the database."""
        layout = self._export.layout
        people = None
        try:
            left_out, totals_rows = self._judge_asides()
            self.staging.settle()
            conflicts = self.staging.conflicts()
            if conflicts:
                self._refuse_conflicts(conflicts)
            if layout.contacts:
                partners = self.staging.texts("partner_id")
                refused = {*conflicts, *self.staging.reversed_rows()}
                people = people_by_partner(self._named, partners, refused)
            hint = self._seeker().hint(
                self._rows, self.staging.most_refused(), self.staging.undecided()
            )
            self.staging.close()
        except BaseException:
            self.staging.discard()
            raise
        return StagedFile(
            path=self.staging.path,
            source=self._export.name,
            kind=layout.kind,
            fields=self.parser.fields,
            left_out=layout.left_out,
            people=people,
            contents=self._contents,
            hint=hint,
            rows_left_out=left_out,
            totals_rows=totals_rows,
            if_new=layout.if_new,
            mapping=self._mapping_name(),
        )

    def _judge_asides(self) -> tuple[tuple[str, ...], tuple[TotalsRow, ...]]:
        """Reject what was set aside and is data; return which rows are none, and the totals."""
        footer = self._asides.footer()
        self.staging.refuse(footer.data)
        rows = self._asides.totals
        totals_rows, wrong = tie_out(rows, self._export.layout, self.parser, self.staging)
        self.staging.refuse(wrong)
        refused = {row.number for row in wrong}
        agreeing = [row.number for row in rows if row.number not in refused]
        above = self._export.table.above
        texts = [
            *([f"{rows_text(above)}: above the header"] if above else []),
            *(f"row {number:,}: totals that agree with the rows above" for number in agreeing),
            *footer.texts(private=bool(self._export.layout.contacts)),
        ]
        return tuple(texts), tuple(totals_rows)

    def _mapping_name(self) -> str | None:
        place = self._export.mapping.place
        return place if place in shipped_names() else None

    def _seeker(self) -> HintSeeker:
        export = self._export
        return HintSeeker(export.table, export.layout, export.mapping, export.policy)

    def _refuse_conflicts(self, conflicts: dict[int, tuple[int, str]]) -> None:
        # Their text is not staged: the file is read again for the few rows concerned.
        keys = self.staging.keys(conflicts)
        key_names = " and ".join(KINDS[self._export.layout.kind].KEY)
        for chunk in self._contents(conflicts):
            refused = []
            for number, content in chunk:
                first_row, differing = conflicts[number]
                what = (
                    f"{key_names} {keys[number]!r} stands in row {first_row} already, "
                    f"with other {differing}"
                )
                reason = problem("KEY-CONFLICT", what)
                refused.append(Rejected(number, keys[number], (reason,), content))
            self.staging.refuse(refused)

    def _contents(self, numbers: Collection[int]) -> Iterator[list[tuple[int, str]]]:
        """Read the file again; yield chunk by chunk the rows asked for, as the ledger keeps them.

        Raises UsageError where the file is no longer what it was.
        """
        for chunk in self._export.table.chunks(self._chunk_rows):
            rows = zip(chunk.numbers, chunk.rows, strict=True)
            yield [(n, self.parser.content(cells)) for n, cells in rows if n in numbers]
        self._export.table.source.refuse_changed()

    def _refuse_too_many(self, rows: int) -> None:
        most = self._export.policy.limits.max_rows
        if rows > most:
            raise UsageError(
                f"{self._export.table.source.path} has more than {most:,} rows, which the policy "
                "allows (limits.max_rows); split it or raise the limit"
            )

    def _refuse_none(self, rows: int) -> None:
        if not rows:
            raise UsageError(
                f"{self._export.table.source.path} has a header and no rows; "
                "check the export and its filter"
            )


def _layout(table: Table, mapping: Mapping, kind: str | None) -> Layout:
    try:
        return recognise(table.place, table.header, mapping, kind)
    except UsageError:
        # A file without a column of currencies may have them beside its amounts.
        marked = marked_columns(table)
        if not marked:
            raise
        return recognise(table.place, table.header, mapping, kind, marked)


def _misnamed(source: SourceFile) -> str:
    """Return what else to say of a text that is named like a workbook."""
    if source.format != "csv" or not source.path.name.lower().endswith(WORKBOOK_ENDINGS):
        return ""
    return (
        "; the file is text and no Excel workbook, whatever its name says: save it from Excel as "
        ".xlsx, or export it again"
    )


def _last_data(parsed: Parsed) -> int:
    """Return the number of the last row that was not set aside, 0 without one."""
    rejected = parsed.rejected[-1].number if parsed.rejected else 0
    return max(rejected, parsed.numbers[-1] if parsed.numbers else 0)
