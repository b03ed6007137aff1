"""Whose row it is: every table tells its rows apart by columns that it has."""

from __future__ import annotations

import pytest

from xldesk.answers.row_keys import key_columns
from xldesk.workbooks.spec_registry import specs

TABLES = {name: table for spec in specs() for name, table in spec.tables.items()}


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("Credits", ("Opportunity", "Product family", "Partner", "Role")),
        ("Exceptions", ("Control", "About", "Object", "Opportunity")),
        ("Checks", ("Check",)),
        ("Contents", ("Table",)),
        ("Cadence", ("Date", "What")),
        ("Bookings", ("Currency",)),
    ],
)
def test_a_row_is_known_by_its_ids_not_by_what_may_change(table: str, key: tuple[str, ...]) -> None:
    assert key_columns(TABLES[table]) == key


@pytest.mark.parametrize("name", TABLES)
def test_every_table_that_is_no_form_has_a_key_of_its_own_columns(name: str) -> None:
    table = TABLES[name]
    key = key_columns(table)
    assert set(key) <= {column.name for column in table.columns}
    assert key or all(column.role == "input" for column in table.columns)
