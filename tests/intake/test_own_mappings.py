"""A header that tells no kind names the mapping that reads it: the desk's own, or a shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError
from xldesk.intake.mapping import Mapping, parse_mapping
from xldesk.intake.own_mappings import mapping_hint

if TYPE_CHECKING:
    from pathlib import Path

    from support.intake_desk import IntakeDesk

DEALS = """\
kind = "opportunity"
columns = { "Deal Ref" = "opportunity_id", "Worth" = "amount", "Step" = "stage" }
constants = { currency = "EUR" }
"""
TOUCHES = """\
kind = "touch"
columns = { "Ref" = "touch_id", "Step" = "kind" }
"""
HUBSPOT = ["Record ID", "Deal Name", "Deal Stage", "deal_currency_code"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a folder of two mappings, and of a file that is none."""
    for name, text in (("deals", DEALS), ("touches", TOUCHES), ("draft", "kind = ")):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        (["Deal Ref", "Worth", "Step"], "the mapping {0}/deals.toml reads it as opportunity: "),
        (["deal ref", "WORTH", "step", "x"], "the mapping {0}/deals.toml reads it as opportunity"),
        (["Deal Ref", "Worth"], "the mapping {0}/deals.toml (opportunity) comes near, but names "),
        (["Ref", "Other"], "the mapping {0}/touches.toml (touch) comes near, but names 'Step'"),
        (HUBSPOT, "the shipped mapping hubspot-deals reads it as opportunity: --map hubspot-deals"),
    ],
)
def test_the_mapping_that_reads_a_header_is_named(kept: Path, header: list[str], hint: str) -> None:
    assert mapping_hint(kept, header, Mapping()).startswith("; " + hint.format(kept))


def test_no_mapping_is_named_without_need(kept: Path, tmp_path: Path) -> None:
    given = parse_mapping({"columns": {"Worth": "amount"}}, "map.toml")
    assert mapping_hint(kept, ["Deal Ref", "Worth", "Step"], given) == ""
    assert mapping_hint(kept, ["a", "b"], Mapping()) == ""
    assert mapping_hint(tmp_path / "none", ["Deal Ref", "Worth", "Step"], Mapping()) == ""


def test_intake_names_the_desk_s_mapping_and_reads_with_it(desk: IntakeDesk) -> None:
    own = desk.ledger.directory / "mappings" / "deals.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(DEALS, "utf-8")
    rows = "Deal Ref,Worth,Step\nO-1,5.00,Proposal\n"
    with pytest.raises(UsageError) as untold:
        desk.read(rows)
    message = untold.value.message
    assert "the headers do not tell what the rows are" in message
    assert message.endswith(f"; the mapping {own} reads it as opportunity: --map {own}")
