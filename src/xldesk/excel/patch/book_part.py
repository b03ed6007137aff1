"""The workbook's part: which sheets there are, in which order, and which one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.elements import set_or_drop
from xldesk.excel.patch.names import edit_name, move_scopes
from xldesk.excel.patch.refusal import PatchError
from xldesk.excel.patch.relationships import RELATION_ID, Relationships
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit
    from xldesk.excel.patch.plan import BookPlan

_TITLES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_VECTORS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_APP = "docProps/app.xml"
_BEHIND_CALC = ("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
                "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip


class BookPart:
    """The workbook's part of ``package``; sheets are known by their elements."""

    def __init__(self, package: PackageEdit) -> None:
        self._package = package
        main = next(iter(Relationships(package, "").targets("officeDocument")), None)
        if main is None:
            raise PatchError("the file has no workbook part; nothing was written")
        self.name = package.named(main)
        self.relations = Relationships(package, self.name)
        if self.root.find(f"{MAIN}sheets") is None:
            raise PatchError("the workbook part is not of the usual kind; nothing was written")

    @property
    def root(self) -> Element:
        """The part's root, to be read only."""
        return self._package.tree(self.name)

    def edit(self) -> Element:
        """Return the part's root, to be changed."""
        return self._package.edit(self.name)

    @property
    def titles(self) -> list[str]:
        """The names of all sheets in order."""
        return [sheet.get("name", "") for sheet in self._sheets()]

    def worksheets(self) -> dict[str, str]:
        """Return the parts of the worksheets by their names, in order."""
        kinds = {found: (kind, target) for found, kind, target in self.relations}
        found = ((s.get("name", ""), kinds.get(s.get(RELATION_ID, ""))) for s in self._sheets())
        return {name: rel[1] for name, rel in found if rel is not None and rel[0] == "worksheet"}

    def related(self, kind: str) -> str | None:
        """Return the part of ``kind`` that the workbook has, such as its styles."""
        return next((t for t in self.relations.targets(kind) if t in self._package), None)

    @property
    def shown(self) -> str:
        """The name of the sheet that shows."""
        view = self.root.find(f"{MAIN}bookViews/{MAIN}workbookView")
        index = 0 if view is None else int(view.get("activeTab", "0"))
        titles = self.titles
        return titles[index] if index < len(titles) else ""

    def unlink(self, parts: Iterable[str]) -> None:
        """Lead to the sheets' ``parts`` no more."""
        for part in parts:
            self.relations.remove(str(self.relations.identity(part)))

    def rearrange(self, plan: BookPlan, workbook: Any, new_parts: dict[str, str]) -> None:
        """Make the list of sheets what it is in openpyxl's ``workbook``.

        ``new_parts`` are the parts of sheets that are new, by name. Names of single sheets and the
        window follow their sheets.
        """
        root = self.edit()
        sheets = root.find(f"{MAIN}sheets")
        if sheets is None:
            raise AssertionError("a workbook's part was read with its list of sheets")
        before = list(sheets)
        gone = {sheet.was for sheet in plan.deleted}
        elements = {}
        for element in before:
            name = element.get("name", "")
            if name not in gone:
                element.set("name", plan.renamed.get(name, name))
                elements[element.get("name", "")] = element
        for name, part in new_parts.items():
            elements[name] = self._made(name, part, before)
        order = {name: index for index, name in enumerate(workbook.sheetnames)}
        sheets[:] = sorted(
            elements.values(), key=lambda e: order.get(e.get("name", ""), len(order))
        )
        after = {element: index for index, element in enumerate(sheets)}
        moved = {index: after.get(element) for index, element in enumerate(before)}
        move_scopes(root, moved)
        self._move_window(root, moved, workbook)
        self._list_titles(len(before))

    def index_of(self, name: str) -> int:
        """Return the index of the sheet ``name``, from 0."""
        return self.titles.index(name)

    def show(self, name: str) -> None:
        """Let the sheet ``name`` be the one that shows."""
        self._view().set("activeTab", str(self.index_of(name)))

    def set_state(self, name: str, state: str) -> None:
        """Let the sheet ``name`` be visible, hidden or veryHidden."""
        sheet = self._sheets()[self.index_of(name)]
        self.edit()
        if state == "visible":
            set_or_drop(sheet, "state", None)
        else:
            sheet.set("state", state)

    def edit_names(self, plan: BookPlan, workbook: Any) -> None:
        """Let the names that ``plan`` has stand for what they do in openpyxl's ``workbook``."""
        for name in plan.other.get(Aspect.NAME, {}):
            found = workbook.defined_names.get(name)
            edit_name(self.edit(), name, None if found is None else found.attr_text, None)
        for sheet in plan.sheets.values():
            local = workbook[sheet.name].defined_names
            for name in local if sheet.part is None else sheet.places(Aspect.NAME):
                found = local.get(name)
                text = None if found is None else found.attr_text
                edit_name(self.edit(), name, text, self.index_of(sheet.name))

    def recalculate_on_load(self) -> None:
        """Ask the program that opens the file to calculate every formula."""
        root = self.edit()
        found = root.find(f"{MAIN}calcPr")
        if found is None:
            found = etree.Element(f"{MAIN}calcPr")
            behind = {f"{MAIN}{name}" for name in _BEHIND_CALC}
            root.insert(next((i for i, c in enumerate(root) if c.tag in behind), len(root)), found)
        found.set("fullCalcOnLoad", "1")

    def _sheets(self) -> list[Element]:
        return list(self.root.iterfind(f"{MAIN}sheets/{MAIN}sheet"))

    def _made(self, name: str, part: str, before: list[Element]) -> Element:
        known = [int(sheet.get("sheetId", "0")) for sheet in (*before, *self._sheets())]
        element = etree.Element(f"{MAIN}sheet", name=name, sheetId=str(max(known) + 1))
        element.set(RELATION_ID, self.relations.add("worksheet", part))
        before[0].getparent().append(element)  # type: ignore[union-attr]  # the list of sheets
        return element

    def _view(self) -> Element:
        root = self.edit()
        views = root.find(f"{MAIN}bookViews")
        if views is None:
            views = etree.Element(f"{MAIN}bookViews")
            sheets = root.find(f"{MAIN}sheets")
            root.insert(0 if sheets is None else root.index(sheets), views)
        if not len(views):
            etree.SubElement(views, f"{MAIN}workbookView")
        return views[0]

    @staticmethod
    def _move_window(root: Element, moved: dict[int, int | None], workbook: Any) -> None:
        for view in root.iterfind(f"{MAIN}bookViews/{MAIN}workbookView"):
            for name in ("activeTab", "firstSheet"):
                index = moved.get(int(view.get(name, "0")))
                if index is None:
                    index = workbook.sheetnames.index(workbook.active.title)
                if index or view.get(name) is not None:
                    view.set(name, str(index))

    def _list_titles(self, count: int) -> None:
        """Name the sheets in the file's properties, where they are named the usual way."""
        if _APP not in self._package:
            return
        tree = self._package.tree(_APP)
        titles = tree.find(f"{_TITLES}TitlesOfParts/{_VECTORS}vector")
        counts = tree.find(f"{_TITLES}HeadingPairs/{_VECTORS}vector/{_VECTORS}variant/{_VECTORS}i4")
        if titles is None or counts is None or counts.text != str(count):
            return
        self._package.edit(_APP)
        now = self.titles
        made = []
        for name in now:
            element = etree.Element(f"{_VECTORS}lpstr")
            element.text = name
            made.append(element)
        titles[:count] = made
        titles.set("size", str(len(titles)))
        counts.text = str(len(now))
