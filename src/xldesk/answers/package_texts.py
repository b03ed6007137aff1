"""All that a workbook's file says, part by part, as people would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import refuse_declarations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

UNREAD = "what nothing here can read"

_MARKUP = (".xml", ".rels", ".vml")
_BYTES = ("xl/printersettings/", "xl/vbaproject.bin")
"""Where parts begin that are no markup and may be there: how a printer is set, and macros, of
which a check says whether they are the desk's own. Their bytes are looked at."""

_ENCODINGS = ("latin-1", "utf-16-le")
_WHOLE = frozenset({"si", "is", "text", "p", "textbox", "t"})
"""Elements whose text is one, however many runs it is cut into: cells, notes, shapes."""

_UNQUOTED = str.maketrans("", "", '"\\')
"""What number formats and formulas put around a text, and between parts of it, is not shown."""

_BESIDE = frozenset({"rPh"})
"""Elements in such a text that are shown beside it: how it is read aloud."""


def texts_by_part(path: Path) -> Iterator[tuple[str, set[str] | None]]:
    """Yield each part of the file at ``path`` with its texts, its name among them.

    None stands for a part that cannot be read: a picture, or markup that is broken. Raises
    ArchiveError for a file that is no package.
    """
    with Archive(path, Limits()) as archive:
        for name in archive.names:
            texts = _texts(name.lower(), archive.read(name))
            yield name, None if texts is None else {name, *texts}


def _texts(name: str, content: bytes) -> set[str] | None:
    if name.endswith(_MARKUP):
        return _of_markup(content, name)
    if name.startswith(_BYTES):
        return {content.decode(encoding, "ignore") for encoding in _ENCODINGS}
    return None if content else set()


def _of_markup(content: bytes, name: str) -> set[str] | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
        refuse_declarations(root, name)
    except (etree.XMLSyntaxError, ValueError, ArchiveError):
        return None
    found: set[str] = set()
    for element in root.getroottree().iter():
        found.update(text for text in (element.text, element.tail) if text)
        found.update(map(str, element.attrib.values()))
        if _local_name(element) in _WHOLE:
            found.add("".join(_run_texts(element)))
    found |= {unescaped(text) for text in found if "_x" in text}
    return found | {text.translate(_UNQUOTED) for text in found if '"' in text or "\\" in text}


def _run_texts(element: Element) -> Iterator[str]:
    """Yield what stands in ``element`` one after the other, without what stands beside it."""
    if _local_name(element) in {"", *_BESIDE}:
        return
    yield element.text or ""
    for child in element:
        yield from _run_texts(child)
        yield child.tail or ""


def _local_name(element: Element) -> str:
    """Return an element's name without its namespace, nothing for a comment."""
    tag: object = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""
