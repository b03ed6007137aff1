"""Write the sample company's exports: CSV files as its CRM and PRM make them, and a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.demo.company import make_company
from xldesk.demo.crm import mapping_text, opportunity_table
from xldesk.demo.mdf_tables import claim_table, fund_table, request_table
from xldesk.demo.prm import partner_table, registration_table, role_table, touch_table

if TYPE_CHECKING:
    from pathlib import Path

SEED = 386
"""Chosen among plausible seeds: each currency of the last quarter has every category."""
MAPPING = "opportunities.toml"


@dataclass(frozen=True)
class ExportFile:
    """An export: what kind of records it brings, how many rows, and the mapping it needs.

    Of ``rows``, the last ``unreadable`` are meant to be rejected.
    """

    path: Path
    kind: str
    rows: int
    unreadable: int
    mapping: Path | None


@dataclass(frozen=True)
class Exports:
    """The files in the order to read them in, and the findings planted in them by code."""

    files: tuple[ExportFile, ...]
    planted: dict[str, int]


def write_exports(directory: Path, seed: int = SEED, mappings: Path | None = None) -> Exports:
    """Write the exports of the sample company into ``directory``, the mapping into ``mappings``.

    Both folders are made where missing; without ``mappings`` the mapping stands beside the
    files. The same seed writes the same bytes. ``Exports.planted`` says how many findings of
    each code the default validation rules make of them, no more and no less.
    """
    company = make_company(seed)
    tables = (
        partner_table(company.partners),
        opportunity_table(company.deals),
        registration_table(company.registrations),
        role_table(company.roles),
        touch_table(company.touches),
        fund_table(company.funds),
        request_table(company.requests),
        claim_table(company.claims),
    )
    mapping = (mappings or directory) / MAPPING
    directory.mkdir(parents=True, exist_ok=True)
    mapping.parent.mkdir(parents=True, exist_ok=True)
    mapping.write_bytes(mapping_text().encode())
    written = []
    for table in tables:
        path = directory / table.file_name
        table.write(path)
        company.planted.add("ROW-REJECTED", table.unreadable)
        needed = mapping if table.kind == "opportunity" else None
        written.append(ExportFile(path, table.kind, len(table.rows), table.unreadable, needed))
    return Exports(tuple(written), company.planted.counts())
