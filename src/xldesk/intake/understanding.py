"""Understand every file of a command before any is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.export import Export
from xldesk.intake.headings import plain_heading
from xldesk.intake.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xldesk.policy.rulebook import Policy

LONGEST_NAME = 200


def understand_all(
    policy: Policy,
    paths: Sequence[Path],
    kind: str | None,
    mapping: Mapping,
    kept: Path | None = None,
) -> list[Export]:
    """Return the export of each file, in the order given.

    Of several files, those that plainly are of another kind than the mapping names, and do not
    have the columns that it names, are read without it.

    Raises UsageError with a line for each file that cannot be used, saying that nothing was read
    and how many of the files are fine. ``kept`` is the folder of the desk's own mappings, one of
    which the line may name.
    """
    exports: list[Export] = []
    wrong = []
    apart = kind is None and mapping.kind is not None and len(paths) > 1
    for path, name in zip(paths, source_names(paths), strict=True):
        try:
            export = _without_mapping(path, name, policy, mapping) if apart else None
            exports += (
                [export]
                if export
                else Export.understand_each(
                    path, name=name, policy=policy, kind=kind, mapping=mapping, kept=kept
                )
            )
        except UsageError as error:
            wrong.append(error)
    if len(paths) == 1 and wrong:
        raise wrong[0]
    if mapping.sheet and exports and all(e.table.source.format != "xlsx" for e in exports):
        raise UsageError(
            f"{exports[0].table.source.path} is no workbook, and has no sheets: "
            "leave --sheet (sheet in the mapping) out"
        )
    if wrong:
        # A mapping or a kind that suits no file gives the same line for each.
        lines = dict.fromkeys(error.message for error in wrong)
        remedy = "move away what is no export, or name the files one by one"
        raise UsageError("\n".join([*lines, f"nothing was read; {_fine(len(exports))}", remedy]))
    return exports


def source_names(paths: Sequence[Path]) -> list[str]:
    """Return the name of each file's source: the file's own, with its folder's where two share it.

    Rejected rows are known by it, so it does not depend on where a command is run.
    """
    counts = Counter(path.name for path in paths)
    names = []
    for path in paths:
        name = path.name
        if counts[name] > 1:
            name = f"{path.resolve().parent.name}/{name}"
        names.append(name.encode("utf-8", "replace").decode("utf-8")[-LONGEST_NAME:])
    return names


def _without_mapping(path: Path, name: str, policy: Policy, mapping: Mapping) -> Export | None:
    """Return the export as told by its headers alone, None where the mapping is meant for it."""
    try:
        export = Export.understand(path, name=name, policy=policy, kind=None, mapping=Mapping())
    except UsageError:
        return None
    header = {plain_heading(column) for column in export.table.header}
    named = {plain_heading(column) for column in mapping.columns}
    meant = export.layout.kind == mapping.kind or (named and named <= header)
    return None if meant else export


def _fine(count: int) -> str:
    match count:
        case 0:
            return "none of the files is in order"
        case 1:
            return "the other file is fine"
        case _:
            return f"the other {count:,} files are fine"
