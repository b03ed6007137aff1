"""How large amounts and shares are; apart from the fields, since a workbook needs no models."""

from __future__ import annotations

MAX_MINOR_UNITS = 10**15 - 1
"""Largest amount in minor units: a spreadsheet shows 15 digits exactly, the ledger no more."""

SHARE_UNITS = 1_000_000
"""A whole deal, 100 %, in parts per million: four decimals of a percentage, exactly."""
