"""Parts of sheets that go, with what only they lead to, and nothing that is still used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.excel.patch import content_types
from xldesk.excel.patch.elements import drop
from xldesk.excel.patch.followed_names import columns_in, formulas, named_in
from xldesk.excel.patch.refusal import PatchError
from xldesk.excel.patch.relationships import Relationships
from xldesk.workbooks.check.document import relations_part
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Collection

    from xldesk.excel.patch.book_part import BookPart
    from xldesk.excel.patch.package_edit import PackageEdit


def remove_parts(package: PackageEdit, parts: Collection[str]) -> None:
    """Remove ``parts``, which nothing leads to any more, and what only they lead to."""
    kept = _reached(package, "")
    for part in sorted(_reached(package, *parts) - kept):
        content_types.forget(package, part)
        package.remove(part)
        if relations_part(part) in package:
            package.remove(relations_part(part))


def drop_calculation_order(package: PackageEdit, book: BookPart) -> None:
    """Remove the list of formula cells, which would name other ones; programs make it anew."""
    part = book.related("calcChain")
    if part is not None:
        book.relations.remove(str(book.relations.identity(part)))
        remove_parts(package, [part])


def remove_names_of(book: BookPart, sheets: Collection[str]) -> set[str]:
    """Remove the names that stand for cells of ``sheets`` (in small letters); return them."""
    removed = set()
    names = book.root.find(f"{MAIN}definedNames")
    for element in () if names is None else list(names):
        if any(sheet in named_in(element.text or "") for sheet in sheets):
            removed.add(element.get("name", "").casefold())
            book.edit()
            drop(element)
    if names is not None and not len(names):
        book.edit().remove(names)
    return removed


def refuse_use(package: PackageEdit, gone: Collection[str]) -> None:
    """Refuse to take away sheets, tables or names (in small letters) that a formula speaks of."""
    for part, formula in formulas(package) if gone else ():
        used = named_in(formula).intersection(gone)
        if used:
            raise _in_use(f"{min(used)} is", part, formula)


def refuse_columns(package: PackageEdit, gone: Collection[tuple[str, str]]) -> None:
    """Refuse to take away columns of tables (in small letters) that a formula speaks of."""
    names = {name for _, name in gone}
    for part, formula in formulas(package) if gone else ():
        for table, name in sorted(columns_in(formula)):
            if (table, name) in gone or (not table and name in names):
                raise _in_use(f"column {name} of a table is", part, formula)


def _in_use(what: str, part: str, formula: str) -> PatchError:
    return PatchError(
        f"{what} to go, and a formula in {part} speaks of it: {formula[:80]};"
        " change that formula first, nothing was written"
    )


def _reached(package: PackageEdit, *starts: str) -> set[str]:
    """Return the parts that ``starts`` lead to, they themselves included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        part = waiting.pop()
        real = package.named(part) if part else ""
        if real in found:
            continue
        found.add(real)
        waiting += [t for _, _, t in Relationships(package, real) if t in package]
    return found - {""}
