"""Plain paths split into their steps, and added up once for every model that asks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xldesk.attribution.statements import run_step
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    import duckdb

_NAMES = {"path_place": "partner_id", "path_pair": "target", "path_member": "partner_id"}
_STEPS = {"path_place": "path_places", "path_pair": "path_pairs", "path_member": "path_members"}

_EMPTY_BETWEEN = """
SELECT
    (SELECT sum(won) + sum(lost) FROM path_pair WHERE origin = '')
    > (SELECT sum(won) + sum(lost) FROM path_row)
"""
"""Every path begins once: more beginnings than paths are steps without a name."""


class PathWalks:
    """The paths of table ``path_row`` (``read_paths``) as steps, over one connection.

    Outer spaces of a step do not count, and steps without a name are left out. Raises UsageError
    for an empty separator, or one that no path has while several have it without its spaces.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, separator: str) -> None:
        if not separator:
            raise UsageError("--sep is empty; write what stands between the steps, such as ' > '")
        self.con = con
        self._tallied: dict[str, list[str]] = {}
        self._trimmed = False
        _refuse_other_spaces(con, separator)
        con.execute("SET VARIABLE path_separator = ?", [separator])
        run_step(con, "path_walks")
        if self._one("SELECT EXISTS (FROM path_row WHERE path = '')"):
            self._trim()

    def tally(self, table: str) -> list[str]:
        """Make ``path_place``, ``path_pair`` or ``path_member`` where it is not there yet.

        Return every partner on a path, also those whose paths earned nothing, in order.
        """
        if table not in self._tallied:
            run_step(self.con, _STEPS[table])
            partners = self._partners(table)
            if not self._trimmed and self._untidy(table, partners):
                self._trim()
                return self.tally(table)
            self._tallied[table] = [name for name in partners if name]
        return self._tallied[table]

    def total(self) -> Fraction:
        """Return what is to be credited in all."""
        return Fraction(self._one("SELECT coalesce(sum(amount), 0) FROM path_row"))

    def without_steps(self) -> Fraction:
        """Return what of the total stands on paths without a step. To be asked after a tally."""
        if not self._trimmed:
            return Fraction(0)
        return Fraction(
            self._one(
                "SELECT coalesce(sum(amount), 0) FROM path_walk_trimmed WHERE len(partners) = 0"
            )
        )

    def _trim(self) -> None:
        run_step(self.con, "path_steps_trimmed")
        self._trimmed = True
        self._tallied.clear()

    def _partners(self, table: str) -> list[str]:
        name = _NAMES[table]
        found = self.con.execute(f"SELECT DISTINCT {name} FROM {table} ORDER BY {name}").fetchall()  # noqa: S608 -- names of this module
        return [partner_id for (partner_id,) in found]

    def _untidy(self, table: str, partners: list[str]) -> bool:
        if any(name != name.strip() for name in partners):
            return True
        return bool(self._one(_EMPTY_BETWEEN)) if table == "path_pair" else "" in partners

    def _one(self, sql: str) -> Decimal | bool:
        found: Decimal | bool = self.con.execute(sql).fetchall()[0][0]
        return found


def _refuse_other_spaces(con: duckdb.DuckDBPyConnection, separator: str) -> None:
    bare = separator.strip()
    if not bare or bare == separator:
        return
    has = [
        con.execute("SELECT EXISTS (FROM path_row WHERE contains(path, ?))", [text]).fetchall()[0][
            0
        ]
        for text in (separator, bare)
    ]
    if has == [False, True]:
        raise UsageError(f"no path has {separator!r} between its steps; use --sep {bare!r}")
