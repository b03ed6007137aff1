from __future__ import annotations

import os
import zipfile
from collections import UserDict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workbooks.example_workbook import PROVENANCE, SPEC, content, write
from xldesk.errors import MissingError, UsageError
from xldesk.records.currency import exponent
from xldesk.records.money import major
from xldesk.workbooks import sheet_rows
from xldesk.workbooks.content import Content, ContentError, Link
from xldesk.workbooks.spec import Column, Sheet, Table, Workbook
from xldesk.workbooks.stamp import Stamper, stamp
from xldesk.workbooks.template import build_template

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def stamped(tmp_path: Path) -> Path:
    target = tmp_path / "example.xlsx"
    write(target)
    return target


def test_values_and_formulas_read_back(stamped: Path) -> None:
    values = openpyxl.load_workbook(stamped, data_only=True)
    formulas = openpyxl.load_workbook(stamped)
    credits_ = values["Credits"]
    assert [cell.value for cell in credits_[5]][1:4] == [
        "Opportunity",
        "Partner",
        "Headline category",
    ]
    assert credits_["B6"].value == "W-20000"
    assert credits_["H6"].value.isoformat() == "2026-06-01T00:00:00"
    assert credits_["I6"].value.isoformat() == "2026-06-01T10:00:00"
    assert credits_["J6"].value == "no"
    summary = values["Summary"]
    assert summary["B3"].value == (
        "Northwind revenue desk · Programme · 2026-Q2 · as of 2026-07-08 09:00 UTC"
        " · ledger position 412"
    )
    assert summary["B5"].value == "This workbook adds up"
    assert [summary.cell(7, column).value for column in range(2, 7)] == [
        40,
        10_005_534,
        40,
        0.4231,
        None,
    ]
    assert summary["C8"].value == "Won bookings, USD"
    row = next(row for row in summary.iter_rows(min_row=28) if row[1].value == "co_sell")
    assert row[5].value == row[4].value
    assert formulas["Summary"][row[5].coordinate].value.startswith("=SUMIFS(Credits[Credit],")


def test_every_amount_has_the_decimals_of_its_currency(stamped: Path) -> None:
    sheet = openpyxl.load_workbook(stamped)["Credits"]
    seen = {}
    for shown, row in zip(content().tables["Credits"], range(6, 46), strict=True):
        cell, currency = sheet.cell(row, 6), sheet.cell(row, 7).value
        seen[currency] = cell.number_format
        assert Decimal(repr(cell.value)) == major(shown["credit"], currency)  # type: ignore[call-overload]
    assert set(seen) == {"USD", "EUR", "JPY", "KWD", "CLF"}
    for currency, number_format in seen.items():
        decimals = number_format.split("_")[0].partition(".")[2]
        assert len(decimals) == exponent(currency), currency
        assert number_format.split(";")[1].startswith("(#")


def test_ranges_follow_the_rows(stamped: Path) -> None:
    book = openpyxl.load_workbook(stamped)
    assert book["Credits"].tables["Credits"].ref == "B5:K45"
    assert book["Credits"].tables["Credits"].autoFilter.ref == "B5:K45"
    assert book["Credits"].dimensions == "B2:K45"
    assert book["Credits"].print_area == "'Credits'!$A$1:$K$45"
    assert book["Credits"].print_title_rows == "$5:$5"
    assert book["Credits"].freeze_panes == "A6"
    controls = book["Controls"]
    assert controls.tables["Controls"].ref == "B6:J11"  # three rows and two blank ones
    assert {str(v.sqref) for v in controls.data_validations.dataValidation} == {"I7:I11", "J7:J11"}
    ranges = {str(range_.sqref) for range_ in controls.conditional_formatting}
    assert ranges == {"D7:D11"}
    rule = next(iter(controls.conditional_formatting)).rules[0]
    assert rule.formula[0].startswith('OR(D7="pass"')
    assert controls["H7"].hyperlink.location == "'Credits'!A1"
    assert controls["H9"].hyperlink is None
    assert book.defined_names["List_roles"].attr_text == "'Lists'!$B$7:$B$10"
    notes = book["Notes"]
    label = next(c for c in notes["B"] if c.value == "Margin")
    assert book.defined_names["Margin"].attr_text == f"'Notes'!$C${label.row}"
    assert notes.cell(label.row, 3).value == 0.35


def test_what_follows_a_growing_table_moves_down(stamped: Path) -> None:
    summary = openpyxl.load_workbook(stamped)["Summary"]
    rows = len(list(content().tables["ByCategory"]))
    label = next(cell for cell in summary["B"] if cell.value == "Decision")
    assert label.row == 27 + rows + 4
    choice = next(v for v in summary.data_validations.dataValidation if v.type == "list")
    assert str(choice.sqref) == f"C{label.row}"
    assert not summary.cell(label.row, 3).protection.locked
    assert summary["E28"].protection.locked


