"""A mapping is drafted from headers and values; what cannot be told stands as a comment."""

from __future__ import annotations

import csv
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.export_samples import SAMPLES
from xldesk.errors import UsageError
from xldesk.intake.column_look import ColumnLook
from xldesk.intake.draft import Draft
from xldesk.intake.kinds import INTAKE_KINDS, field_shapes
from xldesk.intake.mapping import load_mapping, parse_mapping
from xldesk.intake.matching import Known, best_match, known_to
from xldesk.intake.shipped import shipped_mapping
from xldesk.intake.suggest import suggest_mapping
from xldesk.intake.words_told import stages_for, words_for
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from pathlib import Path

    from support.intake_desk import IntakeDesk
    from xldesk.intake.mapping import Mapping

POLICY = default_policy()
KNOWN = Known(tuple(stage.name for stage in POLICY.stages))


def drafted(path: Path, known: Known = KNOWN, kind: str | None = None) -> tuple[str, Mapping]:
    text = suggest_mapping(path, POLICY, known, kind).text
    return text, parse_mapping(tomllib.loads(text), "draft")


def of_text(folder: Path, content: str | bytes, **options: str) -> tuple[str, Mapping]:
    path = folder / "x.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return drafted(path, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_draft_of_a_known_export_reads_it_whole(
    desk: IntakeDesk, tmp_path: Path, name: str
) -> None:
    path = desk.write(SAMPLES[name])
    text, mapping = drafted(path)
    told = bool(shipped_mapping(name).signature)
    assert (f"shipped mapping {name}," in text) == told
    if told:
        report = desk.read(SAMPLES[name], mapping=mapping)
        assert (report.kind, report.rejected) == (shipped_mapping(name).kind, 0)
        (tmp_path / "draft.toml").write_text(text, "utf-8")
        assert load_mapping(tmp_path / "draft.toml").model_dump() == mapping.model_dump()


@pytest.mark.shared
def test_the_draft_of_a_real_export_needs_its_currency_alone(
    desk: IntakeDesk, shared: Path
) -> None:
    text, mapping = drafted(shared / "data/crm/sales_pipeline.csv")
    assert mapping.kind == "opportunity"
    assert mapping.columns == {
        "opportunity_id": "opportunity_id",
        "sales_agent": "owner",
        "product": "product_family",
        "account": "account_name",
        "deal_stage": "stage",
        "engage_date": "created_date",
        "close_date": "close_date",
        "close_value": "amount",
    }
    assert (mapping.date_format, mapping.nulls) == (("%d-%m-%Y",), ("null",))
    assert mapping.values == {"stage": {"Won": "Closed Won", "Lost": "Closed Lost"}}
    assert '# currency = "USD"  # needed' in text
    assert "# Engaging = " in text
    content = (shared / "data/crm/sales_pipeline.csv").read_bytes()
    given = mapping.model_copy(update={"constants": {"currency": "USD"}})
    report = desk.read(content, "sales_pipeline.csv", given)
    assert (report.added, report.rejected) == (8_800, 0)
    assert report.totals == {"USD": 1_000_553_400}


DEALS = "opportunity_id,stage,currency,close_date,amount\n"


@pytest.mark.parametrize(
    ("dates", "format_told", "comment"),
    [
        (["31/01/2026", "05/02/2026"], ("%d/%m/%Y",), None),
        (["01/31/2026", "02/05/2026"], ("%m/%d/%Y",), None),
        (["05/02/2026", "06/03/2026"], (), '# date_format = "%d/%m/%Y"  # or "%m/%d/%Y"'),
        (["31.01.2026", "null"], ("%d.%m.%Y",), None),
        (["31/01/2026", "01/31/2026"], (), None),
        (["2026-01-31", ""], (), None),
        (["1774951200000"], ("unix_ms",), None),
        (["3 Feb 2026"], ("%d %b %Y",), None),
    ],
)
def test_the_whole_column_tells_how_dates_are_written(
    tmp_path: Path, dates: list[str], format_told: tuple[str, ...], comment: str | None
) -> None:
    rows = "".join(f"O-{n},Proposal,USD,{day},5\n" for n, day in enumerate(dates))
    text, mapping = of_text(tmp_path, DEALS + rows)
    assert mapping.date_format == format_told
    assert (comment or "") in text
    assert ("# date_format" in text) == (comment is not None)


