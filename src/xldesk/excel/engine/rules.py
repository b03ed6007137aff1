"""What a sheet has beside its cells, as the journal keeps it: rules over cells, how it prints."""

from __future__ import annotations

from copy import copy
from typing import Any

from xldesk.excel.engine.cells import Worksheet


def validations_of(sheet: Worksheet) -> tuple[Any, ...]:
    """Return all data validations of ``sheet``, as copies in their order."""
    return tuple(copy(rule) for rule in sheet.data_validations.dataValidation)


def conditional_formats_of(sheet: Worksheet) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return all conditional formats of ``sheet``: ranges and their rules, as copies in order."""
    return tuple(
        (str(found.sqref), tuple(copy(rule) for rule in found.rules))
        for found in sheet.conditional_formatting
    )


def print_area_of(sheet: Worksheet) -> str | None:
    """Return what of ``sheet`` is printed, such as ``$A$1:$D$9``; None for all of it."""
    whole = str(sheet.print_area)
    if not whole:
        return None
    return ",".join(part.rpartition("!")[2] for part in whole.split(","))


def shows_gridlines(sheet: Worksheet) -> bool:
    """Tell whether lines show between the sheet's cells."""
    return sheet.sheet_view.showGridLines is not False
