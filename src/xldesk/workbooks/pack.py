"""A pack: the workbooks of one snapshot, written into one folder."""

from __future__ import annotations

import hashlib
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from xldesk.controls.checklist import run_controls
from xldesk.errors import UsageError
from xldesk.policy.period import period_days, quarter_of
from xldesk.workbooks import attribution_audit, mdf_tracker, mdf_tracker_partner, runbook
from xldesk.workbooks.content import PROGRAMME, Provenance
from xldesk.workbooks.layout import MAX_SHEET_ROWS
from xldesk.workbooks.many_files import each
from xldesk.workbooks.pack_file import Packed, PackJob, put
from xldesk.workbooks.pack_folder import OF_PARTNER, WORKBOOKS
from xldesk.workbooks.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger
    from xldesk.workbooks.content import Content

_IN_FILE_NAMES = frozenset(f"{ascii_letters}{digits}-_")


def make_pack(
    basis: Basis,
    ledger: Ledger,
    *,
    desk: str,
    folder: Path,
    period: str | None = None,
    only: Sequence[str] = (),
    partners: Sequence[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    processes: int = 1,
    sheet_rows: int = MAX_SHEET_ROWS,
) -> list[Packed]:
    """Write the workbooks of ``basis`` into ``folder`` and return them in the order written.

    ``validate``, ``attribute`` and ``mdf_figures`` must have run. ``period`` is the last fiscal
    quarter with a won deal unless given. With ``partners`` one MDF tracker each is written and
    nothing else; many of them are written by as many ``processes`` (see ``many_files.each``). A
    file that says something else and is replaced goes to ``previous/``. Tables of the audit with
    more rows than a sheet of ``sheet_rows`` go on upon further ones. Raises UsageError for an
    unknown workbook, partner or period, or a folder that cannot be written.
    """
    wanted = wanted_workbooks(only, partners)
    chosen = period or latest_period(basis)
    if period_days(basis.policy, chosen)[0] > basis.as_of_day:
        raise UsageError(f"{chosen} begins after {basis.as_of_day}, the day that is asked for")
    known = _known_partners(basis, partners)
    planned = (
        _trackers(basis, desk, chosen, known)
        if known is not None
        else _workbooks(basis, ledger, desk, chosen, wanted, sheet_rows)
    )
    total = len(known) if known is not None else len(wanted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        jobs = (PackJob(spec, content, folder / f"{name}.xlsx") for name, spec, content in planned)
        for packed in each(put, jobs, processes, here=True):
            written.append(packed)
            if progress is not None:
                progress(len(written), total, packed.path.stem)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror or error}") from error
    return written


def latest_period(basis: Basis) -> str:
    """Return the last fiscal quarter in which a deal was won, that of ``as_of`` without one."""
    row = basis.con.execute(
        "SELECT max(close_date) FROM opportunity WHERE is_won AND close_date <= $1",
        [basis.as_of_day],
    ).fetchone()
    return quarter_of(basis.policy, (row and row[0]) or basis.as_of_day)


def wanted_workbooks(only: Sequence[str], partners: Sequence[str] | None) -> tuple[str, ...]:
    """Return the workbooks asked for, all without ``only``; raises UsageError for another name."""
    unknown = [name for name in only if name not in WORKBOOKS]
    if unknown:
        raise UsageError(f"there is no workbook {unknown[0]!r}; there are {', '.join(WORKBOOKS)}")
    if partners is not None and any(name != "mdf_tracker" for name in only):
        raise UsageError("partners get the mdf_tracker alone; leave --only away or name it")
    return tuple(name for name in WORKBOOKS if not only or name in only)


def _known_partners(basis: Basis, partners: Sequence[str] | None) -> dict[str, str] | None:
    """Return the partners asked for with their scopes; all that have MDF for an empty list."""
    if partners is None:
        return None
    scopes = partner_scopes(basis)
    for partner in partners:
        if partner in scopes:
            continue
        found = basis.con.execute("SELECT 1 FROM partner WHERE partner_id = $1", [partner])
        if found.fetchone() is None:
            raise UsageError(f"partner {partner!r} is not known to the desk")
        raise UsageError(f"partner {partner!r} has no MDF funds, requests or claims to show")
    return {partner: scopes[partner] for partner in partners or scopes}


def partner_scopes(basis: Basis) -> dict[str, str]:
    """Return the scope of each partner with MDF, as its tracker's About says it, by id."""
    return dict(basis.con.execute(statement("tracker_partners")).fetchall())


def _provenance(basis: Basis, desk: str, period: str, scope: str = PROGRAMME) -> Provenance:
    return Provenance(
        desk=desk,
        period=period,
        as_of=basis.as_of,
        snapshot_at=basis.snapshot_at or basis.as_of,
        position=basis.position,
        head_hash=basis.head_hash,
        policy_version=basis.policy_version,
        scope=scope,
    )


def _workbooks(
    basis: Basis, ledger: Ledger, desk: str, period: str, wanted: Sequence[str], sheet_rows: int
) -> Iterator[tuple[str, str, Content]]:
    provenance = _provenance(basis, desk, period)
    if "attribution_audit" in wanted:
        controls = run_controls(basis, ledger, period)
        content = attribution_audit.content(
            basis, controls, provenance, period, sheet_rows=sheet_rows
        )
        yield "attribution_audit", attribution_audit.SPEC.name, content
    if "mdf_tracker" in wanted:
        yield "mdf_tracker", mdf_tracker.SPEC.name, mdf_tracker.content(basis, provenance)
    if "runbook" in wanted:
        recorded = [
            (entry, ledger.policy_content(entry))
            for entry in ledger.policies()
            if entry.position <= basis.position
        ]
        content = runbook.content(basis.policy, recorded, provenance, period)
        yield "runbook", runbook.SPEC.name, content


def _trackers(
    basis: Basis, desk: str, period: str, partners: Mapping[str, str]
) -> Iterator[tuple[str, str, Content]]:
    provenances = (
        (partner, _provenance(basis, desk, period, scope)) for partner, scope in partners.items()
    )
    for partner, content in mdf_tracker_partner.contents(basis, provenances):
        yield f"{OF_PARTNER}{_file_part(partner)}", mdf_tracker_partner.SPEC.name, content


def _file_part(partner: str) -> str:
    """Return a partner id fit for a file name on every system.

    An id that is more than upper case, digits, ``-`` and ``_`` gets a part of its hash: names
    that differ only in case are one file elsewhere.
    """
    plain = "".join(sign if sign in _IN_FILE_NAMES else "_" for sign in partner)[:60]
    if plain == partner and plain == plain.upper():
        return plain
    return f"{plain}-{hashlib.sha256(partner.encode()).hexdigest()[:8]}"
