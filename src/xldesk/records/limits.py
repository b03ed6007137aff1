"""How large an amount may be; apart from the fields, since writing a workbook needs no models."""

from __future__ import annotations

MAX_MINOR_UNITS = 10**15 - 1
"""Largest amount in minor units: a spreadsheet shows 15 digits exactly, the ledger no more."""
