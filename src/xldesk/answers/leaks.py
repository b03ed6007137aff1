"""Names and ids of other partners in a file that goes to one of them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.pack import partner_scopes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from xldesk.ledger.basis import Basis

_SHORTEST = 3
"""Letters below which a name says nothing."""

_TEXT_ENDINGS = (".xml", ".rels", ".vml")


def others_than(basis: Basis, scope: str) -> list[str]:
    """Return the ids and names of all partners but the one whose tracker says ``scope``."""
    own = next((p for p, known in partner_scopes(basis).items() if known == scope), None)
    found = basis.con.execute("SELECT partner_id, name FROM partner ORDER BY partner_id").fetchall()
    own_words = {word for partner, name in found if partner == own for word in (partner, name)}
    words = {word for partner, name in found if partner != own for word in (partner, name)}
    return sorted(w for w in words - own_words if w and len(w) >= _SHORTEST)


def leaks_in(path: Path, words: Iterable[str]) -> list[str]:
    """Return in which part of the file at ``path`` which of ``words`` stands, whole.

    Every part is looked at: sheets, hidden ones too, notes, names, and the file's properties.
    """
    wanted = sorted(words, key=len, reverse=True)
    if not wanted:
        return []
    either = "|".join(re.escape(word) for word in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{either})(?![\w-])")
    leaks = []
    with Archive(path, Limits()) as archive:
        for name in archive.names:
            if name.lower().endswith(_TEXT_ENDINGS):
                text = unescape(archive.read(name).decode("utf-8", "replace"))
                found = sorted(set(pattern.findall(text)))
                leaks += [f"{word} in {name}" for word in found]
    return leaks
