"""Reference workbooks: parts as indented XML, so that a review shows what a change does to them.

An .xlsx would be smaller, but its diff says nothing. ``pytest --renew-golden`` writes them anew.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from xldesk.workbooks.compare import compare_parts, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

FOLDER = Path(__file__).parent / "golden"
"""A folder for each workbook, with its parts under their own names."""

KEPT = "a stamp keeps it as the template has it, and test_template compares templates"
IGNORED_PARTS = {
    "[[]Content_Types].xml": KEPT,
    "_rels/.rels": KEPT,
    "docProps/app.xml": KEPT,
    "xl/_rels/*.rels": KEPT,
    "xl/drawings/_rels/*.rels": KEPT,
    "xl/styles.xml": KEPT,
    "xl/theme/theme1.xml": KEPT,
    "xl/worksheets/_rels/*.rels": KEPT,
}
"""Parts that are not compared, as patterns, and why."""

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
IGNORED_VALUES = {
    r"(?<=<cp:version>)[0-9a-f]{16}(?=<)": "the spec's digest: whatever changes it shows elsewhere",
    r"(?<=<t>)xldesk \d[^<]*(?=</t>)": "the program's version on About changes with every release",
}
"""Values that are not compared, as patterns in a part's XML, and why."""

LINE = 110
"""An element that is longer gets a line for each of its children."""


def compared(package: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that are compared, as they stand in the references."""
    parts = parts_of(package)
    formats = cell_formats(parts["xl/styles.xml"])
    return {
        name: shown(content, formats)
        for name, content in parts.items()
        if not any(fnmatchcase(name, pattern) for pattern in IGNORED_PARTS)
    }


def cell_formats(styles: bytes) -> list[str]:
    """Return what each cell format is, in words: a number would move with every new format.

    Named style, number format unless General, quote prefix, side, wrapping and indent.
    """
    root = etree.fromstring(styles)
    codes = {each.get("numFmtId"): each.get("formatCode") for each in root.iter(f"{MAIN}numFmt")}
    names = {each.get("xfId"): each.get("name") for each in root.iter(f"{MAIN}cellStyle")}
    found = []
    for each in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        number = each.get("numFmtId")
        words = [str(names[each.get("xfId")]).removeprefix("Desk ")]
        words += [] if number == "0" else [codes.get(number) or f"format {number}"]
        words += ["quoted"] * (each.get("quotePrefix") == "1")
        for placed in each.iterfind(f"{MAIN}alignment"):
            words += [placed.get("horizontal", "")]
            words += ["wrap"] * (placed.get("wrapText") == "1")
            words += [f"+{placed.get('indent')}"] * ("indent" in placed.attrib)
        found.append(" ".join(filter(None, words)))
    return found


def shown(part: bytes, formats: Sequence[str] = ()) -> bytes:
    """Return a part as indented XML without its ignored values; its texts stay as they are.

    A cell says which of ``formats`` it has.
    """
    lines: list[str] = []
    root = etree.fromstring(part)
    for cell in root.iter(f"{MAIN}c"):
        cell.set("s", formats[int(cell.get("s", "0"))])
    _print(root, 0, lines, {})
    text = "\n".join(lines) + "\n"
    for pattern in IGNORED_VALUES:
        text = re.sub(pattern, "ignored", text)
    return text.encode()


def _print(element: Element, depth: int, lines: list[str], known: Mapping[object, str]) -> None:
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in known.items():  # said on an element further out
        declared = "xmlns" if prefix is None else f"xmlns:{prefix}"
        whole = whole.replace(f' {declared}="{uri}"', "", 1)
    indent = " " * depth
    if len(element) == 0 or len(whole) <= LINE:
        lines.append(f"{indent}{whole}")
        return
    head = whole[: whole.index(">") + 1]
    lines.append(f"{indent}{head}")
    for child in element:
        _print(child, depth + 1, lines, {**known, **element.nsmap})
    lines.append(f"{indent}{whole[whole.rindex('<') :]}")


def reference(folder: Path) -> dict[str, bytes]:
    """Return the parts of a reference workbook by name; none where there is no such folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def agrees(package: bytes, folder: Path, *, renew: bool) -> None:
    """Fail with the place where a workbook differs from its reference.

    With ``renew`` the reference is written anew, and the test fails all the same: it says which
    parts changed, so that nobody takes a renewed reference for a test that passed.
    """
    ours, theirs = compared(package), reference(folder)
    if renew:
        changed = sorted(name for name in ours if ours[name] != theirs.get(name))
        gone = sorted(theirs.keys() - ours.keys())
        for name in gone:
            (folder / name).unlink()
        for name in changed:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(ours[name])
        pytest.fail(
            f"{folder.name} was renewed, not tested: {len(changed)} parts written {changed},"
            f" {len(gone)} removed {gone}; read the diff, then run without --renew-golden"
        )
    differences = compare_parts(ours, theirs)
    if differences:
        pytest.fail(
            f"{folder.name} is not as its reference (left: now; right: reference). If it should"
            " be so, renew it with pytest --renew-golden and read the diff\n"
            + "\n".join(map(str, differences))
        )
