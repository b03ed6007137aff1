"""Every kind of the operating model comes in from a file, told by its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.intake.headings import aliases, field_names
from xldesk.intake.kinds import INTAKE_KINDS, FieldShape, field_shapes
from xldesk.intake.layout import recognise
from xldesk.intake.mapping import Mapping
from xldesk.records.kinds import KINDS, RECORD_TYPES
from xldesk.records.reason import reason_codes

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

CELLS = {
    "text": "Harbor",
    "currency": "USD",
    "amount": "12.50",
    "integer": "3",
    "fraction": "25%",
    "boolean": "yes",
    "date": "2026-03-31",
    "time": "2026-03-31T09:00:00Z",
    "stage": "Proposal",
    "list": "mail; minutes",
    "external_ids": '"{""crm"": ""1""}"',
}


def cell(shape: FieldShape) -> str:
    return shape.choices[0] if shape.choices else CELLS[shape.shape]


def titled(name: str) -> str:
    return name.replace("_", " ").title()


def test_what_the_operating_model_names_is_a_kind_or_shipped() -> None:
    made_by_the_desk = {"Attribution", "FindingResolution", "RejectedRow"}
    brought = {record.__name__ for record in RECORD_TYPES} - made_by_the_desk
    assert {KINDS[kind].__name__ for kind in INTAKE_KINDS} == brought
    assert len(reason_codes()) >= 20


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_a_file_with_the_fields_names_or_titles_reaches_the_snapshot(
    desk: IntakeDesk, kind: str
) -> None:
    shapes = field_shapes(kind)
    row = ",".join(map(cell, shapes.values()))
    report = desk.read(f"{','.join(shapes)}\n{row}\n", f"{kind}.csv")
    assert (report.kind, report.added, report.left_out) == (kind, 1, ())
    key = ", ".join(KINDS[kind].KEY)
    assert len(desk.rows(kind, key)) == 1
    titles = ",".join(map(titled, shapes))
    again = desk.read(f"{titles}\n{row}\n", f"{kind}.csv")
    assert (again.kind, again.unchanged, again.left_out) == (kind, 1, ())


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_the_required_fields_alone_tell_the_kind(kind: str) -> None:
    header = [titled(name) for name, shape in field_shapes(kind).items() if shape.required]
    assert recognise("x.csv", header, Mapping(), None).kind == kind


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_other_common_names_are_fields_of_the_kind(kind: str) -> None:
    other = aliases(kind)
    assert set(other.values()) <= set(field_names(kind))
    assert not set(other) & set(field_names(kind))
    for alias, name in other.items():
        layout = recognise("x.csv", _with_alias(kind, name, alias), Mapping(), kind)
        assert name in layout.fields


def _with_alias(kind: str, name: str, alias: str) -> list[str]:
    required = [n for n, shape in field_shapes(kind).items() if shape.required and n != name]
    return [titled(alias), *required]
