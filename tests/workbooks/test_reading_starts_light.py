"""A process that reads or checks a workbook loads what it needs of it, and no models."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from xldesk.workbooks.spec_registry import WORKBOOK_MODULES, specs, specs_for
from xldesk.workbooks.workbook_set import workbook_set

HEAVY = {"duckdb", "numpy", "openpyxl", "pandas", "pydantic", "scipy", "sqlalchemy", "xlwings"}


@pytest.mark.parametrize("work", ["read.reader.read_workbook", "check.checker.check_workbook"])
def test_reading_and_checking_import_nothing_heavy(work: str) -> None:
    module, _, function = work.rpartition(".")
    path = workbook_set() / "mdf_tracker_partner.xlsx"
    program = (
        "import json, sys\n"
        "from pathlib import Path\n"
        f"from xldesk.workbooks.{module} import {function}\n"
        f"name = {function}(Path({str(path)!r})).workbook\n"
        "print(json.dumps([name, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    name, modules = json.loads(done.stdout)
    assert name == "mdf_tracker_partner"
    assert HEAVY.isdisjoint(modules), HEAVY & set(modules)


@pytest.mark.parametrize("name", WORKBOOK_MODULES)
def test_a_file_that_says_what_it_is_may_be_that(name: str) -> None:
    assert [spec.name for spec in specs_for(name)] == [name]


@pytest.mark.parametrize("name", [None, "", "spec", "mdf_tracker.x", "../runbook"])
def test_a_file_that_does_not_say_may_be_any(name: str | None) -> None:
    assert specs_for(name) == specs()
