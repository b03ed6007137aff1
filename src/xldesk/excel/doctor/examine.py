"""All that the doctor looks at, in the order of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.desk import Desk
from xldesk.errors import XldeskError
from xldesk.excel.doctor import (
    desk_reached,
    excel_settings,
    installed,
    macro_policy,
    named_files,
    python_and_office,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xldesk.excel.doctor.line import Line
    from xldesk.excel.doctor.surroundings import Surroundings


def examine(around: Surroundings, desk: Path | None, workbooks: Sequence[Path]) -> list[Line]:
    """Return a line for each thing looked at; nothing is changed.

    ``desk`` is the one given, else it is found upwards from here. ``workbooks`` are looked at
    beside the desktop workbooks of the desk's packs.
    """
    return [
        *desk_reached.look(around, desk),
        *installed.look(around),
        *python_and_office.look(around),
        *excel_settings.look(around),
        *named_files.look(workbooks),
        *macro_policy.look(around, [*workbooks, *_packed(desk)]),
    ]


def _packed(given: Path | None) -> list[Path]:
    """Return the desktop workbooks in the packs of the desk, none where there is no desk."""
    try:
        folder = Desk.find(given).directory
    except XldeskError:
        return []
    return sorted((folder / "packs").glob("*.xlsm"))
