"""What every part of the rulebook has in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Flag = Annotated[bool, Field(strict=True)]
"""true or false; neither 1 nor "yes"."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
"""What something is called in figures and findings; never empty."""


class Section(BaseModel):
    """A part of the policy: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
