"""Tables of a sheet: added, resized, renamed, taken away; what they say agrees with the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import escape

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import content_types
from xldesk.excel.patch.elements import set_or_drop
from xldesk.excel.patch.refusal import refused
from xldesk.excel.patch.relationships import RELATION_ID, Relationships
from xldesk.excel.patch.removal import remove_parts
from xldesk.excel.patch.sheet_markup import NAMESPACE
from xldesk.workbooks.check.markup import MAIN
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit
    from xldesk.excel.patch.plan import SheetPlan
    from xldesk.excel.patch.sheet_frame import SheetFrame

_COLUMN = f"{MAIN}tableColumn"
_EMPTY = f'<table xmlns="{NAMESPACE}"/>'.encode()
_LOOK = ("showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")
ASPECTS = (
    Aspect.TABLE_ADDED,
    Aspect.TABLE_DELETED,
    Aspect.TABLE_RENAMED,
    Aspect.TABLE_RESIZED,
    Aspect.TABLE_LOOK,
)


def table_names(package: PackageEdit, part: str) -> list[str]:
    """Return the names of the tables on the sheet ``part``."""
    tables = Relationships(package, part).targets("table")
    return [package.tree(table).get("displayName", "") for table in tables]


class SheetTables:
    """The table parts of one sheet; ``sheet`` is openpyxl's, as it is in the end.

    ``removed_columns`` has the columns that are gone afterwards, by table, in small letters.
    """

    def __init__(
        self, package: PackageEdit, frame: SheetFrame, sheet: Any, relations: Relationships
    ) -> None:
        self._package = package
        self._frame = frame
        self._sheet = sheet
        self._relations = relations
        self.removed_columns: set[tuple[str, str]] = set()
        self._parts = {
            package.tree(part).get("displayName", ""): part for part in relations.targets("table")
        }

    def edit(self, plan: SheetPlan) -> tuple[dict[str, str], list[str]]:
        """Make the changes of tables that ``plan`` has.

        Returns the new names of tables by their old ones, and the names that are gone.
        Raises PatchError where a table's header cells are not what its columns are called.
        """
        final = {table.displayName: table for table in self._sheet.tables.values()}
        renamed = self._renamed(plan, final)
        gone = [name for name in self._parts if renamed.get(name, name) not in final]
        for name in gone:
            self._remove(self._parts.pop(name))
        for name, new in renamed.items():
            part = self._parts.pop(name)
            root = self._package.edit(part)
            root.set("name", new)
            root.set("displayName", new)
            self._parts[new] = part
        touched = set(plan.places(*ASPECTS)) | set(renamed.values())
        for name, table in final.items():
            if name not in self._parts:
                self._add(table)
            elif name in touched:
                self._change(self._package.edit(self._parts[name]), table)
        self._refuse_other_headers(plan, final)
        return renamed, gone

    def add_all(self) -> None:
        """Write every table of a sheet that is new."""
        for table in self._sheet.tables.values():
            self._add(table)

    def _renamed(self, plan: SheetPlan, final: dict[str, Any]) -> dict[str, str]:
        """Return the last names of tables that the file has, by the names it has for them."""
        now = {name: name for name in self._parts}
        for place, change in plan.other.get(Aspect.TABLE_RENAMED, {}).items():
            for first, last in now.items():
                if last == place:
                    now[first] = str(change.new)
        return {first: last for first, last in now.items() if first != last and last in final}

    def _add(self, table: Any) -> None:
        part = self._package.free_name("xl/tables/table{}.xml")
        identity = self._next_id()
        self._package.put(part, _EMPTY)
        root = self._package.edit(part)
        root.set("id", str(identity))
        root.set("name", table.displayName)
        root.set("displayName", table.displayName)
        self._change(root, table)
        _set_formulas(root, table)
        content_types.set_type(self._package, part, content_types.TABLE)
        relation = self._relations.add("table", part)
        parts = self._frame.ensure("tableParts")
        etree.SubElement(parts, f"{MAIN}tablePart", {RELATION_ID: relation})
        parts.set("count", str(len(parts)))
        self._parts[table.displayName] = part

    def _next_id(self) -> int:
        parts = [name for name in self._package.names if name.startswith("xl/tables/")]
        return max((int(self._package.tree(p).get("id", "0")) for p in parts), default=0) + 1

    def _remove(self, part: str) -> None:
        identity = str(self._relations.identity(part))
        parts = self._frame.ensure("tableParts")
        for element in list(parts):
            if element.get(RELATION_ID) == identity:
                parts.remove(element)
        parts.set("count", str(len(parts)))
        if not len(parts):
            self._frame.remove("tableParts")
        self._relations.remove(identity)
        remove_parts(self._package, [part])

    def _change(self, root: Element, table: Any) -> None:
        """Make the part ``root`` say of its table what openpyxl's ``table`` does."""
        headers, totals = table.headerRowCount or 0, table.totalsRowCount or 0
        root.set("ref", table.ref)
        set_or_drop(root, "headerRowCount", None if headers == 1 else str(headers))
        set_or_drop(root, "totalsRowCount", str(totals) if totals else None)
        root.set("totalsRowShown", "1" if totals else "0")
        left, top, right, bottom = range_boundaries(table.ref)
        filtered = f"{letters_of(left)}{top}:{letters_of(right)}{bottom - totals}"
        self._set_filter(root, filtered if headers and table.autoFilter is not None else None)
        for name in self._set_columns(root, self._column_names(table)):
            self.removed_columns.add((table.displayName.casefold(), name.casefold()))
        _set_look(root, table.tableStyleInfo)

    @staticmethod
    def _set_filter(root: Element, area: str | None) -> None:
        found = root.find(f"{MAIN}autoFilter")
        if found is not None and area is None:
            root.remove(found)
        elif area is not None:
            if found is None:
                found = etree.Element(f"{MAIN}autoFilter")
                root.insert(0, found)
            if found.get("ref") != area:
                for sort in root.findall(f"{MAIN}sortState"):
                    root.remove(sort)  # says how other rows were sorted
            found.set("ref", area)

    @staticmethod
    def _set_columns(root: Element, names: list[str]) -> set[str]:
        """Name the columns; those that are there keep all that is said of them.

        Returns the names that are gone.
        """
        columns = root.find(f"{MAIN}tableColumns")
        if columns is None:
            columns = etree.Element(f"{MAIN}tableColumns")
            after = {f"{MAIN}autoFilter", f"{MAIN}sortState"}
            root.insert(sum(child.tag in after for child in root), columns)
        wanted = list(map(escape, names))
        old = list(columns)
        known = {column.get("name", ""): column for column in old}
        last = max((int(column.get("id", "0")) for column in old), default=0)
        kept = []
        for index, name in enumerate(wanted):
            element = known.get(name)
            if element is None and index < len(old) and old[index].get("name") not in wanted:
                element = old[index]  # the column in its place has another name now
            if element is None:
                last += 1
                element = etree.Element(_COLUMN, id=str(last))
            element.set("name", name)
            kept.append(element)
        columns[:] = kept
        columns.set("count", str(len(kept)))
        return set(known).difference(wanted)

    def _column_names(self, table: Any) -> list[str]:
        """Return the names of a table's columns; raises PatchError where the cells say others."""
        left, top, right, _ = range_boundaries(table.ref)
        width = right - left + 1
        names = [column.name for column in table.tableColumns]
        if table.headerRowCount == 0:
            return names or [f"Column{number}" for number in range(1, width + 1)]
        cells = [self._sheet.cell(top, column).value for column in range(left, right + 1)]
        shown = [value if isinstance(value, str) else "" for value in cells]
        if not all(shown) or len({name.casefold() for name in shown}) != width:
            why = f"the header cells of {table.ref} must be different texts, none of them empty"
            raise refused(Aspect.TABLE_RESIZED, self._sheet.title, table.displayName, why)
        if names and names != shown:
            why = f"its columns are called {', '.join(names)}, its header cells say others"
            raise refused(Aspect.TABLE_RESIZED, self._sheet.title, table.displayName, why)
        return shown

    def _refuse_other_headers(self, plan: SheetPlan, final: dict[str, Any]) -> None:
        """Refuse header cells that say other names than the columns that formulas speak of."""
        for name, table in final.items():
            left, top, right, _ = range_boundaries(table.ref)
            if table.headerRowCount == 0 or set(plan.cells.get(top, ())).isdisjoint(
                range(left, right + 1)
            ):
                continue
            said = [c.get("name", "") for c in self._package.tree(self._parts[name]).iter(_COLUMN)]
            shown = [self._sheet.cell(top, column).value for column in range(left, right + 1)]
            for offset, (value, column) in enumerate(zip(shown, said, strict=True)):
                if not isinstance(value, str) or escape(value) != column:
                    why = f"it names a column of the table {name}; write {column!r} there"
                    place = f"{letters_of(left + offset)}{top}"
                    raise refused(Aspect.VALUE, self._sheet.title, place, why)


def _set_formulas(root: Element, table: Any) -> None:
    """Let the columns of a new table calculate what openpyxl's do."""
    said = {escape(column.name): column for column in table.tableColumns}
    for element in root.iter(_COLUMN):
        column = said.get(element.get("name", ""))
        if column is None:
            continue
        set_or_drop(element, "totalsRowLabel", column.totalsRowLabel)
        set_or_drop(element, "totalsRowFunction", column.totalsRowFunction)
        for name in ("calculatedColumnFormula", "totalsRowFormula"):
            formula = getattr(column, name)
            if formula is not None:
                etree.SubElement(element, f"{MAIN}{name}").text = formula.attr_text


def _set_look(root: Element, look: Any) -> None:
    found = root.find(f"{MAIN}tableStyleInfo")
    if look is None:
        if found is not None:
            root.remove(found)
        return
    if found is None:
        found = etree.Element(f"{MAIN}tableStyleInfo")
        end = root.find(f"{MAIN}extLst")
        root.insert(len(root) if end is None else root.index(end), found)
    set_or_drop(found, "name", look.name)
    for name in _LOOK:
        found.set(name, "1" if getattr(look, name) else "0")
