"""Workbook files changed where a journal says so, and nowhere else."""

from xldesk.excel.patch.refusal import PatchError
from xldesk.excel.patch.save import PatchReceipt, save

__all__ = ["PatchError", "PatchReceipt", "save"]
