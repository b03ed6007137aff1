"""The runbook's texts, which finance may edit: ``workbooks/runbook/*.toml`` of the template set."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from xldesk.errors import UsageError
from xldesk.policy.problems import problem_lines
from xldesk.policy.process import OwnerRole
from xldesk.workbooks.workbook_set import workbook_set

FILES = ("summary.toml", "process.toml", "stages.toml", "playbooks.toml")

ForecastClass = Literal["pipeline", "best_case", "commit", "closed", "omitted"]


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ProcessStep(_Text):
    """One step from intake to reporting; ``command`` is empty where there is none."""

    name: str
    does: str
    input: str
    output: str
    done_when: str
    command: str = ""
    owner: OwnerRole


class StagePlay(_Text):
    """What we and the partner do in a stage, found by its name or its forecast class."""

    stage: str | None = None
    forecast: ForecastClass | None = None
    we: str
    partner: str
    watch: str


class Playbook(_Text):
    """What to do when partners, sales and finance do not agree."""

    name: str
    signal: str
    first_step: str
    then: str
    decides: OwnerRole
    rule: str
    evidence: str


class RunbookText(_Text):
    """All texts of the runbook."""

    purpose: tuple[str, ...]
    signoff: str
    step: tuple[ProcessStep, ...]
    play: tuple[StagePlay, ...]
    playbook: tuple[Playbook, ...]


def runbook_text(folder: Path | None = None) -> RunbookText:
    """Return the texts in ``folder`` (by default those of the template set).

    Raises UsageError with every problem, a line each: file, key, value and what is allowed.
    """
    place = folder or workbook_set() / "runbook"
    content: dict[str, Any] = {}
    for name in FILES:
        content |= _table(place / name)
    try:
        return RunbookText.model_validate(content)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise UsageError(
            "\n".join(problem_lines(str(place), problems, content, RunbookText))
        ) from error


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: the runbook's text cannot be read: {error}") from error


def role_title(role: OwnerRole) -> str:
    """Return a role as people write it: ``partner_manager`` is ``Partner manager``."""
    return "RevOps" if role == "revops" else role.replace("_", " ").capitalize()
