"""The modelling lint: whether a workbook, whoever made it, is built so that it can be trusted."""

from __future__ import annotations

from xldesk.workbooks.lint.lint import lint_workbook
from xldesk.workbooks.lint.rules import RULES

__all__ = ["RULES", "lint_workbook"]
