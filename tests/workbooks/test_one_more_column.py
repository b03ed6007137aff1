"""A column more is one line of a spec: template, rows, digest, check, lint and read follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.mdf_world import MdfWorld, claim, fund, partner, request
from support.programme import provenance
from workbooks.any_content import edge_rows, own_tables, plain_content, rows_as_read
from workbooks.repackage import repackaged
from xldesk.workbooks import mdf_tracker, mdf_tracker_partner
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.content import Content
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.spec import Column, Table, Workbook
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.stamp import Stamper, StampReceipt
from xldesk.workbooks.template import build_template
from xldesk.workbooks.template_names import spec_digest

FAMILY = Column("Product family", "product_family", width=20)
"""A figure of requests that no sheet of the tracker shows."""

COLUMNS = (
    Column("One more", "one_more"),
    Column("One more", "one_more", type="integer"),
    Column("One more", "one_more", type="date", help="The day it is about."),
    Column("One more", "one_more", role="input", choices=("yes", "no")),
)


def with_column(spec: Workbook, table: str, column: Column) -> Workbook:
    """Return ``spec`` with ``column`` at the right end of ``table``."""
    sheets = tuple(
        replace(
            sheet,
            blocks=tuple(
                replace(block, columns=(*block.columns, column))
                if isinstance(block, Table) and block.name == table
                else block
                for block in sheet.blocks
            ),
        )
        for sheet in spec.sheets
    )
    return replace(spec, sheets=sheets)


def write(spec: Workbook, shown: Content, target: Path) -> StampReceipt:
    return Stamper(spec, build_template(spec)).write(shown, target)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Content]]:
    with MdfWorld(tmp_path_factory.mktemp("one") / "desk") as world:
        world.add(partner(), fund(), claim())
        world.add(request(product_family="Data Vault"), request("Q-2", product_family=None))
        basis = world.basis()
        about = provenance(basis)
        yield {
            "mdf_tracker": mdf_tracker.content(basis, about),
            "mdf_tracker_partner": mdf_tracker_partner.content(basis, about, "P-1"),
        }


def test_the_tracker_shows_one_more_figure_by_one_line(
    shown: dict[str, Content], tmp_path: Path
) -> None:
    content = shown["mdf_tracker"]
    spec = with_column(mdf_tracker.SPEC, "Requests", FAMILY)
    before = write(mdf_tracker.SPEC, content, tmp_path / "before.xlsx")
    after = write(spec, content, tmp_path / "after.xlsx")
    assert spec_digest(spec) != spec_digest(mdf_tracker.SPEC)
    assert before.digest != after.digest
    assert check_workbook(after.path, specs=[spec]).findings == []
    assert lint_workbook(after.path, specs=[spec]).findings == []
    book = read_workbook(after.path, [spec])
    assert book.findings == []
    read = book.tables["Requests"].values
    assert [(row["request_id"], row["product_family"]) for row in read] == [
        ("Q-1", "Data Vault"),
        ("Q-2", None),
    ]
    sheet = openpyxl.load_workbook(after.path)["Requests"]
    (excel,) = sheet.tables.values()
    assert [column.name for column in excel.tableColumns][-1] == "Product family"
    assert [cell.value for cell in sheet[excel.ref][1]][-1] == "Data Vault"
    assert sheet.print_area.endswith(f"${excel.ref.split(':')[1].strip('0123456789')}$8")


def test_the_digest_covers_the_new_column(shown: dict[str, Content], tmp_path: Path) -> None:
    spec = with_column(mdf_tracker.SPEC, "Requests", FAMILY)
    target = tmp_path / "tracker.xlsx"
    write(spec, shown["mdf_tracker"], target)
    sheet = next(
        f"xl/worksheets/sheet{number}.xml"
        for number, page in enumerate(spec.pages, start=1)
        if page.name == "Requests"
    )
    changed = repackaged(target, {sheet: lambda part: part.replace(b"Vault", b"Fault")})
    codes = check_workbook(changed, specs=[spec]).counts
    assert set(codes) == {"DATA-ALTERED"}


def test_the_partners_tracker_keeps_to_what_its_columns_name(shown: dict[str, Content]) -> None:
    for name, rows in shown["mdf_tracker_partner"].tables.items():
        fields = [column.field for column in mdf_tracker_partner.SPEC.tables[name].columns]
        assert all(list(row) == fields for row in rows if name not in {"Money", "Activities"})


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.type}-{column.role}")
@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_any_workbook_takes_one_more_column(spec: Workbook, column: Column, tmp_path: Path) -> None:
    table = own_tables(spec)[-1].name
    more = with_column(spec, table, column)
    rows: list[dict[str, Any]] = edge_rows(more.tables[table], 3)
    receipt = write(more, plain_content(more, tables={table: rows}), tmp_path / "more.xlsx")
    assert receipt.rows[table] == 3
    assert check_workbook(receipt.path, specs=[more]).findings == []
    assert lint_workbook(receipt.path, specs=[more]).findings == []
    read = read_workbook(receipt.path, [more]).tables[table].values
    assert read == rows_as_read(more.tables[table], rows)
    assert check_workbook(receipt.path, specs=[spec]).findings, "the spec without it knows better"
