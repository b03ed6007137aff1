"""The ribbon of a desktop workbook: a tab with a button for each macro (MS-CUSTOMUI2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.excel.desktop.macros import Macro

PART = "customUI/customUI14.xml"
RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_CALLED = "XldeskRibbon"


def ribbon(macros: Sequence[Macro]) -> bytes:
    """Return the part that adds the tab; each button names its procedure in its tag."""
    root = etree.fromstring(f'<customUI xmlns="{_NAMESPACE}"/>')
    tabs = _inside(_inside(root, "ribbon"), "tabs")
    tab = _inside(tabs, "tab", id="xldesk", label="xldesk")
    group = _inside(tab, "group", id="xldeskMacros", label="Partner revenue")
    for macro in macros:
        _button(group, macro.sub, macro.label, macro.tip, macro.image)
    cells = _inside(tab, "group", id="xldeskCells", label="Cells")
    why = "Says why the chosen cell of a desk function shows an error."
    _button(cells, "XldeskWhy", "Why this error?", why, "Help")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _button(group: etree._Element, sub: str, label: str, tip: str, image: str) -> None:
    shown = {"label": label, "screentip": label, "supertip": tip, "imageMso": image}
    _inside(group, "button", id=f"button{sub}", tag=sub, onAction=_CALLED, size="large", **shown)


def _inside(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
