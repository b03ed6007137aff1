from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbooks.example_workbook import SPEC, content, write
from xldesk.workbooks.lint import lint_workbook
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.template import build_template
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.spec import Workbook


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_template_passes_as_built_and_as_committed(spec: Workbook, tmp_path: Path) -> None:
    built = tmp_path / f"{spec.name}.xlsx"
    built.write_bytes(build_template(spec))
    assert lint_workbook(built).findings == []
    assert lint_workbook(workbook_set() / built.name).findings == []


@pytest.mark.parametrize("lines", [0, 40])
def test_a_workbook_with_a_part_of_every_kind_passes(lines: int, tmp_path: Path) -> None:
    write(tmp_path / "issued.xlsx", content(lines))
    report = lint_workbook(tmp_path / "issued.xlsx", specs=[SPEC])
    assert report.findings == []
    assert report.is_ours
