"""The folder of a pack: what partners get never stands beside what is internal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

WORKBOOKS = ("attribution_audit", "mdf_tracker", "runbook")
"""The workbooks of the programme, internal all of them."""

OF_PARTNER = "mdf_tracker_"
"""How the name of a tracker begins that goes to a partner."""

PARTNERS = "partners"
"""The folder below the programme's pack in which partners' trackers stand."""


def pack_folder(packs: Path, *, for_partners: bool) -> Path:
    """Return where a pack is written unless another folder is named."""
    return packs / PARTNERS if for_partners else packs


def refuse_mixed(folder: Path, *, for_partners: bool) -> None:
    """Raise UsageError where ``folder`` has workbooks for other readers than these.

    A tracker of the programme that is taken for a partner's would show it all the others.
    """
    beside = sorted(
        path.name
        for path in folder.glob("*.xls[xm]")
        if (path.stem in WORKBOOKS if for_partners else path.stem.startswith(OF_PARTNER))
    )
    if not beside:
        return
    if for_partners:
        raise UsageError(
            f"{folder} has {beside[0]}, which is internal; write partners' trackers into a folder "
            f"of their own: without --out it is {PARTNERS}/ of the desk's packs"
        )
    raise UsageError(
        f"{folder} has partners' trackers ({beside[0]}), and these workbooks are internal; move "
        f"the trackers into {PARTNERS}/ below it, or name another folder with --out"
    )
