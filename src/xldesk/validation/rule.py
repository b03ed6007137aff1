"""What a rule is: what it proves, how bad a breach is, and the SQL that finds breaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.validation.links import sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from xldesk.ledger.basis import Basis
    from xldesk.policy.process import OwnerRole
    from xldesk.records.finding import Scope, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the domain model's section 3.

    Its SQL stands beside it as ``rules/<code>.sql`` and returns one row a breach with the columns
    object_id and message, and where they differ from the rule's own or are known: object_kind,
    opportunity_id, key_id, part, severity, scope, field, remedy, source_file, source_row,
    ledger_at. ``key_id`` is the object's id in the finding's key where it is put together from
    parts; ``part`` tells breaches of one object apart. With ``about_pair`` a breach is about the
    object on that one deal; without, about the object wherever it stands. A rule is not run where
    the desk has no record of any kind in ``needs``; without ``needs`` it always is. ``stands_on``
    names a table, one that ``link`` or ``prepare`` made, without whose rows there is no breach.
    """

    code: str
    severity: Severity
    scope: Scope
    object_kind: str
    title: str
    why: str
    remedy: str
    owner_role: OwnerRole
    about_pair: bool = False
    needs: tuple[str, ...] = ()
    stands_on: str | None = None
    prepare: Callable[[Basis], None] | None = None

    @property
    def sql(self) -> str:
        """The query that returns the breaches."""
        return sql(f"rules/{self.code.lower().replace('-', '_')}.sql")