def test_another_column_may_tell_the_order(tmp_path: Path) -> None:
    _, mapping = of_text(
        tmp_path,
        "opportunity_id,stage,currency,close_date,created_date\n"
        "O-1,Proposal,USD,05/02/2026,31/01/2026\n",
    )
    assert mapping.date_format == ("%d/%m/%Y",)


@pytest.mark.parametrize(
    ("amounts", "style", "comment"),
    [
        (["1.234,50", "7"], "comma", False),
        (["1,234.50", "7"], "point", False),
        (["1,234", "7"], "auto", True),
        (["1.5", "1,5"], "auto", False),
        (["12", "7"], "auto", False),
    ],
)
def test_amounts_tell_their_style(
    tmp_path: Path, amounts: list[str], style: str, comment: bool
) -> None:
    rows = "".join(f'O-{n},Proposal,USD,,"{amount}"\n' for n, amount in enumerate(amounts))
    text, mapping = of_text(tmp_path, DEALS + rows)
    assert mapping.amount_style == style
    assert ("# amount_style" in text) == comment


def test_a_file_of_windows_with_semicolons_is_told(desk: IntakeDesk, tmp_path: Path) -> None:
    content = (
        "Vorgang;Deal Stage;Betrag;Currency;Account Name\nO-1;Won;1.234,50;EUR;Müller\n"
    ).encode("cp1252")
    text, mapping = of_text(tmp_path, content)
    assert (mapping.encoding, mapping.delimiter, mapping.amount_style) == ("cp1252", ";", "comma")
    assert "# Vorgang = " in text
    assert mapping.columns["Betrag"] == "amount"
    mended = mapping.model_copy(
        update={"columns": {**mapping.columns, "Vorgang": "opportunity_id"}}
    )
    report = desk.read(content, mapping=mended)
    assert (report.added, report.totals) == (1, {"EUR": 123_450})


def test_ids_that_the_desk_knows_tell_a_column(desk: IntakeDesk) -> None:
    desk.read("partner_id,name\nP-1,Quay\nP-2,Pier\n", "partners.csv")
    desk.read("opportunity_id,stage,currency\nO-1,Proposal,USD\n")
    known = known_to(desk.ledger.snapshot(), POLICY)
    path = desk.write("Deal ref,Who,Role\nO-1,P-1,co-sell\nO-1,P-2,System referral\n", "roles.csv")
    _, mapping = drafted(path, known, "partner_role")
    assert mapping.columns == {"Deal ref": "opportunity_id", "Who": "partner_id", "Role": "role"}
    assert mapping.values == {"role": {"System referral": "referral"}}


@pytest.mark.parametrize("kind", INTAKE_KINDS)
def test_the_names_of_a_kinds_fields_tell_the_kind(kind: str) -> None:
    looks = [ColumnLook(name.replace("_", " ").title()) for name in field_shapes(kind)]
    match = best_match(looks, KNOWN)
    assert match.kind == kind
    assert set(match.columns) == set(field_shapes(kind))


def test_products_of_the_policy_are_told_in_other_spellings(tmp_path: Path) -> None:
    products = [{"family": "GTX Pro", "margin": "0.5"}, {"family": "MG Special", "margin": "0.5"}]
    policy = POLICY.model_copy(
        update={
            "products": type(POLICY)
            .model_validate({**POLICY.model_dump(), "products": products})
            .products
        }
    )
    path = tmp_path / "x.csv"
    path.write_text("opportunity_id,stage,product\nO-1,Won,GTXPro\nO-2,Won,MG Special\nO-3,Won,x\n")
    text = suggest_mapping(path, policy, KNOWN).text
    assert tomllib.loads(text)["values"]["product_family"] == {"GTXPro": "GTX Pro"}
    assert '# x = ""  # no word is near; one of GTX Pro, MG Special' in text


def test_words_stand_for_the_nearest_word_or_none() -> None:
    stages = ["closed WON", "Verloren", "Deal lost", "Proposal/Price Quote", "Won!", "Demo"]
    assert stages_for(stages, POLICY.stages) == {
        "Verloren": None,
        "Deal lost": "Closed Lost",
        "Proposal/Price Quote": "Proposal",
        "Won!": "Closed Won",
        "Demo": None,
    }
    assert words_for(["Co-Sell", "our co sell", "x"], ("co_sell", "referral")) == {
        "our co sell": "co_sell",
        "x": None,
    }


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        drafted(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="not a kind that a file can bring"):
        of_text(tmp_path, DEALS + "O-1,Proposal,USD,,5\n", kind="deal")


