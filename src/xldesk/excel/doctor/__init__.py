"""The usual troubles between Excel, Python and a desk: found, and each with its remedy."""

from xldesk.excel.doctor.examine import examine

__all__ = ["examine"]
