"""Damages workbooks as accidents and attackers do: bytes, zip directory, parts, XML."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from lxml import etree

_CENTRAL, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_FIELDS = {
    _CENTRAL: ((6, "H"), (8, "H"), (10, "H"), (16, "I"), (20, "I"), (24, "I"), (28, "H"), (30, "H"),
               (32, "H"), (42, "I")),
    _LOCAL: ((4, "H"), (6, "H"), (8, "H"), (14, "I"), (18, "I"), (22, "I"), (26, "H"), (28, "H")),
    _END: ((8, "H"), (10, "H"), (12, "I"), (16, "I"), (20, "H")),
}  # fmt: skip
"""Where the numbers of each kind of zip record are, and how wide: APPNOTE.TXT, 4.3."""

_NUMBERS = {"H": (0, 1, 8, 9, 99, 0xFFFF), "I": (0, 1, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)}
ODD_VALUES = (
    "", "0", "1", "-1", "1.5", "9" * 5_000, "1e999", "-1e308", "NaN", "inf", "1_000", "١٢", " 7 ",
    "x" * 40_000, "_xD800_", "_x0000_", "#REF!", "=1+1", "A1", "XFE1", "XFD1048577", "A0", "ZZZZ9",
    "B6:ZZZ9999999", "B9:A1", "B2", "$B$2:$C$3", "'About'!$C$11", "../../x", "/xl/workbook.xml",
    "http://e.example/", "true", "External", "s", "d", "e", "b", "str", "inlineStr", "shared",
    "2026-02-30", "0001-01-01 00:00+14:00", "60", "2958466", "Credits", "About", "rId1",
)  # fmt: skip
_HEADS = (
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
    b"<?a b?>",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"<!---->",
)

Mutation = Callable[[bytes, random.Random], bytes]


def changed_bytes(package: bytes, draw: random.Random) -> bytes:
    """Return ``package`` with some bytes changed, added, moved, or its end cut off."""
    broken = bytearray(package)
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(broken))
        kind = draw.randrange(6)
        if kind < 3:
            broken[at] = draw.randrange(256)
        elif kind == 3:
            broken[at:at] = draw.randbytes(draw.randint(1, 40))
        elif kind == 4:
            del broken[at : at + draw.randint(1, 40)]
        else:
            other = draw.randrange(len(broken))
            broken[at : at + 64] = broken[other : other + 64]
    return bytes(broken if draw.random() < 0.8 else broken[: draw.randrange(len(broken))])


def changed_directory(package: bytes, draw: random.Random) -> bytes:
    """Return ``package`` with numbers of its zip records changed: sizes, offsets, methods, ..."""
    broken = bytearray(package)
    for _ in range(draw.randint(1, 3)):
        mark = draw.choice(tuple(_FIELDS))
        places = _places(package, mark)
        offset, width = draw.choice(_FIELDS[mark])
        at = draw.choice(places) + offset
        struct.pack_into(f"<{width}", broken, at, draw.choice(_NUMBERS[width]))
    return bytes(broken)


def _places(package: bytes, mark: bytes) -> list[int]:
    places = [package.index(mark)]
    while (at := package.find(mark, places[-1] + 1)) >= 0:
        places.append(at)
    return places


def changed_parts(package: bytes, draw: random.Random) -> bytes:
    """Return ``package`` with a part changed in its bytes, emptied, swapped, renamed or removed."""
    parts = _parts(package)
    name = draw.choice(sorted(parts))
    kind = draw.randrange(6)
    if kind == 0:
        parts[name] = changed_bytes(parts[name], draw) if parts[name] else b""
    elif kind == 1:
        parts[name] = draw.choice(_HEADS) + parts[name]
    elif kind == 2:
        parts[name] = draw.choice((b"", b"<a/>", b"<a>" * 300 + b"</a>" * 300, b"\0" * 5_000))
    elif kind == 3:
        other = draw.choice(sorted(parts))
        parts[name], parts[other] = parts[other], parts[name]
    elif kind == 4:
        parts[draw.choice(("xl/x.xml", "../x", "XL/WORKBOOK.XML", "a\\b", "/x"))] = parts.pop(name)
    else:
        del parts[name]
    return _zipped(parts)


def changed_markup(package: bytes, draw: random.Random) -> bytes:
    """Return ``package`` with elements and attributes of one of its XML parts changed."""
    parts = _parts(package)
    name = draw.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    root = etree.fromstring(parts[name])
    for _ in range(draw.randint(1, 6)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        _change(draw.choice(elements), draw.choice(elements), draw)
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return _zipped(parts)


def _change(element: etree._Element, other: etree._Element, draw: random.Random) -> None:
    parent = element.getparent()
    kind = draw.randrange(9)
    if kind < 3 and element.attrib:
        element.set(draw.choice(sorted(element.attrib)), draw.choice(ODD_VALUES))
    elif kind == 3 and element.attrib:
        del element.attrib[draw.choice(sorted(element.attrib))]
    elif kind == 4:
        element.text = draw.choice(ODD_VALUES)
    elif kind == 5:
        element.tag = draw.choice((other.tag, "a", f"{etree.QName(element).localname}"))
    elif parent is None:
        element.set(draw.choice(("r", "t", "ref", "date1904", "hidden")), draw.choice(ODD_VALUES))
    elif kind == 6:
        parent.remove(element)
    elif kind == 7:
        parent.insert(draw.randrange(len(parent) + 1), etree.fromstring(etree.tostring(element)))
    else:
        for name, value in other.attrib.items():
            element.set(name, value)


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


MUTATIONS: tuple[Mutation, ...] = (
    changed_bytes,
    changed_directory,
    changed_parts,
    changed_markup,
    changed_markup,
    changed_markup,
)
"""Changes of the markup are half of all: the others seldom get past the zip."""


def mutated(package: bytes, seed: int) -> bytes:
    """Return ``package`` damaged in one way, the same for the same ``seed``."""
    draw = random.Random(seed)
    return MUTATIONS[seed % len(MUTATIONS)](package, draw)
