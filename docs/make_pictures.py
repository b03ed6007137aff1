"""Make the pictures that the documents show: workbooks through LibreOffice, and a terminal."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 130
SHOWN = {
    "attribution_audit": (50, 75, 1430, 850),
    "mdf_tracker": (50, 60, 1430, 870),
    "runbook": (50, 60, 1430, 1000),
}
"""Workbook names and what is shown of the first page: left, top, width and height in dots."""

EXPLAINED = "OPP-10367"
"""A deal of the demo with a blocked registration, three pools and a cent to give away."""

COLUMNS = 132
REMOTE_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


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
        explained(work / "desk")
    return 0


def explained(desk: Path) -> None:
    """Write what a terminal shows of one deal's story as SVG."""
    from rich.console import Console
    from rich.text import Text

    command = (
        f"{sys.executable} -m xldesk --desk {desk} attribute --as-of 2026-07-08 "
        f"--explain {EXPLAINED} 2>/dev/null"
    )
    shown = subprocess.run(
        ["script", "-qec", f"stty cols {COLUMNS}; {command}", "/dev/null"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.replace("\r", "")
    console = Console(record=True, width=COLUMNS, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(shown.strip("\n")), soft_wrap=True)
    picture = console.export_svg(
        title=f"xldesk attribute --explain {EXPLAINED}", unique_id="explained"
    )
    (PICTURES / "explain.svg").write_text(
        REMOTE_FONTS.sub("", picture).replace("Fira Code, monospace", "monospace"), "utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
