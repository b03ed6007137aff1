"""What a macro did to a file is in the saved file: engine, journal and patcher agree."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel.book_facts import facts_of
from excel.test_engine_journal import STEPS, run
from xldesk.excel.engine import journal_of
from xldesk.excel.engine.change import Aspect

pytestmark = pytest.mark.headless

BEFORE = ["values", "formula", "table", "merge", "name", "list", "conditional", "colour"]
LAST = ["table name", "rename", "copy sheet", "hide sheet"]


def _comparable(facts: dict[str, Any]) -> dict[str, Any]:
    """Return ``facts`` without what openpyxl does not read: sizes of notes, numbers of styles."""
    for sheet in facts["of"].values():
        for cell in sheet["cells"].values():
            note = cell[Aspect.NOTE]
            cell[Aspect.NOTE] = note and replace(note, width=0, height=0)
        sheet["conditional"] = [
            (cells, [_unnumbered(rule) for rule in rules]) for cells, rules in sheet["conditional"]
        ]
    return facts


def _unnumbered(rule: Any) -> Any:
    plain = copy(rule)
    plain.dxfId = None
    return plain


def test_every_step_of_a_macro_is_in_the_saved_file(app: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    made = app.books.add()
    run(made, BEFORE)
    made.save(path)
    made.close()
    book = app.books.open(path)
    steps = [step for step in STEPS if step not in LAST and step != "delete sheet"]
    run(book, [*steps, *LAST])
    assert len(journal_of(book)) > 100
    wanted = _comparable(facts_of(book))
    book.save()
    assert len(journal_of(book)) == 0
    book.close()
    again = _comparable(facts_of(app.books.open(path)))
    assert again["of"].keys() == wanted["of"].keys()
    for title, sheet in wanted["of"].items():
        for part, facts in sheet.items():
            assert again["of"][title][part] == facts, f"{title}: {part}"
    assert again == wanted
