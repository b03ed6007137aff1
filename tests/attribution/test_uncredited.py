"""Every opportunity has one headline category, those that nothing is credited of as well."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.deals import at, co_sell, open_deal, partner, registration, touch, won
from support.world import ACTOR, AS_OF, World, changed, plain_basis
from xldesk.attribution.run import attribute
from xldesk.attribution.story import tell
from xldesk.attribution.uncredited import uncredited_headlines
from xldesk.ledger.basis import Basis
from xldesk.ledger.entry import Command
from xldesk.policy.load import default_policy
from xldesk.records.opportunity import Opportunity
from xldesk.records.record import Record
from xldesk.validation.run import validate

PEOPLE = [partner("P1"), partner("P2")]


def lost(opportunity_id: str = "O1", **fields: Any) -> Opportunity:
    return won(opportunity_id, **{"stage": "Closed Lost", "is_won": False, **fields})


DEALS = {
    "lost": lost(),
    "lost-bare": lost(amount=None),
    "won-bare": won(amount=None),
    "open-bare": open_deal(amount=None),
    "won": won(),
}
"""By name; those without an amount are bare. All but the last are credited to nobody."""

ACTS: dict[str, tuple[list[Record], str]] = {
    "nothing": ([], "direct"),
    "claim": ([registration(), co_sell(partner_id="P2"), touch()], "sourced"),
    "role": ([co_sell(), touch(partner_id="P2")], "co_sell"),
    "touch": ([touch()], "influenced"),
    "unqualified": ([touch(kind="training")], "direct"),
    "undecided": ([registration(status="submitted", decided_at=None)], "direct"),
}
"""What was done on a deal, and the headline category it gives."""

EXPECTED = {f"{deal}-{acts}": ACTS[acts][1] for deal in DEALS for acts in ACTS}


def own(record: Record, name: str) -> Record:
    """Return an act or a deal as one of the deal ``name``, by its account and its id."""
    keys = {"registration_id", "event_id"} & set(type(record).model_fields)
    given = {"opportunity_id": name, **dict.fromkeys(keys, f"A-{name}")}
    if "account_domain" in type(record).model_fields:
        given["account_domain"] = f"{name}.example"
    return record.model_copy(update=given)


@pytest.fixture(scope="module")
def basis() -> Basis:
    records = list(PEOPLE)
    for name in EXPECTED:
        deal, _, acts = name.rpartition("-")
        records += [own(record, name) for record in (DEALS[deal], *ACTS[acts][0])]
    found = plain_basis(records)
    validate(found)
    attribute(found)
    return found


def test_it_is_the_highest_of_what_counts(basis: Basis) -> None:
    tables = ("contribution", "deal", "credit")
    before = [basis.con.execute(f"SELECT * FROM {name}").fetchall() for name in tables]
    headlines = uncredited_headlines(basis)
    assert [basis.con.execute(f"SELECT * FROM {name}").fetchall() for name in tables] == before
    credited = dict(
        basis.con.execute("SELECT opportunity_id, headline_category FROM deal").fetchall()
    )
    assert set(credited) == {f"won-{acts}" for acts in ACTS}
    assert credited | headlines == EXPECTED
    assert not set(credited) & set(headlines)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("lost-claim", None),
        ("lost-touch", "markov"),
        ("lost-bare-role", None),
        ("won-bare-touch", "markov"),
        ("open-bare-claim", None),
        ("open-bare-unqualified", None),
    ],
)
def test_the_story_tells_it_with_what_counts(basis: Basis, name: str, model: str | None) -> None:
    story = tell(basis, name, model)
    assert story.headline_category == EXPECTED[name]
    assert story.lines == ()
    counted = {act.category for act in story.acts if act.verdict == "counts"}
    assert (EXPECTED[name] in counted) == (EXPECTED[name] != "direct")


def test_the_policy_of_the_close_date_decides(tmp_path: Path) -> None:
    narrow = changed(default_policy(), title="narrow", taxonomy={"influence": {"window_days": 30}})
    records: list[Record] = [*PEOPLE]
    for name, closed in (("O-MAR", date(2026, 3, 31)), ("O-APR", date(2026, 4, 30))):
        domain = f"{name.lower()}.example"
        records.append(lost(name, close_date=closed, account_domain=domain))
        records.append(touch(f"E-{name}", "P2", "2026-03-20", opportunity_id=name))
    with World(tmp_path, default_policy()) as world:
        world.add(*records)
        command = Command(
            command_id="narrow",
            kind="policy",
            actor=ACTOR,
            at=at("2026-03-30"),
            reason="x",
            content_digest="narrow",
        )
        with world.ledger.writing(command) as writer:
            writer.put_policy(narrow, "", date(2026, 4, 1))
        basis = world.basis(AS_OF)
        validate(basis)
        assert basis.earlier
        expected = {"O-MAR": "influenced", "O-APR": "direct"}
        assert uncredited_headlines(basis) == expected
        assert {name: tell(basis, name).headline_category for name in expected} == expected
        attribute(basis)
        assert uncredited_headlines(basis) == expected
