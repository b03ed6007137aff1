"""What was written is what is read: every table of every workbook, whatever it holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbooks import example_workbook
from workbooks.any_content import (
    MONEY,
    NUMBERS,
    any_lists,
    any_rows,
    any_value,
    as_read,
    edge_rows,
    own_fields,
    own_tables,
    plain_content,
    plain_lists,
    rows_as_read,
)
from workbooks.recalculation import converted
from xldesk.workbooks.cell_text import legal
from xldesk.workbooks.parts import Column
from xldesk.workbooks.read import ReadBook, read_workbook
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.standard_sheets import LISTS_TABLE
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.content import Content
    from xldesk.workbooks.parts import Table
    from xldesk.workbooks.spec import Workbook

SPECS = (*specs(), example_workbook.SPEC)
TABLES = [
    pytest.param(spec, table, id=f"{spec.name}.{table.name}")
    for spec in SPECS
    for table in own_tables(spec)
]
DIFFERENCE = Column("Difference", "difference", type="number")
WORKBOOKS = [pytest.param(spec, id=spec.name) for spec in SPECS]


@cache
def stamper(name: str) -> Stamper:
    spec = next(spec for spec in SPECS if spec.name == name)
    return Stamper(spec, build_template(spec))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "written.xlsx"


def read_again(spec: Workbook, content: Content, target: Path) -> ReadBook:
    stamper(spec.name).write(content, target)
    book = read_workbook(target, [spec])
    assert [str(finding) for finding in book.findings] == []
    return book


def agree_on_rows(spec: Workbook, table: Table, target: Path, data: st.DataObject) -> None:
    sheets = [page.name for page in spec.pages]
    rows = data.draw(any_rows(table, plain_lists(spec), sheets))
    book = read_again(spec, plain_content(spec, tables={table.name: rows}), target)
    assert book.tables[table.name].values == rows_as_read(table, rows)


def agree_on_the_rest(spec: Workbook, target: Path, data: st.DataObject) -> None:
    lists = data.draw(any_lists(spec))
    fields = {item.field: data.draw(any_value(item, lists)) for item in own_fields(spec)}
    checks = {check.name: data.draw(NUMBERS | MONEY) for check in spec.checks}
    book = read_again(spec, plain_content(spec, fields=fields, lists=lists, checks=checks), target)
    for item in own_fields(spec):
        assert book.fields[item.field] == as_read(item, fields[item.field])
    for name, words in lists.items():
        read = [row[name] for row in book.tables[LISTS_TABLE].values if row[name] is not None]
        assert read == [legal(word) for word in words]
    read = {row["check"]: row["difference"] for row in book.tables["Checks"].values}
    assert read == {name: as_read(DIFFERENCE, value) for name, value in checks.items()}


@pytest.mark.parametrize(("spec", "table"), TABLES)
@settings(max_examples=5)
@given(data=st.data())
def test_rows_read_back(spec: Workbook, table: Table, target: Path, data: st.DataObject) -> None:
    agree_on_rows(spec, table, target, data)


@pytest.mark.parametrize("spec", WORKBOOKS)
@settings(max_examples=10)
@given(data=st.data())
def test_fields_lists_and_checks_read_back(
    spec: Workbook, target: Path, data: st.DataObject
) -> None:
    agree_on_the_rest(spec, target, data)


@pytest.mark.long
@pytest.mark.parametrize(("spec", "table"), TABLES)
@settings(max_examples=150)
@given(data=st.data())
def test_many_rows_read_back(
    spec: Workbook, table: Table, target: Path, data: st.DataObject
) -> None:
    agree_on_rows(spec, table, target, data)


@pytest.mark.long
@pytest.mark.parametrize("spec", WORKBOOKS)
@settings(max_examples=300)
@given(data=st.data())
def test_many_fields_lists_and_checks_read_back(
    spec: Workbook, target: Path, data: st.DataObject
) -> None:
    agree_on_the_rest(spec, target, data)


@pytest.mark.libreoffice
def test_what_libreoffice_saves_again_reads_the_same(tmp_path: Path) -> None:
    made: dict[str, Content] = {
        spec.name: plain_content(
            spec, tables={table.name: edge_rows(table, 11) for table in own_tables(spec)}
        )
        for spec in specs()
    }
    made["example"] = example_workbook.content()
    written = [tmp_path / f"{name}.xlsx" for name in made]
    for path in written:
        stamper(path.stem).write(made[path.stem], path)
    for spec, path in zip(SPECS, converted(written, tmp_path / "again"), strict=True):
        book = read_workbook(path, [spec])
        overflows = set() if spec.name == "example" else {"INPUT-RANGE", "CELL-ERROR"}
        assert set(book.report.counts) <= overflows
        assert book.provenance == example_workbook.PROVENANCE
        for table in own_tables(spec):
            rows = rows_as_read(table, list(made[spec.name].tables[table.name]))
            kept = [
                column.field
                for column in table.columns
                if column.role != "calculated" or spec.name == "example"
            ]
            # sums of the largest amounts are larger than any
            assert not any(row.faulty & {*kept} for row in book.tables[table.name].rows)
            assert [[row[name] for name in kept] for row in book.tables[table.name].values] == [
                [row[name] for name in kept] for row in rows
            ]
