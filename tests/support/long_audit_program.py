"""A program that writes and reads an audit of more credit lines than a sheet holds.

``python long_audit_program.py ACT FILE``: ``write`` makes the audit of a programme whose every deal
stands there many times, ``check`` and ``read`` look at the file. Prints one line of JSON:
what it found, and its own peak of memory, for ``write`` above that of the desk itself.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.mdf_world import MdfWorld
from support.programme import QUARTER, fill, provenance
from support.understand_program import own_peak
from xldesk.controls.checklist import run_controls
from xldesk.workbooks.attribution_audit import SPEC, content
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.stamp import stamp

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.read.row import ReadRow

TIMES = 9_900
"""How often each deal stands there: 1,059,300 credit lines of the quarter."""


def write(path: Path) -> dict[str, Any]:
    """Write the audit; return the rows of its tables, and credits by currency and headline."""
    with tempfile.TemporaryDirectory() as work, MdfWorld(Path(work) / "desk") as world:
        basis = fill(world).basis()
        controls = run_controls(basis, world.world.ledger, QUARTER)
        for table in ("opportunity", "deal", "credit"):
            _multiply(basis, table)
        before = own_peak()
        made = content(basis, controls, provenance(basis), QUARTER)
        receipt = stamp(SPEC.form_with(made.tables), made, path)
        credited = basis.con.execute(
            "SELECT currency || ' ' || headline_category, CAST(sum(credit) AS BIGINT) FROM credit"
            " SEMI JOIN (FROM opportunity WHERE is_won"
            " AND close_date BETWEEN '2026-04-01' AND '2026-06-30') USING (opportunity_id)"
            " GROUP BY ALL"
        ).fetchall()
        peak = own_peak() - before
    return {"rows": receipt.rows, "credits": dict(credited), "peak_megabytes": peak}


def _multiply(basis: Basis, table: str) -> None:
    """Let each row of ``table`` stand there ``TIMES``, under other deals."""
    basis.con.execute(
        f"CREATE TABLE many AS SELECT * REPLACE (opportunity_id || '-' || printf('%05d', n) AS"
        f" opportunity_id) FROM {table} CROSS JOIN range({TIMES}) AS copies(n)"
    )
    [(kind,)] = basis.con.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [table]
    ).fetchall()
    basis.con.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {table}")
    basis.con.execute(f"ALTER TABLE many RENAME TO {table}")


def read(path: Path) -> dict[str, Any]:
    """Return rows by table, and credits by currency and headline, as the lines and as totals."""
    rows: Counter[str] = Counter()
    credited: Counter[str] = Counter()
    reconciled: Counter[str] = Counter()

    def receive(table: str, row: ReadRow) -> None:
        rows[table] += 1
        values = row.values
        if table.startswith("Credits"):
            credited[f"{values['currency']} {values['headline']}"] += values["credit"]
        elif table == "Reconciliation":
            reconciled[f"{values['currency']} {values['headline']}"] += values["credits"]

    book = read_workbook(path, receive=receive)
    return {"ok": book.ok, "rows": rows, "credits": credited, "reconciled": reconciled}


def main(act: str, path: Path) -> None:
    """Do one act."""
    if act == "write":
        found = write(path)
    elif act == "read":
        found = read(path)
    else:
        report = check_workbook(path)
        found = {"ours": report.is_ours, "findings": [str(one) for one in report.findings]}
    sys.stdout.write(json.dumps({"peak_megabytes": own_peak(), **found}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
