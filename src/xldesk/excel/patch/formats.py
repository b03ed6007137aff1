"""The formats of cells: what a changed cell needs is found in the file or added at the end.

Nothing is renumbered: the cells that no change names go on meaning what they meant. A changed cell
keeps all of its format that was not changed, known to openpyxl or not.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.styles import Border, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.fills import Fill
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS,
    BUILTIN_FORMATS_REVERSE,
    is_date_format,
)
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.xml.functions import fromstring

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.elements import as_read, made_of
from xldesk.excel.patch.plan import LOOK
from xldesk.excel.patch.refusal import PatchError
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit

_FIRST_OWN_FORMAT = 164
_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
"""The lists of a styles part in the order of its schema (ECMA-376 part 1, 18.8.39)."""

_APPLIES = {
    "numFmtId": "applyNumberFormat",
    "fontId": "applyFont",
    "fillId": "applyFill",
    "borderId": "applyBorder",
}


class Formats:
    """The styles part of ``package``, by the numbers that its cells carry."""

    def __init__(self, package: PackageEdit, part: str | None) -> None:
        if part is None or part not in package:
            raise PatchError("the file has no styles part; save it anew, nothing was written")
        self._package, self._part = package, part
        self._root = package.tree(part)
        self._codes = {
            element.get("numFmtId", ""): element.get("formatCode", "")
            for element in self._root.iter(f"{MAIN}numFmt")
        }
        self._formats = [self._key(xf) for xf in self._list("cellXfs")]
        self._known: dict[tuple[Hashable, ...], int] = {}
        self._parts: dict[str, list[Any]] = {}
        self._loaded: dict[tuple[int, ...], int] | None = None

    def changed(self, base: int, cell: Any, aspects: Collection[Aspect]) -> int:
        """Return the format like ``base`` with the ``aspects`` that openpyxl's ``cell`` has."""
        wanted = LOOK.intersection(aspects)
        if not wanted:
            return base
        model = tuple(cell._style) if cell._style is not None else ()  # noqa: SLF001 -- its identity
        key = (base, frozenset(wanted), model)
        if key not in self._known:
            self._known[key] = self._made(base, cell, wanted)
        return self._known[key]

    def whole(self, cell: Any) -> int:
        """Return the format that has all of openpyxl's ``cell`` (or row, or column).

        It is like the one that openpyxl holds as the same, whose named style it keeps.
        """
        if not cell.has_style:
            return 0
        base = self._as_loaded().get(tuple(cell._style), 0)  # noqa: SLF001 -- as above
        return self.changed(base, cell, LOOK)

    def quoted(self, base: int) -> int:
        """Return the format like ``base`` whose text is never taken as a formula."""
        return self._varied(base, lambda xf: xf.set("quotePrefix", "1"))

    def is_date(self, number: int) -> bool:
        """Tell whether format ``number`` shows numbers as days or times."""
        element = self._list("cellXfs")[number]
        return bool(is_date_format(self._code(element.get("numFmtId", "0"))))

    def differential(self, style: Any, number: int | None) -> int:
        """Return the number of openpyxl's ``style`` among those of conditional formats.

        That is ``number``, the one it had, where it still stands there.
        """
        had = self._list("dxfs")[number : number + 1] if number is not None else []
        if any(as_read(DifferentialStyle, element) == style for element in had):
            return number or 0
        return self._index("dxfs", style, DifferentialStyle, "dxf")

    def _made(self, base: int, cell: Any, aspects: Collection[Aspect]) -> int:
        def vary(xf: Element) -> None:
            if Aspect.NUMBER_FORMAT in aspects:
                _refer(xf, "numFmtId", self._number_format(cell.number_format))
            if Aspect.FONT in aspects:
                _refer(xf, "fontId", self._index("fonts", cell.font, Font, "font"))
            if Aspect.FILL in aspects:
                _refer(xf, "fillId", self._index("fills", cell.fill, Fill, "fill"))
            if Aspect.BORDER in aspects:
                _refer(xf, "borderId", self._index("borders", cell.border, Border, "border"))
            if Aspect.ALIGNMENT in aspects:
                _hold(xf, "alignment", cell.alignment, "applyAlignment")
            if Aspect.PROTECTION in aspects:
                _hold(xf, "protection", cell.protection, "applyProtection")
            if Aspect.QUOTE_PREFIX in aspects:
                _flag(xf, "quotePrefix", is_on=bool(cell.quotePrefix))

        return self._varied(base, vary)

    def _varied(self, base: int, vary: Callable[[Element], None]) -> int:
        """Return the first format like ``base`` once varied, added where there is none."""
        original = self._list("cellXfs")[base]
        xf = deepcopy(original)
        xf.tail = None
        vary(xf)
        key = self._key(xf)
        if key == self._formats[base]:
            return base
        if key in self._formats:
            return self._formats.index(key)
        self._append("cellXfs", xf)
        self._formats.append(key)
        return len(self._formats) - 1

    def _number_format(self, code: str) -> int:
        """Return the id of a number format; those that every program knows have fixed ones."""
        if code in BUILTIN_FORMATS_REVERSE:
            return int(BUILTIN_FORMATS_REVERSE[code])
        for known, written in self._codes.items():
            if written == code:
                return int(known)
        identity = max([_FIRST_OWN_FORMAT - 1, *map(int, self._codes)]) + 1
        self._codes[str(identity)] = code
        made = etree.Element(f"{MAIN}numFmt", numFmtId=str(identity), formatCode=code)
        self._append("numFmts", made)
        return identity

    def _index(self, name: str, style: Any, kind: Any, tag: str) -> int:
        """Return the place of ``style`` in the list ``name``, where it is added if need be."""
        if name not in self._parts:
            self._parts[name] = [as_read(kind, element) for element in self._list(name)]
        known, style = self._parts[name], _plain(style)
        if style in known:
            return known.index(style)
        self._append(name, made_of(_plain(style).to_tree(tag)))
        known.append(style)
        return len(known) - 1

    def _list(self, name: str) -> list[Element]:
        found = self._root.find(f"{MAIN}{name}")
        return [] if found is None else list(found)

    def _append(self, name: str, element: Element) -> None:
        root = self._package.edit(self._part)
        found = root.find(f"{MAIN}{name}")
        if found is None:
            before = {f"{MAIN}{earlier}" for earlier in _LISTS[: _LISTS.index(name)]}
            found = etree.Element(f"{MAIN}{name}")
            root.insert(sum(child.tag in before for child in root), found)
        found.append(element)
        found.set("count", str(len(found)))

    def _code(self, identity: str) -> str:
        return self._codes.get(identity) or BUILTIN_FORMATS.get(int(identity), "General")

    def _as_loaded(self) -> dict[tuple[int, ...], int]:
        """Return the file's formats as openpyxl loads them, each by its first number."""
        if self._loaded is None:
            sheet = Stylesheet.from_tree(fromstring(etree.tostring(self._root)))
            self._loaded = {}
            for number, style in enumerate(sheet.cell_styles):
                self._loaded.setdefault(tuple(style), number)
        return self._loaded

    @staticmethod
    def _key(xf: Element) -> Hashable:
        """Return what ``xf`` says; namespaces that it could use and does not are no part of it."""
        return etree.tostring(xf, method="c14n", exclusive=True, with_tail=False)


def _refer(xf: Element, name: str, number: int) -> None:
    if xf.get(name, "0") != str(number):
        xf.set(name, str(number))
        xf.set(_APPLIES[name], "1")


def _flag(xf: Element, name: str, *, is_on: bool) -> None:
    if is_on:
        xf.set(name, "1")
    elif name in xf.attrib:
        del xf.attrib[name]


def _hold(xf: Element, tag: str, style: Any, applies: str) -> None:
    """Give ``xf`` the alignment or protection ``style``; the usual one is not written."""
    old, style = xf.find(f"{MAIN}{tag}"), _plain(style)
    usual = type(style)()
    if style == (usual if old is None else as_read(type(style), old)):
        return
    if old is not None:
        xf.remove(old)
    if style == usual:
        return
    xf.set(applies, "1")
    order = [f"{MAIN}alignment", f"{MAIN}protection"]
    before = set(order[: order.index(f"{MAIN}{tag}")])
    xf.insert(sum(child.tag in before for child in xf), made_of(_plain(style).to_tree(tag)))


def _plain(style: Any) -> Any:
    """Return the style that openpyxl hands out behind a proxy."""
    return getattr(style, "_StyleProxy__target", style)
