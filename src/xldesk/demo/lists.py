"""The lists behind the sample company, read from the TOML files in ``sample``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def sample_list(name: str) -> dict[str, Any]:
    """Return the content of ``sample/<name>.toml``; callers must not change it."""
    return tomllib.loads((files(__package__) / "sample" / f"{name}.toml").read_text("utf-8"))


def company_name() -> str:
    """Return the name of the sample company, whose desk the demo is."""
    return str(sample_list("market")["company"])
