"""One file of a pack: written beside its place, and put there in one step.

Other processes write the files of a large pack, so little is loaded to write one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xldesk.errors import UsageError
from xldesk.workbooks.package import AtomicFile
from xldesk.workbooks.spec_registry import spec_named
from xldesk.workbooks.stamp import stamp

if TYPE_CHECKING:
    from xldesk.workbooks.content import Content

PREVIOUS = "previous"
"""The folder beside the pack where a file goes that a new one replaces."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One workbook of a pack. ``digest`` is that of its data, as its About sheet says.

    ``kept`` is where the file went that stood there before and said something else; ``note`` is
    what to know before opening it, such as how many controls fail.
    """

    name: str
    path: Path
    digest: str
    kept: Path | None
    note: str = ""


class PackJob(NamedTuple):
    """A workbook to write: the name of its spec, what it shows, and where."""

    spec: str
    content: Content
    target: Path


def put(job: PackJob) -> Packed:
    """Write one workbook; what stood there and says something else is kept in ``previous/``."""
    name, content, target = job
    spec = spec_named(name).form_with(content.tables)
    if not os.path.lexists(target):
        receipt = stamp(spec, content, target)
        return Packed(spec.name, target, receipt.digest, None, _note(content))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pack-") as work:
        fresh = Path(work) / target.name
        receipt = stamp(spec, content, fresh)
        kept = None
        if target.exists():
            if not target.is_file():
                raise UsageError(f"{target} is no file; move it away, or choose another folder")
            kept = _kept(target, fresh, content)
            shutil.copymode(target, fresh)
        fresh.replace(target)
    return Packed(spec.name, target, receipt.digest, kept, _note(content))


def _kept(target: Path, fresh: Path, content: Content) -> Path | None:
    """Return where a copy of ``target`` is now; None where ``fresh`` is the same."""
    issued = target.read_bytes()
    if issued == fresh.read_bytes():
        return None
    until = f"{content.provenance.as_of:%Y%m%dT%H%MZ}"
    digest = hashlib.sha256(issued).hexdigest()[:8]
    kept = target.parent / PREVIOUS / f"{target.stem}-until-{until}-{digest}.xlsx"
    kept.parent.mkdir(exist_ok=True)
    with AtomicFile(kept) as file:
        file.write(issued)
    shutil.copystat(target, kept)
    return kept


def _note(content: Content) -> str:
    """Return what to know before opening an audit: deals won, controls that fail or did not run."""
    if "controls.fail" not in content.fields:
        return ""
    parts = [
        f"{content.fields['controls.fail']} controls fail",
        f"{content.fields['controls.not_run']} not run",
    ]
    if not content.fields["won_deals"]:
        parts.insert(0, f"no deal was won in {content.provenance.period}")
    return ", ".join(parts)
