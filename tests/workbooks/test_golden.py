"""Stamped workbooks part by part against checked-in references, as XlsxWriter tests its own."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbooks import example_workbook
from workbooks.any_content import (
    CURRENCIES,
    edge_rows,
    edge_values,
    own_fields,
    own_tables,
    plain_content,
)
from workbooks.golden import (
    FOLDER,
    IGNORED_PARTS,
    IGNORED_VALUES,
    agrees,
    compared,
    reference,
    shown,
)
from xldesk.workbooks.compare import compare_parts, parts_of
from xldesk.workbooks.content import Link
from xldesk.workbooks.parts import KeyFigures
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from xldesk.workbooks.content import Content
    from xldesk.workbooks.parts import Figure, Table
    from xldesk.workbooks.spec import Workbook

SPECS = {spec.name: spec for spec in (*specs(), example_workbook.SPEC)}
ROWS = 2


def edge_table(spec: Workbook, table: Table) -> list[dict[str, Any]]:
    """Return rows with extreme values, other ones in each column; inputs are filled in."""
    rows = edge_rows(table, ROWS, stagger=1)
    for at, row in enumerate(rows):
        for column in table.columns:
            if column.type == "link":
                row[column.field] = Link(row[column.field], spec.pages[at % 2].name)
            elif column.role == "input" and column.choices is None and at:
                row[column.field] = edge_values(column)[at % len(edge_values(column))]
    return rows


def edge_figure(figure: Figure) -> Any:
    return (-123_456, CURRENCIES[0]) if figure.type == "amount" else edge_values(figure)[1]


def edge_content(spec: Workbook) -> Content:
    """Return content of ``spec`` at its edges; the desk's last table is empty, a check fails."""
    fields: dict[str, Any] = {
        item.field: edge_values(item)[at % len(edge_values(item))]
        for at, item in enumerate(own_fields(spec))
        if item.choices is None and item.type != "amount"
    }
    for sheet in spec.sheets:
        for block in sheet.blocks:
            if isinstance(block, KeyFigures):
                fields |= {figure.field: edge_figure(figure) for figure in block.figures}
    filled = own_tables(spec)[:-1] if spec in specs() else own_tables(spec)
    tables = {table.name: edge_table(spec, table) for table in filled}
    checks: dict[str, Any] = {check.name: 0 for check in spec.checks}
    checks[spec.checks[0].name] = (-5, "KWD")
    return plain_content(spec, fields=fields, tables=tables, checks=checks)


def stamped(spec: Workbook, content: Content, target: Path) -> bytes:
    Stamper(spec, build_template(spec)).write(content, target)
    return target.read_bytes()


