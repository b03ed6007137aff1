"""The command line starts light: heavy libraries load when a command needs them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "alembic",
    "duckdb",
    "fastapi",
    "lxml",
    "numpy",
    "openpyxl",
    "pandas",
    "rapidfuzz",
    "scipy",
    "sqlalchemy",
    "xlwings",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["intake", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from xldesk.cli.app import run\n"
        f"code = run({arguments!r})\n"
        "print('\\n' + json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert HEAVY.isdisjoint(modules), HEAVY & set(modules)
