"""The runbook's texts, which finance may edit: ``workbooks/runbook/*.toml`` of the template set."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from xldesk.errors import UsageError
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.policy.process import OwnerRole


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProcessStep(_Text):
    """One step from intake to reporting."""

    name: str
    does: str
    input: str
    output: str
    done_when: str
    command: str
    owner: str


class Playbook(_Text):
    """What to do when partners, sales and finance do not agree."""

    name: str
    signal: str
    first_step: str
    then: str
    decides: str
    rule: str
    evidence: str


class RunbookText(_Text):
    """All texts of the runbook."""

    purpose: tuple[str, ...]
    signoff: str
    step: tuple[ProcessStep, ...]
    playbook: tuple[Playbook, ...]


@cache
def runbook_text(folder: Path | None = None) -> RunbookText:
    """Return the texts; raises UsageError that names what is wrong in them."""
    place = folder or workbook_set() / "runbook"
    content: dict[str, object] = {}
    try:
        for name in ("summary.toml", "process.toml", "playbooks.toml"):
            content |= tomllib.loads((place / name).read_text("utf-8"))
        return RunbookText.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"{place}: the runbook's texts cannot be read: {error}") from error


def role_title(role: OwnerRole | str) -> str:
    """Return a role as people write it: ``partner_manager`` is ``Partner manager``."""
    return "RevOps" if role == "revops" else role.replace("_", " ").capitalize()
