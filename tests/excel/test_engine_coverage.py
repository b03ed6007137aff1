"""Every member of xlwings' interface is there, or says its name."""

from __future__ import annotations

import pytest

from xldesk.excel.engine.coverage import Coverage, Support, coverage
from xldesk.excel.engine.missing import IMPLEMENTED, MissingMemberError, base_of

pytestmark = pytest.mark.headless

NEEDED = {
    "Book": "save close names sheets fullname",
    "Sheet": "range used_range tables notes freeze_panes page_setup visible copy delete autofit",
    "Range": "expand end current_region raw_value formula number_format color font borders insert "
    "delete copy wrap_text column_width row_height hyperlink add_note merge data_validation",
    "Table": "resize data_body_range name show_totals rows",
    "App": "screen_updating calculation alert run status_bar",
}


def members() -> dict[tuple[str, str], Support]:
    return {(entry.kind, entry.member): entry.support for entry in coverage()}


def test_what_macros_need_is_there() -> None:
    found = members()
    for kind, names in NEEDED.items():
        for name in names.split():
            assert found[kind, name] is Support.THERE, f"{kind}.{name}"


def test_what_is_not_there_raises_an_error_that_names_it() -> None:
    classes = {base_of(kind).__name__: kind for kind in IMPLEMENTED}
    missing = [entry for entry in coverage() if entry.support is Support.MISSING]
    tried = [entry for entry in missing if entry.kind in classes]
    assert len(tried) > 20
    for entry in tried:
        with pytest.raises(MissingMemberError, match=f"^{entry.kind}.{entry.member} is not"):
            _use(classes[entry.kind], entry)


def _use(kind: type, entry: Coverage) -> None:
    member = getattr(kind, entry.member)
    if isinstance(member, property):
        assert member.fget is not None
        member.fget(object.__new__(kind))
    else:
        member(object.__new__(kind))


def test_members_of_the_browser_only_are_left_out() -> None:
    names = {name for _, name in members()}
    assert "get_used_range" not in names
    assert "get_selection" not in names
