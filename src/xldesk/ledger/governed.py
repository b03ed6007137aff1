"""Which deals each policy governs, and how every one of them is asked under its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.ledger.policy_tables import register_policy
from xldesk.policy.calendar import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.policies import Governing

_CLOSED = "coalesce(is_closed OR is_won, false)"


def governs_any(con: duckdb.DuckDBPyConnection, governing: Governing) -> bool:
    """Return whether an earlier policy governs any deal: one closed on a day of its own."""
    found = con.execute(
        f"SELECT EXISTS (SELECT 1 FROM opportunity WHERE {_condition(governing)})"  # noqa: S608 -- days
    ).fetchone()
    return bool(found and found[0])


def schemas(basis: Basis) -> list[str]:
    """Return the schemas in which ``under_each_policy`` works, the policy of ``as_of`` first.

    With one policy there is only ``main``.
    """
    if not basis.earlier:
        return ["main"]
    return [f"policy_{number}" for number in range(len(basis.earlier) + 1)]


def under_each_policy(basis: Basis) -> Iterator[Basis]:
    """Yield the basis once under each policy that governs deals of it, that of ``as_of`` last.

    Statements run meanwhile create their tables in the policy's own schema (``schemas``) and read
    the policy's tables, ``basis`` and ``governed_opportunity``, the deals that it governs, there;
    records stand in ``main``. So names are written without a schema everywhere.
    """
    names = schemas(basis)
    if len(names) == 1:
        _put_governed(basis.con, "true")
        yield basis
        return
    own = " AND ".join(f"NOT coalesce({_condition(found)}, false)" for found in basis.earlier)
    try:
        for number in reversed(range(len(names))):
            basis.con.execute(f"CREATE SCHEMA IF NOT EXISTS {names[number]}")
            basis.con.execute(f"SET search_path = '{names[number]},main'")
            if number == 0:
                _put_governed(basis.con, own)
                yield basis
            else:
                governing = basis.earlier[number - 1]
                _put_governed(basis.con, _condition(governing))
                register_policy(
                    basis.con, governing.policy, governing.version, basis.as_of, basis.position
                )
                yield _governed_by(basis, governing)
    finally:
        basis.con.execute("SET search_path = 'main'")


def put_each(basis: Basis, name: str) -> None:
    """Make the temporary view ``each_NAME``: a table of every policy's schema, with ``policy_no``.

    0 is the policy of ``as_of``, then ``basis.earlier`` in its order.
    """
    union = " UNION ALL BY NAME ".join(
        f"SELECT {number} AS policy_no, COLUMNS(lambda c: c <> 'policy_no') FROM {schema}.{name}"  # noqa: S608 -- names of this package
        for number, schema in enumerate(schemas(basis))
    )
    basis.con.execute(f"CREATE OR REPLACE TEMP VIEW each_{name} AS {union}")


@contextmanager
def under_its_policy(basis: Basis, opportunity_id: str, aside: str) -> Iterator[Basis]:
    """Yield the basis under the policy that governs a deal, with tables made in a schema aside.

    ``validate(basis)`` must have run. What is created meanwhile stands in the schema ``aside`` and
    is gone afterwards; what the policy's own run left is read where nothing aside has its name.
    """
    names = schemas(basis)
    number = next(
        (
            number
            for number, schema in enumerate(names)
            if basis.con.execute(
                f"SELECT 1 FROM {schema}.governed_opportunity WHERE opportunity_id = ?",  # noqa: S608 -- ours
                [opportunity_id],
            ).fetchone()
        ),
        0,
    )
    with _aside(basis, number, aside) as governed:
        yield governed


def under_each_policy_aside(basis: Basis, aside: str) -> Iterator[tuple[Basis, str]]:
    """Yield the basis under each policy as ``under_its_policy`` does, with the policy's schema."""
    for number, name in enumerate(schemas(basis)):
        with _aside(basis, number, aside) as governed:
            yield governed, name


@contextmanager
def _aside(basis: Basis, number: int, aside: str) -> Iterator[Basis]:
    con = basis.con
    path = [aside, *([schemas(basis)[number]] if basis.earlier else []), "main"]
    con.execute(f"CREATE SCHEMA {aside}")
    try:
        con.execute(f"SET search_path = '{','.join(path)}'")
        yield basis if number == 0 else _governed_by(basis, basis.earlier[number - 1])
    finally:
        con.execute("SET search_path = 'main'")
        con.execute(f"DROP SCHEMA {aside} CASCADE")


def _governed_by(basis: Basis, governing: Governing) -> Basis:
    return replace(
        basis,
        policy=governing.policy,
        policy_version=governing.version,
        as_of_day=local_day(governing.policy, basis.as_of),
    )


def _condition(governing: Governing) -> str:
    """Return the condition on ``opportunity`` for the deals that an earlier policy governs."""
    days = [f"{_CLOSED} AND close_date IS NOT NULL"]
    if governing.first_day is not None:
        days.append(f"close_date >= DATE '{governing.first_day}'")
    days.append(f"close_date <= DATE '{governing.last_day}'")
    return "(" + " AND ".join(days) + ")"


def _put_governed(con: duckdb.DuckDBPyConnection, condition: str) -> None:
    governed = f"SELECT * FROM opportunity WHERE {condition}"  # noqa: S608 -- made of days above
    con.execute(f"CREATE OR REPLACE VIEW governed_opportunity AS {governed}")
