"""Recalculate one workbook with IronCalc: places come in as JSON, values go out as JSON."""

from __future__ import annotations

import json
import sys

import ironcalc


def main() -> None:
    """Print the values at the places that standard input names: sheet index, row, column."""
    model = ironcalc.load_from_xlsx(sys.argv[1], "en", "UTC", "en")
    model.evaluate()
    places = json.load(sys.stdin)
    json.dump([model.get_cell_value(*place) for place in places], sys.stdout)


if __name__ == "__main__":
    main()
