"""What users would do without the desk, on the same data in the same run: the floor, not a rival.

None of the peers validates, keeps a ledger, or splits to the cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.data import AT, exports_for
from benchmarks.steps import desk_directory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.steps import Prepared


def pandas_intake(directory: Path, opportunities: int) -> Prepared:
    """Read the CSV files with pandas and write each as Parquet."""
    import duckdb
    import pandas as pd

    exports = exports_for(directory / "exports", opportunities)
    out = directory / "pandas"
    out.mkdir(exist_ok=True)

    def run() -> int:
        rows = 0
        for path in exports.paths:
            frame = pd.read_csv(path)
            rows += len(frame)
            with duckdb.connect() as con:
                con.register("frame", frame)
                con.table("frame").to_parquet(str(out / f"{path.stem}.parquet"))
        return rows

    return run


def duckdb_join(directory: Path, opportunities: int) -> Prepared:
    """Join touches with their deals and add up amounts by partner, from CSV read beforehand."""
    import duckdb

    exports = exports_for(directory / "exports", opportunities)
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE deal AS SELECT opportunity_id, CAST(amount * 100 AS BIGINT) AS amount "
        "FROM read_csv($path)",
        {"path": str(exports.opportunities)},
    )
    con.execute(
        "CREATE TABLE touch AS SELECT opportunity_id, partner_id FROM read_csv($path)",
        {"path": str(exports.touches)},
    )

    def run() -> int:
        con.execute(
            "CREATE TABLE touched AS SELECT t.partner_id, t.opportunity_id, count(*) AS touches, "
            "any_value(d.amount) AS amount FROM touch AS t JOIN deal AS d USING (opportunity_id) "
            "GROUP BY ALL"
        )
        return opportunities

    return run


def openpyxl_sheet(directory: Path, opportunities: int) -> Prepared:
    """Write the credit lines that ``pack`` shows with openpyxl's write-only mode, unformatted."""
    import openpyxl

    from xldesk.attribution.run import attribute
    from xldesk.desk import Desk
    from xldesk.validation.run import validate

    with Desk.open(desk_directory(directory)) as desk, desk.basis(AT) as basis:
        validate(basis)
        attribute(basis)
        found = basis.con.execute(
            "SELECT opportunity_id, product_family, close_quarter, partner_id, policy_version, "
            "headline_category, line_category, role, reason_code, share / 1000000, credit / 100, "
            "currency, status FROM credit WHERE is_won"
        )
        headings = [column[0] for column in found.description]
        lines = found.fetchall()

    def run() -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Credits")
        sheet.append(headings)
        for line in lines:
            sheet.append(line)
        book.save(directory / "plain.xlsx")
        return opportunities

    return run


PEERS: dict[str, Callable[[Path, int], Prepared]] = {
    "pandas": pandas_intake,
    "duckdb": duckdb_join,
    "openpyxl": openpyxl_sheet,
}

PEER_OF = {
    "intake": ("pandas", "pandas: read_csv and Parquet"),
    "attribute": ("duckdb", "DuckDB: join and group by"),
    "pack": ("openpyxl", "openpyxl: write-only sheet"),
}
"""The peer of a step, and how the table calls it."""
