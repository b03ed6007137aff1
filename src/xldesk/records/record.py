"""What every data object has in common: it is frozen, strict about its fields, and has a key."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from xldesk.records.fields import ExternalIds


class Record(BaseModel):
    """A data object of the desk.

    ``KIND`` is its name in files, tables and commands; ``KEY`` the fields that identify it:
    a later record with the same key replaces the earlier one in every later view.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    KIND: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]

    external_ids: ExternalIds = Field(
        default_factory=dict, description="Identifiers in other systems, by system name."
    )

    @property
    def key_text(self) -> str:
        """The key as one text, its parts joined by ``/``."""
        return "/".join(str(getattr(self, name)) for name in self.KEY)
