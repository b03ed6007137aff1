"""What kind each part of the file is: the list that every package has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from xldesk.excel.patch.package_edit import PackageEdit

_PART = "[Content_Types].xml"
_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

WORKSHEET = f"{_SPREADSHEET}.worksheet+xml"
TABLE = f"{_SPREADSHEET}.table+xml"
COMMENTS = f"{_SPREADSHEET}.comments+xml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def set_type(package: PackageEdit, part: str, kind: str) -> None:
    """Say that ``part`` is of ``kind``."""
    root = package.edit(_PART)
    etree.SubElement(root, f"{_NAMESPACE}Override", {"PartName": f"/{part}", "ContentType": kind})


def set_ending(package: PackageEdit, ending: str, kind: str) -> None:
    """Say that parts whose names end in ``ending`` are of ``kind``, unless that is said."""
    root = package.tree(_PART)
    known = {element.get("Extension", "").lower() for element in root.iter(f"{_NAMESPACE}Default")}
    if ending not in known:
        written = {"Extension": ending, "ContentType": kind}
        package.edit(_PART).insert(0, etree.Element(f"{_NAMESPACE}Default", written))


def forget(package: PackageEdit, part: str) -> None:
    """Say nothing of ``part`` any more."""
    for element in list(package.tree(_PART).iter(f"{_NAMESPACE}Override")):
        if element.get("PartName", "").lower() == f"/{part}".lower():
            package.edit(_PART).remove(element)
