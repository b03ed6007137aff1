"""Run all rules over a basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.governed import under_each_policy
from xldesk.validation.due import set_due
from xldesk.validation.links import link, sql
from xldesk.validation.merge import merge
from xldesk.validation.registry import RULES

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.validation.rule import Rule


def validate(basis: Basis) -> None:
    """Create the table ``finding`` and what it stands on, the same from the same basis.

    Beside it stand ``source_claim``, ``touch_link``, ``blocked_contribution`` and
    ``blocked_opportunity``; the last two hold what no waiver releases. Every deal is judged by
    the policy that governs it; what concerns no single deal by the policy of ``as_of``.
    """
    for governed in under_each_policy(basis):
        _validate(governed)
    if basis.earlier:
        merge(basis)


def _validate(basis: Basis) -> None:
    link(basis)
    basis.con.execute(sql("sql/finding_tables.sql"))
    present = _kinds_present(basis)
    for rule in RULES.values():
        if not rule.needs or not present.isdisjoint(rule.needs):
            _apply(basis, rule)
    set_due(basis)
    basis.con.execute(sql("sql/finding.sql"))


def _kinds_present(basis: Basis) -> set[str]:
    """Return the kinds of records that rules need and the desk has."""
    kinds = sorted({kind for rule in RULES.values() for kind in rule.needs})
    asked = " UNION ALL ".join(
        f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM {kind})"  # noqa: S608 -- kinds of records
        for kind in kinds
    )
    return {kind for (kind,) in basis.con.execute(asked).fetchall()}


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
