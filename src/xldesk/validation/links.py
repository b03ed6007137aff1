"""Tables that rules and models share: deals, registrations, and what is linked with what."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

STEPS = (
    "macros",
    "opportunity_state",
    "deal_line",
    "registration_state",
    "account_key",
    "registration_link",
    "source_claim",
    "touch_link",
    "mdf_known",
    "spif_known",
)
"""SQL files of ``validation/sql`` in the order in which each finds what it reads."""


def link(basis: Basis) -> None:
    """Create ``source_claim``, ``touch_link`` and the tables they are made from.

    ``source_claim`` holds every approved registration with its deal and every referral accepted
    in time; ``touch_link`` every touch with each deal it speaks of (domain model, section 1).
    """
    basis.con.execute("SET VARIABLE legal_forms = ?", [_legal_forms()])
    for step in STEPS:
        run_parsed(basis.con, sql(f"sql/{step}.sql"))


@cache
def sql(path: str) -> str:
    """Return the text of an SQL file of this package."""
    return (files(__package__) / path).read_text("utf-8")


@cache
def _legal_forms() -> str:
    """Return a pattern of legal forms at the end of a name, longer ones first."""
    data = tomllib.loads((files(__package__) / "legal_forms.toml").read_text("utf-8"))
    forms = sorted(data["forms"], key=lambda form: (-len(form), form))
    return "( (" + "|".join(re.escape(form).replace("\\ ", " ") for form in forms) + "))+$"
