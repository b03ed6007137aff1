"""The ledger says which rulebook is in force since when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from support.ledger_desk import START, command, opportunity, unguarded
from xldesk.errors import LedgerCorruptError, LedgerError
from xldesk.ledger.entry import Actor
from xldesk.policy.load import default_policy, default_policy_text
from xldesk.policy.version import canonical, policy_version

if TYPE_CHECKING:
    from xldesk.ledger.ledger import Ledger
    from xldesk.policy.rulebook import Policy


def titled(title: str, **changes: Any) -> Policy:
    return default_policy().model_copy(update={"title": title, **changes})


def in_zone(title: str, zone: str) -> Policy:
    calendar = default_policy().calendar.model_copy(update={"time_zone": zone})
    return titled(title, calendar=calendar)


def record(ledger: Ledger, hours: int, policy: Policy, since: date | None = None) -> str:
    with ledger.writing(command(hours, kind="policy")) as writer:
        return writer.put_policy(policy, f"# {policy.title}", since)


def test_a_policy_is_recorded_with_its_text(ledger: Ledger) -> None:
    actor = Actor("bea", "finance", authenticated=True)
    with ledger.writing(command(1, kind="policy", actor=actor, reason="signed")) as writer:
        writer.details["signed_by"] = ["bea", "cid"]
        version = writer.put_policy(default_policy(), default_policy_text(), date(2026, 1, 1))
    (found,) = ledger.policies()
    assert version == found.version == policy_version(default_policy())
    assert (found.position, found.in_force_from) == (1, date(2026, 1, 1))
    assert (found.actor, found.reason) == (actor, "signed")
    assert found.details["signed_by"] == ["bea", "cid"]
    assert ledger.policy_text(1) == default_policy_text()
    assert ledger.policy_text(2) is None
    (entry,) = ledger.entries()
    assert entry.policy_version == version


def test_a_policy_comes_back_as_it_went_in(ledger: Ledger) -> None:
    version = record(ledger, 1, default_policy())
    found_version, found = ledger.policy_at(START + timedelta(hours=1))
    assert (found_version, found) == (version, default_policy())
    assert canonical(found) == canonical(default_policy())


def test_entries_carry_the_policy_in_force_when_they_are_written(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    first = record(ledger, 2, titled("first"))
    with ledger.writing(command(3)) as writer:
        writer.add_records("opportunity", [opportunity(2)])
    record(ledger, 4, titled("next year"), date(2027, 1, 1))
    with ledger.writing(command(5)) as writer:
        writer.add_records("opportunity", [opportunity(3)])
    versions = [entry.policy_version for entry in ledger.entries()]
    assert versions[0] == ""
    assert versions[2] == versions[4] == first


TODAY = START.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("recorded", "as_of", "expected"),
    [
        ([(1, "a", None)], START + timedelta(hours=1), "a"),
        ([(1, "a", None), (2, "b", None)], START + timedelta(hours=1), "a"),
        ([(1, "a", None), (2, "b", None)], START + timedelta(hours=2), "b"),
        ([(1, "a", None), (2, "b", TOMORROW)], START + timedelta(hours=3), "a"),
        ([(1, "a", None), (2, "b", TOMORROW)], datetime(2026, 1, 6, tzinfo=UTC), "b"),
        # One written later for an earlier day does not displace the one in force since later.
        ([(1, "a", TODAY), (2, "b", TODAY - timedelta(9))], START + timedelta(hours=3), "a"),
        ([(1, "a", TODAY), (2, "b", TODAY)], START + timedelta(hours=3), "b"),
    ],
)
def test_the_policy_in_force(
    ledger: Ledger, recorded: list[tuple[int, str, date | None]], as_of: datetime, expected: str
) -> None:
    for hours, title, since in recorded:
        record(ledger, hours, titled(title), since)
    assert ledger.policy_at(as_of)[1].title == expected


def test_a_day_begins_in_the_zone_of_the_policy(ledger: Ledger) -> None:
    record(ledger, 1, titled("a"))
    record(ledger, 2, in_zone("b", "Asia/Tokyo"), TOMORROW)
    assert ledger.policy_at(datetime(2026, 1, 5, 14, 59, tzinfo=UTC))[1].title == "a"
    assert ledger.policy_at(datetime(2026, 1, 5, 15, 0, tzinfo=UTC))[1].title == "b"


def test_no_policy_in_force_is_said(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no policy is in force at 2026-01-05 09:00Z; no policy"):
        ledger.policy_at(START)
    record(ledger, 1, titled("a"))
    with pytest.raises(LedgerError, match="the first is of 2026-01-05"):
        ledger.policy_at(START)


def test_a_changed_policy_is_not_used(sqlite_ledger: Ledger) -> None:
    record(sqlite_ledger, 1, titled("a"))
    forger = unguarded(sqlite_ledger.directory)
    forger.execute("UPDATE policy SET content = replace(content, '\"a\"', '\"b\"')")
    with pytest.raises(LedgerCorruptError, match="entry 1: its policy is not version"):
        sqlite_ledger.policy_at(START + timedelta(hours=1))
