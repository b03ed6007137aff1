"""What a file's rows are is told by its headers, or not at all."""

from __future__ import annotations

import pytest

from xldesk.errors import UsageError
from xldesk.intake.headings import aliases, field_names, known_headings, plain_heading
from xldesk.intake.kinds import INTAKE_KINDS, amount_field, field_shapes
from xldesk.intake.layout import recognise
from xldesk.intake.mapping import Mapping, parse_mapping
from xldesk.records.kinds import KINDS


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("Opportunity Id", "opportunity_id"),
        ("OpportunityID", "opportunity_id"),
        (" opportunity-id ", "opportunity_id"),
        ("Won?", "won"),
        ("StageName", "stage_name"),
        ("Größe (€)", "grösse"),
        ("🎉", ""),
    ],
)
def test_headings_are_compared_without_case_and_punctuation(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


@pytest.mark.parametrize("kind", INTAKE_KINDS)
@pytest.mark.parametrize("style", [str, lambda name: name.replace("_", " ").title()])
def test_every_kind_is_recognised_from_its_own_field_names(kind: str, style: type[str]) -> None:
    header = [style(name) for name in field_names(kind)]
    layout = recognise("x.csv", header, Mapping(), None)
    assert layout.kind == kind
    assert layout.fields == tuple(field_shapes(kind))
    assert layout.left_out == ()


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_every_kind_is_recognised_from_its_required_fields(kind: str) -> None:
    required = [name for name, shape in field_shapes(kind).items() if shape.required]
    layout = recognise("x.csv", [*KINDS[kind].KEY, *required, "remark"][len(KINDS[kind].KEY):],
                       Mapping(), None)  # fmt: skip
    assert layout.kind == kind
    assert layout.left_out == ("remark",)


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_aliases_lead_to_fields_and_to_one_each(kind: str) -> None:
    assert set(aliases(kind).values()) <= set(field_names(kind))
    assert not set(aliases(kind)) & set(field_names(kind))
    assert all(plain_heading(alias) == alias for alias in aliases(kind))


def test_common_headers_of_a_crm_are_known() -> None:
    header = [
        "Id",
        "Opportunity Name",
        "Account",
        "StageName",
        "Amount",
        "CurrencyIsoCode",
        "CloseDate",
    ]
    layout = recognise("x.csv", header, Mapping(), None)
    assert layout.kind == "opportunity"
    assert layout.columns == {
        "opportunity_id": 0, "name": 1, "account_name": 2, "stage": 3, "amount": 4, "currency": 5,
        "close_date": 6,
    }  # fmt: skip
    assert known_headings(["Id", "remark"]) == 1


@pytest.mark.parametrize(
    ("header", "kind", "words"),
    [
        ("id,name,amount,stage", None, r"candidates: opportunity \(missing: currency\)"),
        ("fund_id,partner_id,name,period,budget,currency", None, r"mdf_fund \(missing: expiry\)"),
        ("Deal ID,Worth,Stage", None,
         r"nearest is opportunity, by 'Deal ID', 'Stage'; say .*\(--as opp.*\(--set currency=…\),"),
        ("Worth,Amount,Deal Currency,Stage", None,
         r"by 'Amount', 'Stage' \(currency may be 'Deal Currency'\); map the columns \(--map; "),
        ("a,b", None, "no field is known in them; say the kind"),
        ("name", None, "candidates: "),
        ("opportunity_id,stag,currency", "opportunity",
         r"x\.csv:1: a required column of opportunity is missing: stage \(is it 'stag'\?\)"),
        ("stage,currency", "opportunity",
         r"a key column of opportunity is missing: opportunity_id; [^-]*; the file has: stage"),
        ("opportunity_id,stage", "opportunity",
         r"missing: currency; map .*, or give what is the same for all rows: --set currency=…;"),
        ("role,recorded_at", "partner_role", "--set opportunity_id=… --set partner_id=…"),
        ("opportunity_id,stage,Stage,currency", None, "x.csv:1: columns 2 and 3 are both 'Stage'"),
        ("id,stage,deal_value,tcv,currency", None, "'deal_value' and 'tcv' both read as amount"),
        ("opportunity_id,stage,currency", "deals",
         r"'deals' is not a kind that a file can bring \(is it opportunity\?\); known: partner, "),
        ("opportunity_id,stage,currency", "Opportunity", r"\(is it opportunity\?\)"),
        ("opportunity_id,stage,currency", "weather", "can bring; known: partner"),
        ("source,row", "rejected_row", "'rejected_row' is not a kind"),
    ],
)  # fmt: skip
def test_headers_that_do_not_decide_name_the_candidates(
    header: str, kind: str | None, words: str
) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        recognise("x.csv:1", header.split(","), Mapping(), kind)
    assert "\n" not in caught.value.message


def test_two_kinds_that_fit_equally_are_both_named() -> None:
    header = ["opportunity_id", "stage", "currency", "name", "changed_at"]
    with pytest.raises(UsageError, match="candidates: opportunity; stage_change; say the kind"):
        recognise("x.csv", header, Mapping(), None)
    assert recognise("x.csv", header, Mapping(), "stage_change").left_out == ("name",)


def test_a_mapping_s_targets_narrow_the_kinds_down() -> None:
    mapping = parse_mapping({"columns": {"When": "occurred_at"}}, "map.toml")
    layout = recognise("x.csv", ["id", "partner_id", "kind", "when"], mapping, None)
    assert layout.kind == "touch"
    wrong = parse_mapping({"columns": {"When": "occured_at"}}, "map.toml")
    with pytest.raises(UsageError, match="not a field of"):
        recognise("x.csv", ["id", "partner_id", "kind", "when"], wrong, None)


def test_a_field_s_own_name_wins_over_an_alias() -> None:
    layout = recognise(
        "x.csv", ["opportunity_id", "stage", "amount", "tcv", "currency"], Mapping(), None
    )
    assert layout.columns["amount"] == 2
    assert layout.left_out == ("tcv",)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("opportunity", "amount"), ("mdf_fund", "budget"), ("mdf_claim", "claimed_amount"),
     ("mdf_request", "planned_spend"), ("booking_event", "amount_delta"), ("touch", None)],
)  # fmt: skip
def test_each_kind_is_totalled_by_its_main_amount(kind: str, name: str | None) -> None:
    assert amount_field(kind) == name
