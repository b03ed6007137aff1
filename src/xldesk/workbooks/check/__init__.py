"""Checks a workbook file: whether it is safe, ours, and still what the desk wrote."""

from __future__ import annotations

from xldesk.workbooks.check.checker import check_workbook, check_workbooks
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.report import CheckFinding, CheckReport

__all__ = ["CheckFinding", "CheckReport", "Limits", "check_workbook", "check_workbooks"]
