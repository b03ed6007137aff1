"""What a part may say once: of two that say one thing, a program takes the first or the last.

Sources: ECMA-376 part 1, 18.3.1.99 (worksheet), 18.3.1.46 (headerFooter), 18.2.27 (workbook).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.markup import MAIN
from xldesk.workbooks.check.rule import shown

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SAID_OFTEN = {f"{MAIN}conditionalFormatting", f"{MAIN}fileRecoveryPr"}
"""Children of a worksheet or workbook of which there may be more than one."""


def refuse_repeated(parent: Element, where: str) -> None:
    """Raise ArchiveError where two children of ``parent`` say one thing; ``where`` names it."""
    seen: set[str] = set()
    for child in parent:
        if child.tag in seen and child.tag.startswith(MAIN) and child.tag not in _SAID_OFTEN:
            name = shown(child.tag.removeprefix(MAIN))
            message = f"{where} says {name} twice: programs take one or the other"
            raise ArchiveError("FILE-XML", message)
        seen.add(child.tag)
