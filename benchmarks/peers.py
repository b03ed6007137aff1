"""What users would do without the desk, on the same data in the same run: the floor, not a rival.

None of the peers validates, keeps a ledger, or splits to the cent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.data import write_exports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.steps import Prepared

CREDIT_COLUMNS = 15
"""Columns of the plain sheet that stands beside the audit workbook's Credits."""


def pandas_intake(directory: Path, opportunities: int) -> Prepared:
    """Read the CSV files with pandas and write each as Parquet."""
    import duckdb
    import pandas as pd

    exports = write_exports(directory / "exports", opportunities)
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

    exports = write_exports(directory / "exports", opportunities)
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
    """Write a plain sheet of three credit lines a deal with openpyxl's write-only mode."""
    import openpyxl

    def run() -> int:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Credits")
        sheet.append([f"column {number}" for number in range(CREDIT_COLUMNS)])
        for deal in range(opportunities):
            for nth in range(3):
                words = [f"W-{deal}", f"P-{nth:03}", "sourced", "co_sell", "taxonomy", "USD"]
                numbers = [deal * 3.07 + nth] * (CREDIT_COLUMNS - len(words))
                sheet.append([*words, *numbers])
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
