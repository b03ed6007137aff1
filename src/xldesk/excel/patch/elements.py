"""Elements of the file's markup: made of openpyxl's objects, and given or rid of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.xml.functions import fromstring, tostring

from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def made_of(tree: Any) -> Element:
    """Return what openpyxl writes of an object, in the namespace of spreadsheets."""
    return named(etree.fromstring(tostring(tree)))


def named(root: Element) -> Element:
    """Give the elements of ``root`` that have no namespace that of spreadsheets."""
    for element in root.iter():
        if not str(element.tag).startswith("{"):
            element.tag = f"{MAIN}{element.tag}"
    return root


def as_read(kind: Any, element: Element) -> Any:
    """Return ``element`` as openpyxl's class ``kind`` reads it."""
    return kind.from_tree(fromstring(etree.tostring(element, with_tail=False)))


def set_or_drop(element: Element, name: str, value: str | None) -> None:
    """Give ``element`` the attribute ``name``, or with None take it away."""
    if value is not None:
        element.set(name, value)
    elif name in element.attrib:
        del element.attrib[name]


def drop(element: Element) -> None:
    """Take ``element`` out of what it stands in."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
