"""Reason codes: why a line was credited, blocked, adjusted or decided."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class ReasonCode(BaseModel):
    """A code, what it is used for, and whether it needs evidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    category: str
    description: str
    evidence_required: bool


@cache
def reason_codes() -> dict[str, ReasonCode]:
    """Return the shipped reason codes by code, in the order of the file."""
    data = tomllib.loads((files(__package__) / "reason_codes.toml").read_text("utf-8"))
    return {row["code"]: ReasonCode.model_validate(row) for row in data["reason"]}