@pytest.mark.parametrize("name", SPECS)
def test_a_stamped_workbook_is_as_its_reference(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    package = stamped(SPECS[name], edge_content(SPECS[name]), tmp_path / f"{name}.xlsx")
    agrees(package, FOLDER / name, renew=pytestconfig.getoption("--renew-golden"))


EXAMPLE = FOLDER / "example"


@pytest.mark.parametrize(
    "edge",
    [
        r"<t>=1\+1</t>",
        r"<t>'a</t>",
        r"<t>a\nb</t>",
        r"<t>_x005F_x000D_</t>",
        r"<t>007</t>",
        r"<t>1899-12-31</t>",
        r"<v>-99999999999\.9999</v>",
        r"<v>-123456</v>",
        r'<c [^>]* t="str">\s*<f>',
        r"quoted",
        r'<dataValidation [^>]*type="list"',
        r"<hyperlink ref=",
        r"<c:numCache>|<numCache>",
        r"<cfRule ",
        r"checks of this workbook fail",
        r'<definedName [^>]*name="List_',
    ],
)
def test_the_references_stand_at_the_edges(edge: str) -> None:
    texts = [part.decode() for name in SPECS for part in reference(FOLDER / name).values()]
    assert any(re.search(edge, text) for text in texts)


@pytest.mark.parametrize(
    ("part", "old", "new", "place"),
    [
        (
            "xl/worksheets/sheet3.xml",
            b"<t>+1</t>",
            b"<t>+2</t>",
            "/worksheet[6]/sheetData[5]/row 6[2]/c C6[1]/is[1]/t/text(): +2 is not +1",
        ),
        ("xl/worksheets/sheet3.xml", b"<t>+1</t>", b"<t> +1</t>", "/t/text():  +1 is not +1"),
        ("xl/worksheets/sheet3.xml", b'<c r="B6" s="', b'<c r="B6" s="x', "/row 6[1]/c B6/@*"),
        ("xl/workbook.xml", b'calcId="191029"', b'calcId="1"', "/workbook[6]/calcPr/@*"),
        ("xl/tables/table2.xml", b"<autoFilter", b"<sortState", "/table[1]/sortState"),
    ],
)
def test_a_changed_part_is_named_with_its_place(
    part: str, old: bytes, new: bytes, place: str
) -> None:
    theirs = reference(EXAMPLE)
    assert old in theirs[part]
    ours = {**theirs, part: theirs[part].replace(old, new, 1)}
    (difference,) = compare_parts(ours, theirs)
    assert difference.part == part
    assert place in str(difference)


def test_a_part_too_many_and_one_too_few_are_named() -> None:
    theirs = reference(EXAMPLE)
    ours = {**theirs, "xl/vbaProject.bin": b""}
    del ours["xl/workbook.xml"]
    assert [str(difference) for difference in compare_parts(ours, theirs)] == [
        "xl/vbaProject.bin: present is not missing",
        "xl/workbook.xml: missing is not present",
    ]


def test_a_workbook_that_differs_fails_and_says_how_to_renew(tmp_path: Path) -> None:
    shorter = example_workbook.content(3)
    package = stamped(example_workbook.SPEC, shorter, tmp_path / "example.xlsx")
    with pytest.raises(pytest.fail.Exception, match="--renew-golden") as failed:
        agrees(package, EXAMPLE, renew=False)
    assert "xl/worksheets/sheet3.xml/worksheet" in str(failed.value)


def test_renewing_writes_what_changed_and_is_never_a_test_that_passed(tmp_path: Path) -> None:
    package = stamped(example_workbook.SPEC, example_workbook.content(3), tmp_path / "made.xlsx")
    folder = tmp_path / "made"
    (folder / "xl").mkdir(parents=True)
    (folder / "xl" / "old.xml").write_text("<old/>")
    with pytest.raises(pytest.fail.Exception, match=r"1 removed \['xl/old.xml'\]"):
        agrees(package, folder, renew=True)
    assert reference(folder) == compared(package)
    agrees(package, folder, renew=False)
    with pytest.raises(pytest.fail.Exception, match="0 parts written"):
        agrees(package, folder, renew=True)


@pytest.mark.parametrize("name", SPECS)
def test_parts_that_are_not_compared_are_those_of_the_template(name: str, tmp_path: Path) -> None:
    spec = SPECS[name]
    ours = parts_of(stamped(spec, edge_content(spec), tmp_path / "made.xlsx"))
    template = parts_of(build_template(spec))
    left_out = ours.keys() - compared((tmp_path / "made.xlsx").read_bytes()).keys()
    assert left_out
    assert {part: ours[part] for part in left_out} == {part: template[part] for part in left_out}


def test_what_is_ignored_is_there_and_has_a_reason(tmp_path: Path) -> None:
    spec = example_workbook.SPEC
    ours = parts_of(stamped(spec, edge_content(spec), tmp_path / "made.xlsx"))
    for pattern, reason in IGNORED_PARTS.items():
        assert reason
        assert any(fnmatchcase(part, pattern) for part in ours)
    for pattern, reason in IGNORED_VALUES.items():
        assert reason
        assert sum(len(re.findall(pattern, part.decode())) for part in ours.values()) == 1


def test_a_part_reads_the_same_however_it_is_laid_out() -> None:
    text = "x" * 200
    part = f'<a xmlns="u" xmlns:p="v"><b p:c="1"> {text}\n</b><p:d><e/>{"<f>g</f>" * 20}</p:d></a>'
    assert compare_parts({"a.xml": part.encode()}, {"a.xml": shown(part.encode())}) == []
    assert shown(shown(part.encode())) == shown(part.encode())
