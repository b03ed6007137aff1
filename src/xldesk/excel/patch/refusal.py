"""What a patch refuses, always before anything is written."""

from __future__ import annotations

from xldesk.errors import UsageError


class PatchError(UsageError):
    """A change that cannot be put into the file without loss; the message names what and where."""


def refused(aspect: str, sheet: str, place: str, why: str) -> PatchError:
    """Return the error for a change of ``aspect`` at a ``place`` of a sheet ("" for the book)."""
    where = f"{sheet}!{place}" if sheet and sheet != place else place or sheet
    return PatchError(f"{aspect} of {where}: {why}; nothing was written")
