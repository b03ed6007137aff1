"""What several workers need, made by the first of them and copied by each."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def copy_of(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object], target: Path
) -> Path:
    """Copy the folder called ``name`` to ``target``, made by ``make`` where no worker did so yet.

    ``make`` is given a folder that is not there. No test is ever handed what it made.
    """
    base = factory.getbasetemp()
    shelf = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"
    shelf.mkdir(exist_ok=True)
    made = shelf / name
    with (shelf / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.is_dir():
            making = shelf / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(made)
    shutil.copytree(made, target, dirs_exist_ok=True)
    return target