def test_charts_show_the_real_rows_with_their_values(stamped: Path) -> None:
    with zipfile.ZipFile(stamped) as package:
        chart = etree.fromstring(package.read("xl/charts/chart1.xml"))
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    rows = list(content().tables["ByCategory"])
    last = 27 + len(rows)
    assert {f.text for f in chart.iter(f"{C}f")} == {
        "'Summary'!$E$27",
        "'Summary'!$F$27",
        f"'Summary'!$B$28:$B${last}",
        f"'Summary'!$E$28:$E${last}",
        f"'Summary'!$F$28:$F${last}",
    }
    caches = [[p.findtext(f"{C}v") for p in c.iter(f"{C}pt")] for c in chart.iter(f"{C}numCache")]
    assert [len(points) for points in caches] == [len(rows), len(rows)]
    assert "Columns: bookings and credits by headline category" in drawing


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    receipts = write(first), write(second)
    assert first.read_bytes() == second.read_bytes()
    assert receipts[0].digest == receipts[1].digest
    assert receipts[0].rows["Credits"] == 40


def test_another_value_gives_another_digest(tmp_path: Path) -> None:
    rows = [dict(row) for row in content().tables["Credits"]]  # type: ignore[call-overload]
    rows[7]["credit"] += 1
    changed = replace(content(), tables={**content().tables, "Credits": rows})
    before, after = write(tmp_path / "a.xlsx"), write(tmp_path / "b.xlsx", changed)
    assert before.digest != after.digest


def test_an_input_does_not_change_the_digest(tmp_path: Path) -> None:
    rows = [{**row, "owner": "sales", "spent": 5} for row in content().tables["Controls"]]  # type: ignore[dict-item]
    rows[2]["currency"] = None
    rows[2]["spent"] = None
    changed = replace(content(), tables={**content().tables, "Controls": rows})
    before, after = write(tmp_path / "a.xlsx"), write(tmp_path / "b.xlsx", changed)
    assert before.digest == after.digest


def test_unchanged_parts_keep_their_bytes(stamped: Path) -> None:
    with zipfile.ZipFile(stamped) as package:
        assert package.testzip() is None
        names = package.namelist()
        styles = package.read("xl/styles.xml")
        times = {info.date_time for info in package.infolist()}
    assert names[0] == "[Content_Types].xml"
    assert len(names) == len(set(names))
    assert times == {(1980, 1, 1, 0, 0, 0)}
    template = stamped.parent / "template.xlsx"
    template.write_bytes(build_template(SPEC))
    with zipfile.ZipFile(template) as package:
        assert package.namelist() == names
        assert package.read("xl/styles.xml") == styles


def test_an_empty_table_keeps_one_blank_row(tmp_path: Path) -> None:
    write(tmp_path / "empty.xlsx", content(0))
    sheet = openpyxl.load_workbook(tmp_path / "empty.xlsx")["Credits"]
    assert sheet.tables["Credits"].ref == "B5:K6"
    assert [cell.value for cell in sheet[6]] == [None] * 11


def test_rows_may_be_mappings_or_sequences_of_any_iterable(tmp_path: Path) -> None:
    shown = content()
    write(tmp_path / "a.xlsx", shown)
    rows = list(shown.tables["Credits"])
    as_tuples = (tuple(row.values()) for row in rows)  # type: ignore[union-attr]
    write(tmp_path / "b.xlsx", replace(shown, tables={**shown.tables, "Credits": as_tuples}))
    as_other = (UserDict(row) for row in rows)  # type: ignore[arg-type]
    write(tmp_path / "c.xlsx", replace(shown, tables={**shown.tables, "Credits": as_other}))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()


def test_a_failing_check_is_said_on_the_summary(tmp_path: Path) -> None:
    shown = replace(
        content(),
        checks={"Credits equal bookings": (-5, "USD"), "Every line has a partner": 0},
    )
    write(tmp_path / "fails.xlsx", shown)
    book = openpyxl.load_workbook(tmp_path / "fails.xlsx", data_only=True)
    assert book["Summary"]["B5"].value == "1 of 2 checks of this workbook fail"
    assert [cell.value for cell in book["Checks"][10]][1:] == [
        "Credits equal bookings",
        "No amount of any deal is lost or counted twice.",
        -0.05,
        1,
        "fail",
    ]


