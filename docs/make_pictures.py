"""Render the demo's workbooks through LibreOffice and keep the pictures the documents show."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
SHOWN = {"attribution_audit": 1, "mdf_tracker": 1, "runbook": 1}
"""Workbook names and the page of each that is shown."""


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
        for name, page in SHOWN.items():
            subprocess.run(
                ["pdftoppm", "-png", "-r", "130", "-f", str(page), "-l", str(page), "-singlefile"]
                + [str(work / f"{name}.pdf"), str(PICTURES / name)],
                check=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
