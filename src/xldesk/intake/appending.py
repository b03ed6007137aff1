"""Compare a staged file with the ledger's state under the lock, and append what is new."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xldesk.intake import statements
from xldesk.intake.completeness import SHOWN_REJECTS, Completeness
from xldesk.intake.currency_change import refuse_currency_alone
from xldesk.intake.kinds import amount_field
from xldesk.intake.people import put_contacts
from xldesk.intake.totals_row import TotalsRow
from xldesk.ledger.engine import execute_sparingly
from xldesk.ledger.segment import literal
from xldesk.records.kinds import column_types
from xldesk.records.rejected import RejectedRow

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from xldesk.intake.staging import StagedFile
    from xldesk.ledger.entry import Entry
    from xldesk.ledger.ledger import Ledger
    from xldesk.ledger.snapshot import Snapshot
    from xldesk.ledger.writer import Writer

REJECTED = "rejected_row"


def append(ledger: Ledger, writer: Writer, staged: StagedFile) -> Completeness:
    """Append the new and changed rows, the rejected ones and those cleared; return the report."""
    snapshot = writer.current()
    with closing(_connect(snapshot, staged.path)) as connection:
        refuse_currency_alone(connection, staged)
        execute_sparingly(connection, statements.outcome(staged.kind, staged.fields, staged.if_new))
        report = _report(connection, staged)
        if report.accepted:
            writer.add_query(
                staged.kind,
                connection,
                statements.appended(staged.kind, staged.fields, staged.if_new),
                {"source": staged.source},
            )
        refused = statements.rejections(staged.kind)
        names: dict[str, object] = {"source": staged.source, "kind": staged.kind}
        cleared = connection.execute(
            f"SELECT count(*) FROM ({refused}) WHERE cleared",  # noqa: S608  # our own file
            names,
        ).fetchall()[0][0]
        writer.add_query(REJECTED, connection, refused, names)
    contacts = 0
    named_again: tuple[str, ...] = ()
    if staged.people is not None:
        contacts, named_again = put_contacts(ledger, writer, staged.people)
    report = replace(report, cleared=cleared, contacts=contacts, named_again=named_again)
    writer.details["completeness"] = report.details()
    return report


def reported_before(ledger: Ledger, entry: Entry) -> Completeness:
    """Return the report of an intake that was carried out before, from its entry."""
    kept = entry.details["completeness"]
    if not isinstance(kept, dict):
        raise TypeError(f"entry {entry.position} holds no report of an intake")
    with closing(ledger.snapshot(entry.position).connect()) as connection:
        rejects = _rejects(
            connection,
            "(SELECT * FROM rejected_row WHERE source = $source AND NOT cleared "
            "AND ledger_position = $position)",
            {"source": kept["source"], "position": entry.position},
        )
    told = {
        "left_out": tuple(kept["left_out"]),
        "close_dates": _days_kept(kept),
        "rows_left_out": tuple(kept.get("rows_left_out", ())),
        "named_again": tuple(kept.get("named_again", ())),
        "totals_rows": tuple(map(TotalsRow.from_kept, kept.get("totals_rows", ()))),
    }
    return Completeness(
        **{**kept, **told},
        rejects=rejects,
        position=entry.position,
        existed=True,
    )


def _days_kept(kept: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {currency: (days[0], days[1]) for currency, days in kept.get("close_dates", {}).items()}


def _connect(snapshot: Snapshot, path: Path) -> duckdb.DuckDBPyConnection:
    connection = snapshot.connect(path.with_suffix(".compare"))
    connection.execute(f"ATTACH {literal(path)} AS intake")
    return connection


def _report(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> Completeness:
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM intake.staged), (SELECT count(*) FROM intake.refused), "
        "(SELECT count(*) FROM intake.repeated WHERE differing = '') + "
        "(SELECT count(*) FROM intake.reversed_row WHERE row IN (SELECT row FROM intake.staged)), "
        "(SELECT count(*) FROM intake.refused WHERE row IN (SELECT row FROM intake.staged))"
    ).fetchall()[0]
    read, refused, duplicate, both = (int(count) for count in counts)
    statuses = dict(
        connection.execute(
            "SELECT status, count(*) FROM outcome GROUP BY status ORDER BY status"
        ).fetchall()
    )
    return Completeness(
        source=staged.source,
        kind=staged.kind,
        # A row that could be read is refused as well where it conflicts with another, or the state.
        rows_read=read + refused - both,
        added=statuses.get("added", 0),
        changed=statuses.get("changed", 0),
        unchanged=statuses.get("unchanged", 0),
        duplicate=duplicate,
        rejected=refused,
        totals=_totals(connection, staged),
        amount_field=amount_field(staged.kind),
        rejects=_rejects(
            connection,
            "(SELECT *, $source AS source, $kind AS target_kind, false AS cleared "
            "FROM intake.refused)",
            {"source": staged.source, "kind": staged.kind},
        ),
        left_out=staged.left_out,
        hint=staged.hint,
        mapping=staged.mapping,
        rows_left_out=staged.rows_left_out,
        totals_rows=staged.totals_rows,
        close_dates=_close_dates(connection, staged),
    )


def _totals(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> dict[str, int]:
    amount = amount_field(staged.kind)
    if amount is None or not {amount, "currency"} <= set(staged.fields):
        return {}
    found = connection.execute(
        f'SELECT currency, sum("{amount}") FROM intake.accepted '  # noqa: S608  # a field's name
        f'WHERE "{amount}" IS NOT NULL GROUP BY currency ORDER BY currency'
    ).fetchall()
    return {currency: int(total) for currency, total in found}


def _close_dates(
    connection: duckdb.DuckDBPyConnection, staged: StagedFile
) -> dict[str, tuple[str, str]]:
    """Return the first and the last close date of the file's deals by currency."""
    if staged.kind != "opportunity" or not {"currency", "close_date"} <= set(staged.fields):
        return {}
    found = connection.execute(
        "SELECT currency, min(close_date), max(close_date) FROM intake.accepted "
        "WHERE close_date IS NOT NULL GROUP BY currency ORDER BY currency"
    ).fetchall()
    return {currency: (first.isoformat(), last.isoformat()) for currency, first, last in found}


def _rejects(
    connection: duckdb.DuckDBPyConnection, relation: str, parameters: dict[str, object]
) -> tuple[RejectedRow, ...]:
    """Return the first rejected rows of a relation in the order of their source."""
    names = [name for name in column_types(REJECTED) if name != "external_ids"]
    listed = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f"SELECT {listed} FROM {relation} ORDER BY row LIMIT {SHOWN_REJECTS}",  # noqa: S608  # ours
        parameters,
    ).fetchall()
    return tuple(RejectedRow.model_validate(dict(zip(names, row, strict=True))) for row in found)
