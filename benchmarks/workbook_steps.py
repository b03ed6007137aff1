"""The desk's own work on many workbooks, on all cores as the command line does it."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

from benchmarks.workbook_data import (
    ROWS_OF,
    credits_content,
    tracker_content,
    tracker_files,
    write_plain_books,
)
from benchmarks.workbook_peers import PEER_FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.steps import Prepared
    from xldesk.workbooks.content import Content


def write_trackers(directory: Path, files: int) -> Prepared:
    """Stamp a tracker for each partner."""
    from xldesk.workbooks.many_files import cores, each

    out = directory / "stamped"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    jobs = [(tracker_content(number), out / f"{number}.xlsx") for number in range(files)]

    def run() -> int:
        return sum(each(_stamped, jobs, cores(), here=True))

    return run


def _stamped(job: tuple[Content, Path]) -> int:
    from xldesk.workbooks.mdf_tracker_partner import SPEC
    from xldesk.workbooks.stamp import stamp

    stamp(SPEC, *job)
    return 1


def check_trackers(directory: Path, files: int) -> Prepared:
    """Check each tracker: safety, structure, types, formulas, digests."""
    from xldesk.workbooks.check import check_workbooks
    from xldesk.workbooks.many_files import cores

    paths = tracker_files(directory, files)

    def run() -> int:
        reports = list(check_workbooks(paths, cores()))
        if found := [report.counts for report in reports if report.counts]:
            raise RuntimeError(f"the benchmark's trackers are in order, not {found[0]}")
        return len(reports)

    return run


def read_trackers(directory: Path, files: int) -> Prepared:
    """Read each tracker into typed rows."""
    from xldesk.workbooks.many_files import cores
    from xldesk.workbooks.read import read_workbooks

    paths = tracker_files(directory, files)

    def run() -> int:
        count = 0
        for book in read_workbooks(paths, cores()):
            rows = sum(len(table.rows) for table in book.tables.values())
            if not book.ok or rows < sum(ROWS_OF.values()):
                raise RuntimeError(f"the benchmark's trackers are in order, not {book.findings}")
            count += 1
        return count

    return run


def write_credits(directory: Path, lines: int) -> Prepared:
    """Write an attribution audit with this many credit lines: formats, table, digest, About."""
    from xldesk.workbooks.attribution_audit import SPEC
    from xldesk.workbooks.stamp import Stamper

    content = credits_content(lines)
    stamper = Stamper.of(SPEC)

    def run() -> int:
        stamper.write(content, directory / "credits.xlsx")
        return lines

    return run


def for_peers(directory: Path, lines: int) -> Prepared:
    """Write what the peers are given: trackers as cells and formats, and credit lines."""
    from xldesk.workbooks.attribution_audit import SPEC

    def run() -> int:
        write_plain_books(directory, PEER_FILES)
        found = credits_content(lines).tables["Credits"]
        rows = [[_plain(value) for value in row] for row in found]
        headers = [column.name for column in SPEC.tables["Credits"].columns]
        (directory / "credits.pickle").write_bytes(pickle.dumps((headers, rows)))
        return lines

    return run


def _plain(value: Any) -> str | float:
    """Return a value as every peer takes it: text or a number, days as a spreadsheet counts."""
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value if isinstance(value, str) else float(value)


WORKBOOK_STEPS: dict[str, Callable[[Path, int], Prepared]] = {
    "write_trackers": write_trackers,
    "check_trackers": check_trackers,
    "read_trackers": read_trackers,
    "write_credits": write_credits,
    "for_peers": for_peers,
}
