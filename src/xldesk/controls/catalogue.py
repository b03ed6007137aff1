"""The texts of the controls, as finance reads and edits them in controls.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from xldesk.policy.process import OwnerRole


class ControlText(BaseModel):
    """What a control is about, in words.

    ``nothing`` is the reason for not running where there is nothing to examine; without one an
    empty population passes. ``not_run`` is the reason of a control that cannot run yet at all.
    An ``integrity`` control can not be accepted, only fixed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"C-\d\d")
    title: str
    proves: str
    how: str
    owner: OwnerRole
    evidence: str
    integrity: bool = False
    nothing: str = ""
    not_run: str = ""


@cache
def catalogue() -> dict[str, ControlText]:
    """Return the texts of all controls by id, in the order of the checklist."""
    data = tomllib.loads((files(__package__) / "controls.toml").read_text("utf-8"))
    return {row["id"]: ControlText.model_validate(row) for row in data["control"]}
