"""Recalculate one workbook with IronCalc: places come in as JSON, values go into a JSON file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import ironcalc


def main() -> None:
    """Write the values at the places that standard input names: sheet index, row, column."""
    model = ironcalc.load_from_xlsx(sys.argv[1], "en", "UTC", "en")
    model.evaluate()
    places = json.load(sys.stdin)
    values = [model.get_cell_value(*place) for place in places]
    Path(sys.argv[2]).write_text(json.dumps(values), "utf-8")


if __name__ == "__main__":
    main()
