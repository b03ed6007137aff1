"""The data objects: frozen, strict, complete, and the same in tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, get_args, get_origin

import pytest
from pydantic import ValidationError

from xldesk.records.currency import exponent, exponents, is_known
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.records.finding import Finding, FindingResolution
from xldesk.records.kinds import KINDS, RECORD_TYPES, column_types, value_type
from xldesk.records.opportunity import Opportunity
from xldesk.records.partner import Partner
from xldesk.records.place import Place
from xldesk.records.reason import reason_codes
from xldesk.records.record import Record
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch


def errors_about(record: type[Record], name: str, value: object) -> list[str]:
    """Return what ``record`` says against ``value`` in its field ``name``."""
    try:
        record.model_validate({name: value})
    except ValidationError as refused:
        return [error["msg"] for error in refused.errors() if error["loc"][0] == name]
    return []


def limits(record: type[Record], name: str) -> list[object]:
    """Return every limit put on a field, however deep in its annotation."""
    field = record.model_fields[name]
    found = [*field.metadata]
    for member in (field.annotation, *get_args(field.annotation)):
        for told in get_args(member)[1:] if get_origin(member) is Annotated else ():
            found += getattr(told, "metadata", [told])
    return found


DEAL = {"opportunity_id": "W-1", "currency": "USD", "stage": "Proposal"}


def test_a_record_is_frozen_and_takes_no_unknown_field() -> None:
    deal = Opportunity.model_validate(DEAL)
    with pytest.raises(ValidationError, match="frozen"):
        deal.amount = 5  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Opportunity.model_validate({**DEAL, "colour": "blue"})


def test_times_are_utc_and_a_time_without_zone_is_refused() -> None:
    touch = {"event_id": "E", "partner_id": "P", "kind": "demo"}
    read = Touch.model_validate({**touch, "occurred_at": "2026-01-10T10:30:00+02:00"})
    assert read.occurred_at == datetime(2026, 1, 10, 8, 30, tzinfo=UTC)
    assert read.occurred_at.tzinfo is UTC
    with pytest.raises(ValidationError, match="needs a zone"):
        Touch.model_validate({**touch, "occurred_at": "2026-01-10T10:30:00"})


@pytest.mark.parametrize(
    "changes",
    [
        {"opportunity_id": ""},
        {"opportunity_id": "x" * 201},
        {"name": "x" * 40_000},
        {"amount": 10**15},
        {"amount": 1.5},
        {"type": "upsell"},
    ],
)
def test_values_outside_a_field_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Opportunity.model_validate({**DEAL, **changes})


def fields_of(type_: object) -> list[tuple[type[Record], str]]:
    return [
        (record, name)
        for record in RECORD_TYPES
        for name, field in record.model_fields.items()
        if value_type(field.annotation) is type_
    ]


def test_every_record_is_frozen_and_takes_no_unknown_field() -> None:
    for record in RECORD_TYPES:
        assert record.model_config["frozen"], record.KIND
        with pytest.raises(ValidationError) as refused:
            record.model_validate({"colour": "blue"})
        assert ("colour",) in {error["loc"] for error in refused.value.errors()}, record.KIND


def test_every_time_needs_a_zone_and_becomes_utc() -> None:
    times = fields_of(datetime)
    assert len(times) > 10
    for record, name in times:
        naive = errors_about(record, name, datetime(2026, 1, 10, 10, 30))  # noqa: DTZ001
        assert naive == ["Value error, a time needs a zone, such as Z or +02:00"], name
        assert errors_about(record, name, "2026-01-10T10:30:00+02:00") == []


AMOUNTS = [
    (record, name)
    for record, name in fields_of(int)
    if any(getattr(limit, "le", None) == MAX_MINOR_UNITS for limit in limits(record, name))
]


@pytest.mark.parametrize("wrong", [1.0, 1.5, "1", True, 10**15, -(10**15)])
def test_no_amount_is_taken_from_a_float_text_or_beyond_the_limit(wrong: object) -> None:
    assert len(AMOUNTS) > 20
    for record, name in AMOUNTS:
        assert errors_about(record, name, wrong), f"{record.KIND}.{name}"
        assert errors_about(record, name, 1) == [], f"{record.KIND}.{name}"


def test_a_key_cannot_be_empty_or_only_spaces() -> None:
    for record in RECORD_TYPES:
        for name in record.KEY:
            if record.model_fields[name].annotation is str:
                limit = limits(record, name)
                if any(getattr(one, "min_length", None) for one in limit):
                    assert errors_about(record, name, "  "), f"{record.KIND}.{name}"


def test_a_key_reads_as_one_text() -> None:
    role = PartnerRole(opportunity_id="W-1", partner_id="P-1", role="co_sell")
    assert role.key_text == "W-1/P-1/co_sell"


def test_names_in_any_script_are_kept_as_they_are() -> None:
    for name in ("شركة الأفق", "🚀 Rocket GmbH", "株式会社ネクスト"):
        assert Partner(partner_id="P", name=name).name == name


def test_a_resolution_needs_two_different_people() -> None:
    given = {"finding_key": "k", "outcome": "waived", "reason": "known", "actor": "Ada"}
    FindingResolution.model_validate({**given, "approver": "Ben"})
    with pytest.raises(ValidationError, match="two different people"):
        FindingResolution.model_validate({**given, "approver": "ada"})


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.KIND)
def test_every_field_has_a_column_and_the_key_comes_first(record: type[Partner]) -> None:
    columns = column_types(record.KIND)
    assert set(columns) == set(record.model_fields) - {"contacts"}
    assert tuple(columns)[: len(record.KEY)] == record.KEY
    assert KINDS[record.KIND] is record


def test_every_amount_stands_beside_its_currency() -> None:
    for kind, record in KINDS.items():
        amounts = {name for name in record.model_fields if name.endswith("amount")}
        if amounts and kind != "attribution":
            assert "currency" in record.model_fields, kind


def test_a_place_reads_as_file_and_row_or_sheet_and_cell() -> None:
    assert str(Place(file="deals.csv", row=7)) == "deals.csv:7"
    assert str(Place(file="pack.xlsx", sheet="Credits", cell="B7")) == "pack.xlsx!Credits!B7"
    assert str(Place(file="pack.xlsx", sheet="Credits")) == "pack.xlsx!Credits"
    assert str(Place(file="deals.csv")) == "deals.csv"


def test_a_finding_is_read_back_with_its_place() -> None:
    finding = Finding(
        key="k",
        code="AMOUNT",
        severity="block",
        object_kind="deal",
        object_id="D-1",
        place=Place(file="deals.csv", row=7),
        message="m",
        remedy="r",
        owner_role="finance",
    )
    written = finding.model_dump(mode="json")
    assert written["place"] == {"file": "deals.csv", "row": 7, "sheet": None, "cell": None}
    assert Finding.model_validate(written) == finding
    with pytest.raises(ValidationError):
        Finding.model_validate({**written, "place": {"file": "deals.csv", "line": 7}})


def test_currencies_have_the_decimals_of_iso_4217() -> None:
    assert (exponent("USD"), exponent("JPY"), exponent("KWD"), exponent("CLF")) == (2, 0, 3, 4)
    assert not is_known("XXX")
    assert len(exponents()) > 150
    assert all(len(code) == 3 and code.isupper() for code in exponents())


def test_at_least_twenty_reason_codes_are_shipped_for_every_category() -> None:
    codes = reason_codes()
    assert len(codes) >= 20
    assert {"sourced", "co_sell", "influenced", "direct"} <= {
        row.category for row in codes.values()
    }
    assert all(row.description.endswith(".") for row in codes.values())
