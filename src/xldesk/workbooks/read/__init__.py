"""Reads a workbook back: typed rows and fields, and where it came from, with findings.

``returned_requests``, which makes records of them, stands apart: reading needs no models.
"""

from __future__ import annotations

from xldesk.workbooks.read.book import ReadBook
from xldesk.workbooks.read.reader import read_workbook, read_workbooks
from xldesk.workbooks.read.row import ReadRow
from xldesk.workbooks.read.table import ReadTable

__all__ = [
    "ReadBook",
    "ReadRow",
    "ReadTable",
    "read_workbook",
    "read_workbooks",
]
