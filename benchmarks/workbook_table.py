"""The table of workbooks: one row a tool and task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measured_texts import MEASURED_HEADINGS, measured_texts, times_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.workbook_run import WorkbookResult

WORKBOOK_HEADINGS = (
    "task and tool",
    "files or lines",
    *MEASURED_HEADINGS,
    "ms each",
    "times the desk's seconds",
    "times its CPU seconds",
)


def workbook_rows(results: Sequence[WorkbookResult]) -> list[tuple[str, ...]]:
    """Return a row of texts for each result, in the order of ``WORKBOOK_HEADINGS``."""
    return [
        (
            f"{result.task.replace('_', ' ')}: {result.tool}",
            f"{result.measured.rows:,}",
            *measured_texts(result.measured),
            f"{result.measured.seconds / result.measured.rows * 1_000:.3f}",
            times_text(result.times),
            times_text(result.times_cpu),
        )
        for result in results
    ]


WORKBOOK_SECTION = """\
## Workbooks beside other libraries

Trackers of made-up partners: {rows} rows each, in other places for each partner, on six sheets of
data, and six sheets of instructions, forms, lists and provenance. Peers are given each tracker as
plain values: its cells, how they look, and what lies around them. Beside openpyxl 3.1.5,
XlsxWriter 3.3.1 and rustpy-xlsxwriter 0.8.0 in one run, each in an environment of its own.

Machine: {machine}. The
tools of a task take turns. Peers work on {peer_files} of the files; times are compared by file.
The desk uses a process for each core, and its time includes starting them; peers use one, so the
same of CPU seconds stands beside it. The desk's modules are compiled before, as pip compiles those
of the peers. Memory is that of the largest process.

{table}

- **write trackers**: the desk's clock starts with the rows as values and stops with the files on
  disk, formula values, digests and provenance included. openpyxl and XlsxWriter write the same
  document: cells, formats, widths, tables, validations, conditional formats, chart, names, links,
  print set-up, sheet protection, tab colours and document properties. Their files lack a few small
  things, which spares them work. Neither manual shows a table style of one's own: both take a
  built-in one. openpyxl writes no values of formulas or of the chart and its own time of change;
  XlsxWriter writes no version among the properties. Left out for both, as openpyxl keeps neither:
  the chart's description for screen readers, and the cells where Excel shall not warn of numbers
  kept as text. Left out too: formulas that a table gives to new rows, and tables without filters.
  rustpy-xlsxwriter writes values alone, without formats or formulas: the floor.
- **check trackers** and **read trackers** look at the desk's own files. openpyxl reads every value
  in read-only mode, and checks nothing.
- **write credits** is an attribution audit with {lines:,} credit lines: tables, formats, digest,
  About. openpyxl's write-only mode writes those lines without formats, XlsxWriter (holding one row
  at a time) with a format a column, rustpy-xlsxwriter without.
"""
