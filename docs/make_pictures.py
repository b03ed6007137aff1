"""Render the demo's workbooks through LibreOffice and keep the pictures the documents show."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 130
SHOWN = {
    "attribution_audit": (60, 75, 760, 950),
    "mdf_tracker": (50, 60, 1430, 800),
    "runbook": (50, 60, 1430, 1000),
}
"""Workbook names and what is shown of the first page: left, top, width and height in dots."""


def main() -> int:
    """Make a demo desk in a temporary folder and write one PNG a workbook."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([sys.executable, "-m", "xldesk", "demo", str(work / "desk")], check=True)
        packs = sorted((work / "desk" / "packs").glob("*.xlsx"))
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{work / 'profile'}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(work),
                *map(str, packs),
            ],
            check=True,
        )
        for name, (left, top, width, height) in SHOWN.items():
            area = ["-x", str(left), "-y", str(top), "-W", str(width), "-H", str(height)]
            page = ["-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile"]
            subprocess.run(
                ["pdftoppm", "-png", *page, *area, str(work / f"{name}.pdf"), str(PICTURES / name)],
                check=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