@settings(max_examples=80)
@given(
    st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=12), min_size=1, max_size=4),
    st.text(max_size=20),
)
def test_a_draft_is_toml_whatever_stands_in_it(words: dict[str, str], said: str) -> None:
    draft = Draft()
    draft.say(said or "x")
    draft.set("nulls", list(words))
    for word, meant in words.items():
        draft.put("columns", word, meant, said)
        draft.propose("columns", word, meant, said)
        draft.put("values.stage", word, meant)
    read = tomllib.loads(draft.text())
    assert read["columns"] == words
    assert read["values"]["stage"] == words
    assert read["nulls"] == list(words)


CELL = st.one_of(
    st.sampled_from(
        ["", "null", "Won", "31/12/2026", "2026-01-05", "1.234,50", "1,234", "USD", "yes"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
HEADING = st.one_of(
    st.sampled_from(["Deal ID", "Stage", "Close Date", "Amount", "Role", "Partner", "Currency"]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
)


@settings(max_examples=60)
@given(
    header=st.lists(HEADING, min_size=1, max_size=6, unique_by=str.casefold),
    rows=st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=5),
)
def test_a_draft_of_any_table_loads(
    tmp_path: Path, header: list[str], rows: list[list[str]]
) -> None:
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *(row[: len(header)] for row in rows)])
    try:
        text = suggest_mapping(path, POLICY, KNOWN).text
    except UsageError as error:  # a header that no reader takes
        assert str(path) in error.message
    else:
        parse_mapping(tomllib.loads(text), "draft")


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (
            {"close_date": "01/02/2026", "created_date": "03/04/2026"},
            '# date_format = "%d/%m/%Y"  # or "%m/%d/%Y": every date of close_date and created',
        ),
        (
            {"close_date": "01/02/2026", "created_date": "03.04.2026"},
            '# date_format = ["%d.%m.%Y", "%d/%m/%Y"]  # or ["%d.%m.%Y", "%m/%d/%Y"]: every',
        ),
        (
            {"close_date": "01/02/2026", "created_date": "03-04-2026"},
            '# date_format = ["%d/%m/%Y", "%d-%m-%Y"]  # or ["%m/%d/%Y", "%m-%d-%Y"]: every',
        ),
        ({"close_date": "01/02/2026", "created_date": "13/04/2026"}, 'date_format = "%d/%m/%Y"'),
    ],
)
def test_one_line_says_every_format_of_a_draft(
    tmp_path: Path, columns: dict[str, str], line: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        f"opportunity_id,stage,{','.join(columns)}\nO-1,Won,{','.join(columns.values())}\n"
    )
    text, mapping = drafted(path)
    lines = [one for one in text.splitlines() if "date_format" in one]
    assert len(lines) == 1
    assert lines[0].startswith(line)
    # Uncommented, each of the alternatives is a mapping.
    parse_mapping(tomllib.loads(text.replace("# date_format", "date_format")), "draft")
    assert bool(mapping.date_format) is not line.startswith("#")


def test_the_order_of_times_is_proposed_as_that_of_times(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("event_id,partner_id,kind,occurred_at\nE-1,P-1,demo,01/02/2026 10:00\n")
    text, _ = drafted(path, kind="touch")
    assert '# time_format = "%d/%m/%Y %H:%M"  # or "%m/%d/%Y %H:%M": every date of' in text
    assert "date_format" not in text.replace("time_format", "")


def test_what_tells_rows_apart_is_no_constant(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,type,tier\nAcme,reseller,gold\nBolt,isv,gold\n")
    suggested = suggest_mapping(path, POLICY, KNOWN, "partner")
    assert suggested.needed == ()
    assert '[same_as]\n# partner_id = "name"  # needed, another for each row' in suggested.text
    uncommented = suggested.text.replace("# partner_id", "partner_id")
    assert parse_mapping(tomllib.loads(uncommented), "draft").same_as == {"partner_id": "name"}