CREDIT = next(iter(content().tables["Credits"]))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"tables": {}}, "no rows for table ByCategory"),
        ({"fields": {}}, "Summary: no field 'won'"),
        ({"checks": {}}, "checks without a figure: ['Credits equal bookings'"),
        ({"lists": {}}, "the list 'roles'"),
        ({"tables": {**content().tables, "Nothing": []}}, "no table Nothing"),
        (
            {"tables": {**content().tables, "Credits": [{**CREDIT, "credit": 1.5}]}},  # type: ignore[dict-item]
            "Credits, table Credits, row 1, column Credit: 1.5 is not an amount",
        ),
        (
            {"tables": {**content().tables, "Credits": [CREDIT, {}]}},
            "row 2: no field 'opportunity'",
        ),
        ({"tables": {**content().tables, "Credits": [(1, 2)]}}, "2 values for 10 columns"),
        (
            {
                "tables": {
                    **content().tables,
                    "Controls": [
                        {**content().tables["Controls"][0], "detail": Link("x", "Nowhere")}
                    ],  # type: ignore[index]
                }
            },
            "there is no sheet 'Nowhere'",
        ),
    ],
)
def test_content_that_does_not_fit_is_refused_and_leaves_nothing(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    with pytest.raises(ContentError) as refused:
        write(tmp_path / "bad.xlsx", replace(content(), **changed))  # type: ignore[arg-type]
    assert message in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_name_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_rows, "MAX_SHEET_ROWS", 30)
    with pytest.raises(UsageError, match="more rows than the 30 of a sheet"):
        write(tmp_path / "long.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write(tmp_path / "nowhere" / "a.xlsx")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    opened = os.open

    def open_full(path: Path, *rest: int) -> int:
        os.close(opened(path, *rest))
        return opened("/dev/full", os.O_RDWR)

    monkeypatch.setattr("xldesk.workbooks.package.os.open", open_full)
    with pytest.raises(UsageError, match="No space left on device"):
        write(target)
    assert list(tmp_path.iterdir()) == []


def test_a_template_of_another_version_is_refused(tmp_path: Path) -> None:
    other = replace(SPEC, title="Another title")
    path = tmp_path / "example.xlsx"
    path.write_bytes(build_template(other))
    with pytest.raises(UsageError, match=r"python -m xldesk\.workbooks\.build"):
        stamp(SPEC, content(), tmp_path / "a.xlsx", template=path)
    with pytest.raises(MissingError, match="the template is missing"):
        stamp(SPEC, content(), tmp_path / "a.xlsx", template=tmp_path / "none.xlsx")


def test_a_template_file_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "example.xlsx"
    path.write_bytes(build_template(SPEC))
    assert Stamper.of(SPEC, path) is Stamper.of(SPEC, path)
    receipt = stamp(SPEC, content(), tmp_path / "a.xlsx", template=path)
    assert receipt.path.is_file()


TEXTS = Workbook(
    "texts",
    "Texts",
    (
        Sheet(
            "Data",
            "detail",
            (
                Table(
                    "Data",
                    (
                        Column("Text", "text", wrap=True),
                        Column("Amount", "amount", type="amount", currency="currency"),
                        Column("Currency", "currency"),
                        Column("Number", "number", type="number"),
                        Column("Day", "day", type="date"),
                    ),
                ),
            ),
        ),
    ),
)
STAMPER = Stamper(TEXTS, build_template(TEXTS))
LEADS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "\x00", "<", "&", "_x0041_"])


@given(
    st.lists(
        st.tuples(
            st.builds(str.__add__, LEADS, st.text(max_size=40)),
            st.integers(-(10**15) + 1, 10**15 - 1),
            st.sampled_from(["USD", "JPY", "KWD", "CLF"]),
            st.none() | st.integers(-(10**9), 10**9) | st.floats(-1e300, 1e300),
            st.none() | st.dates(date(1900, 3, 1)),
        ),
        max_size=8,
    )
)
def test_any_content_makes_a_file_that_reads_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    from xldesk.workbooks.cell_text import legal

    target = tmp_path_factory.mktemp("any") / "texts.xlsx"
    STAMPER.write(Content(PROVENANCE, tables={"Data": rows}), target)
    sheet = openpyxl.load_workbook(target)["Data"]
    for (text, amount, currency, _, day), row in zip(
        rows, sheet.iter_rows(min_row=6), strict=False
    ):
        assert isinstance(text, str)
        shown = legal(text)
        if "_x" not in shown:  # openpyxl leaves Excel's escapes in place
            assert (row[1].value or "") == shown
        assert row[1].data_type in {"s", "inlineStr", "n"}
        if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\x00")):
            assert row[1].quotePrefix
        assert isinstance(currency, str)
        assert isinstance(amount, int)
        assert Decimal(f"{row[2].value:.15g}") == major(amount, currency)
        assert (row[5].value.date() if row[5].value else None) == day
