"""Python environments of the peers: outside the project, with nothing of the desk in them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """A peer and what its environment holds, every version said."""

    name: str
    requirements: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name and version."""
        return self.requirements[0].replace("==", " ")


CHANNEL_ATTRIBUTION = Environment(
    "channel_attribution",
    # It imports matplotlib without saying so in its own requirements.
    ("ChannelAttribution==2.2.5", "pandas==3.1.1", "numpy==2.4.6", "matplotlib==3.11.2"),
)
MTA = Environment(
    "mta", ("mta==0.0.9", "pandas==3.1.1", "numpy==2.4.6", "scikit-learn==1.9.1", "arrow==1.4.0")
)
WORKBOOK_LIBRARIES = Environment(
    "workbook_libraries",
    ("openpyxl==3.1.5", "lxml==6.1.3", "XlsxWriter==3.3.1", "rustpy-xlsxwriter==0.8.0"),
)
ENVIRONMENTS = (CHANNEL_ATTRIBUTION, MTA)
"""Of the tools for paths."""


def made(environment: Environment, folder: Path) -> Path:
    """Return the environment's Python, made under ``folder`` where it is not there yet.

    Raises RuntimeError with pip's last words where something cannot be installed.
    """
    home = folder / environment.name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    complete = home / "complete.txt"
    wanted = "\n".join(environment.requirements)
    if complete.is_file() and complete.read_text("utf-8") == wanted:
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(home)], environment)
    _run([str(python), "-m", "pip", "install", "--quiet", *environment.requirements], environment)
    complete.write_text(wanted, "utf-8")
    return python


def _run(command: list[str], environment: Environment) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise RuntimeError(f"{environment.title} cannot be installed: {' '.join(said[-2:])}")
