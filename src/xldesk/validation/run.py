"""Run all rules over a basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.governed import under_each_policy
from xldesk.ledger.parsed import run_parsed
from xldesk.validation.due import set_due
from xldesk.validation.links import link, sql
from xldesk.validation.merge import merge
from xldesk.validation.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xldesk.ledger.basis import Basis
    from xldesk.validation.rule import Rule


def validate(basis: Basis, leave_out: Collection[str] = ()) -> None:
    """Create the table ``finding`` and what it stands on, the same from the same basis.

    Beside it stand ``source_claim``, ``touch_link``, ``blocked_contribution`` and
    ``blocked_opportunity``; the last two hold what no waiver releases. Every deal is judged by
    the policy that governs it; what concerns no single deal by the policy of ``as_of``.

    Rules whose codes are in ``leave_out`` are not run, for a caller whom their findings say
    nothing: the tables then lack these findings.
    """
    rules = [rule for code, rule in RULES.items() if code not in leave_out]
    for governed in under_each_policy(basis):
        _validate(governed, rules)
    if basis.earlier:
        merge(basis)


def _validate(basis: Basis, rules: Sequence[Rule]) -> None:
    link(basis)
    run_parsed(basis.con, sql("sql/finding_tables.sql"))
    present = _kinds_present(basis)
    for rule in rules:
        if not rule.needs or not present.isdisjoint(rule.needs):
            _apply(basis, rule)
    set_due(basis)
    run_parsed(basis.con, sql("sql/finding.sql"))


def _kinds_present(basis: Basis) -> set[str]:
    """Return the kinds of records that rules need and the desk has."""
    kinds = sorted({kind for rule in RULES.values() for kind in rule.needs})
    asked = " UNION ALL ".join(
        f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM {kind})"  # noqa: S608 -- kinds of records
        for kind in kinds
    )
    return {kind for (kind,) in basis.con.execute(asked).fetchall()}


def _has_rows(basis: Basis, table: str) -> bool:
    return basis.con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608 -- a rule's own


def _apply(basis: Basis, rule: Rule) -> None:
    if rule.prepare is not None:
        rule.prepare(basis)
    if rule.stands_on is not None and not _has_rows(basis, rule.stands_on):
        return
    found = run_parsed(basis.con, f"INSERT INTO breach BY NAME {rule.sql}").fetchone()
    if found == (0,):
        return
    run_parsed(
        basis.con,
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
    basis.con.execute("TRUNCATE breach")
