"""Recalculates workbooks with LibreOffice or IronCalc and compares every formula cell."""

from __future__ import annotations

import re
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AMOUNT = re.compile(r"#,##0(?:\.(0+))?;")
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def converted(paths: Sequence[Path], folder: Path, kind: str = "xlsx") -> list[Path]:
    """Return ``paths`` recalculated and saved as ``kind`` by LibreOffice, in one call."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_ALWAYS, "utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{path.stem}.{kind}" for path in paths]


def formula_cells(path: Path) -> Iterator[tuple[str, str, Any, str]]:
    """Yield each formula cell as (sheet, cell, cached value, number format)."""
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cached = values[sheet.title][cell.coordinate].value
                    yield sheet.title, cell.coordinate, cached, cell.number_format


def differences(path: Path, recalculated: Path) -> list[str]:
    """Return every formula cell whose value is not what LibreOffice makes of it."""
    other = read_saved(recalculated, data_only=True)
    return [
        f"{path.name}!{sheet}!{cell}: the desk says {cached!r}, recalculated {found!r}"
        for sheet, cell, cached, number_format in formula_cells(path)
        if not same(cached, found := other[sheet][cell].value, number_format)
    ]


def read_saved(path: Path, *, data_only: bool = False) -> Any:
    """Return what LibreOffice saved; its own extensions of formats are none of openpyxl's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, data_only=data_only)


def ironcalc_differences(path: Path) -> list[str]:
    """Return every formula cell whose value is not what IronCalc makes of it."""
    import ironcalc

    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    order = openpyxl.load_workbook(path, read_only=True).sheetnames
    found = []
    for sheet, cell, cached, number_format in formula_cells(path):
        column, row = openpyxl.utils.cell.coordinate_from_string(cell)
        number = openpyxl.utils.cell.column_index_from_string(column)
        value = model.get_cell_value(order.index(sheet), row, number)
        if not same(cached, value, number_format):
            found.append(
                f"{path.name}!{sheet}!{cell}: the desk says {cached!r}, IronCalc {value!r}"
            )
    return found


def same(cached: Any, found: Any, number_format: str) -> bool:
    """Tell whether two values agree: amounts within half a minor unit, text exactly."""
    cached, found = ("" if value is None else value for value in (cached, found))
    if isinstance(cached, (int, float)) and isinstance(found, (int, float)):
        match = _AMOUNT.match(number_format)
        allowed = 1e-9 * max(1.0, abs(cached))
        if match:
            allowed = max(allowed, 0.5 * 10.0 ** -len(match[1] or ""))
        return abs(cached - found) < allowed
    return bool(cached == found)
