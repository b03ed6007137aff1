"""Run all rules over a basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.validation.due import set_due
from xldesk.validation.links import link, sql
from xldesk.validation.registry import RULES

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.validation.rule import Rule


def validate(basis: Basis) -> None:
    """Create the table ``finding`` and what it stands on, the same from the same basis.

    Beside it stand the tables ``source_claim`` and ``touch_link`` and the views
    ``blocked_contribution`` and ``blocked_opportunity``, which hold what no waiver releases.
    """
    link(basis)
    basis.con.execute(sql("sql/finding_tables.sql"))
    for rule in RULES.values():
        _apply(basis, rule)
    set_due(basis)
    basis.con.execute(sql("sql/finding.sql"))


def _apply(basis: Basis, rule: Rule) -> None:
    if rule.prepare is not None:
        rule.prepare(basis)
    basis.con.execute("TRUNCATE breach")
    basis.con.execute(f"INSERT INTO breach BY NAME {rule.sql}")
    basis.con.execute(
        sql("sql/raise.sql"),
        {
            "code": rule.code,
            "severity": rule.severity,
            "scope": rule.scope,
            "object_kind": rule.object_kind,
            "about_pair": rule.about_pair,
            "remedy": rule.remedy,
            "owner_role": rule.owner_role,
        },
    )
