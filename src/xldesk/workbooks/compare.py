"""Compares two workbook files part by part, as parsed XML: what differs, and where.

Bytes may differ between machines (compression, order of attributes); parsed parts may not.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class PartDifference:
    """The first place where a part of two files differs."""

    part: str
    where: str
    left: str
    right: str

    def __str__(self) -> str:
        return f"{self.part}{self.where}: {self.left} is not {self.right}"


def compare_packages(left: bytes, right: bytes) -> list[PartDifference]:
    """Return the first difference of each part, by part name; empty when the files agree."""
    return compare_parts(parts_of(left), parts_of(right))


def compare_parts(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> list[PartDifference]:
    """Return the first difference of each part, by part name; empty when all agree."""
    differences: list[PartDifference] = []
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            differences.append(
                PartDifference(name, "", _presence(name in ours), _presence(name in theirs))
            )
        elif name.endswith(_XML):
            found = next(_differences(name, ours[name], theirs[name]), None)
            differences.extend([] if found is None else [found])
        elif ours[name] != theirs[name]:
            differences.append(PartDifference(name, "", "other bytes", "the same bytes"))
    return differences


def parts_of(package: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook's file by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _presence(there: bool) -> str:
    return "present" if there else "missing"


def _differences(part: str, left: bytes, right: bytes) -> Iterator[PartDifference]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    pairs = [("", etree.fromstring(left, parser), etree.fromstring(right, parser))]
    while pairs:
        path, one, other = pairs.pop()
        named = one.get("r")  # rows and cells say where they are
        where = f"{path}/{etree.QName(one).localname}{'' if named is None else f' {named}'}"
        for name, ours, theirs in (
            ("", str(one.tag), str(other.tag)),
            ("/text()", _text(one), _text(other)),
            ("/@*", str(sorted(one.items())), str(sorted(other.items()))),
            ("/count(*)", str(len(one)), str(len(other))),
        ):
            if ours != theirs:
                yield PartDifference(part, where + name, ours[:300], theirs[:300])
                break
        else:
            children = list(zip(one, other, strict=True))
            pairs.extend(
                (f"{where}[{number}]", *pair)
                for number, pair in reversed(list(enumerate(children, start=1)))
            )


def _text(element: Element) -> str:
    """Return an element's own text; between elements white space is only layout."""
    text = element.text or ""
    return text.strip() if len(element) else text
