"""What the ledger promises, on both back ends."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from support.ledger_desk import OPPORTUNITIES, START, Desk, command, opportunity, select_rows
from xldesk.errors import CommandConflictError, LedgerBusyError, LedgerError
from xldesk.ledger.digest import canonical_json, sha256_text
from xldesk.ledger.entry import GENESIS_HASH, Actor, Head
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.segment import FOLDER as SEGMENTS
from xldesk.ledger.verify import verify
from xldesk.records.kinds import KINDS, column_types
from xldesk.records.partner import Partner
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_ledger_is_empty(ledger: Ledger) -> None:
    assert ledger.head() is None
    assert ledger.entries() == []
    assert ledger.position_at(START) == 0
    snapshot = ledger.snapshot()
    assert (snapshot.position, snapshot.hash, snapshot.at) == (0, GENESIS_HASH, None)


def test_an_entry_says_who_when_why_and_what(ledger: Ledger) -> None:
    given = command(
        1,
        kind="approval",
        actor=Actor("Zoë O'Neill", "finance", authenticated=True),
        reason="العربية ✅",
        details={"period": "2026-Q1", "day": date(2026, 3, 31), "rate": Decimal("0.10")},
    )
    with ledger.writing(given) as writer:
        writer.details["files"] = ["a.csv"]
        writer.add_records("opportunity", [opportunity(1)])
    entry = writer.receipt.entry
    assert entry is not None
    assert ledger.entries() == [entry]
    assert (entry.position, entry.previous_hash) == (1, GENESIS_HASH)
    assert (entry.actor, entry.at, entry.reason) == (given.actor, given.at, given.reason)
    assert entry.details == {
        "day": "2026-03-31",
        "files": ["a.csv"],
        "period": "2026-Q1",
        "rate": "0.10",
    }
    assert writer.receipt.rows == {"opportunity": 1}
    assert not writer.receipt.existed
    assert ledger.head() == Head(1, entry.hash, entry.at)


def test_the_hash_is_the_sha256_of_the_stored_fields(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.keep()
    with ledger.database.reading() as connection:
        stored = dict(connection.execute(text("SELECT * FROM entry")).mappings().one())
    own = stored.pop("hash")
    plain = json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert own == sha256_text(plain)


def test_each_entry_carries_the_hash_before_it(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        with ledger.writing(command(number)) as writer:
            writer.add_records("opportunity", [opportunity(number)])
    first, second, third = ledger.entries()
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert ledger.entries(after=1, limit=1) == [second]


def test_a_retry_answers_exists_and_writes_nothing(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    with ledger.writing(command(1, at=START + timedelta(days=9))) as again:
        assert again.existing == writer.receipt.entry
    assert again.receipt == replace(writer.receipt, existed=True)
    assert len(ledger.entries()) == 1


def test_adding_to_a_command_that_exists_is_refused(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.keep()
    with (
        pytest.raises(LedgerError, match="carried out before"),
        ledger.writing(command(1)) as again,
    ):
        again.keep()


@pytest.mark.parametrize("change", [{"content_digest": "other"}, {"kind": "approval"}])
def test_the_same_command_id_with_other_content_is_refused(
    ledger: Ledger, change: dict[str, str]
) -> None:
    with ledger.writing(command(1)) as writer:
        writer.keep()
    with (
        pytest.raises(CommandConflictError, match=r"'command-1' .*entry 1, intake.*new command id"),
        ledger.writing(command(1, **change)),
    ):
        pass
    assert len(ledger.entries()) == 1


def test_a_body_that_adds_nothing_leaves_no_entry(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [])
        writer.details["looked"] = True
    assert writer.receipt.entry is None
    assert ledger.head() is None


def test_an_error_in_the_body_leaves_nothing(ledger: Ledger) -> None:
    def fail_half_way() -> None:
        with ledger.writing(command(1)) as writer:
            writer.add_records("opportunity", [opportunity(number) for number in range(1_500)])
            writer.add_records("opportunity", [opportunity(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert ledger.head() is None
    assert ledger.snapshot().connect().execute("FROM opportunity").fetchall() == []
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    assert len(ledger.entries()) == 1


def test_time_never_runs_backwards(ledger: Ledger) -> None:
    late, early = START + timedelta(hours=5), START
    for number, when in enumerate((late, early), start=1):
        with ledger.writing(command(number, at=when)) as writer:
            writer.keep()
    assert [entry.at for entry in ledger.entries()] == [late, late]


def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    with (
        pytest.raises(ValueError, match="needs a zone"),
        ledger.writing(command(1, at=START.replace(tzinfo=None))) as writer,
    ):
        writer.keep()
    assert ledger.head() is None


def test_details_take_no_float(ledger: Ledger) -> None:
    given = command(1, details={"share": 0.1})
    with pytest.raises(TypeError, match=r"float 0\.1"), ledger.writing(given) as writer:
        writer.keep()
    assert ledger.head() is None


@pytest.mark.parametrize(
    ("hours", "position"), [(-1, 0), (0, 0), (1, 1), (1.5, 1), (2, 3), (99, 3)]
)
def test_position_at_is_the_last_entry_by_then(desk: Desk, hours: float, position: int) -> None:
    with desk.create() as ledger:
        for number, hour in enumerate((1, 2, 2), start=1):
            with ledger.writing(command(number, at=START + timedelta(hours=hour))) as writer:
                writer.keep()
        assert ledger.position_at(START + timedelta(hours=hours)) == position


def test_a_second_writer_hears_busy_after_the_wait(ledger: Ledger, desk: Desk) -> None:
    with desk.open() as other, ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
        with (
            pytest.raises(LedgerBusyError, match=r"within 0\.05 s; nothing was written: run"),
            other.writing(command(2), wait_seconds=0.05),
        ):
            pass
        assert other.head() is None  # reading goes on
    assert [entry.command_id for entry in ledger.entries()] == ["command-1"]


def test_the_writer_sees_the_state_it_adds_to(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        assert writer.current().position == 0
        writer.add_records("opportunity", [opportunity(1, amount=7)])
    with ledger.writing(command(2)) as writer:
        current = writer.current()
        assert current.position == 1
        assert current.connect().execute("SELECT amount FROM opportunity").fetchall() == [(7,)]
        writer.add_records("opportunity", [opportunity(1, amount=8)])
    assert writer.position == 2


def test_the_latest_row_of_a_key_wins_and_the_past_stays(ledger: Ledger) -> None:
    for number, amount in ((1, 10), (2, 20), (3, 30)):
        with ledger.writing(command(number)) as writer:
            writer.add_records("opportunity", [opportunity(1, amount)], [("deals.csv", number)])
    for position, amount in ((1, 10), (2, 20), (3, 30)):
        found = ledger.snapshot(position).connect().execute(
            "SELECT amount, source_file, source_row, ledger_position, ledger_at FROM opportunity"
        )  # fmt: skip
        at = (START + timedelta(hours=position)).replace(tzinfo=None)
        assert found.fetchall() == [(amount, "deals.csv", position, position, at)]


def test_within_an_entry_the_later_row_wins(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1, 10), opportunity(1, 20)])
        writer.add_records("opportunity", [opportunity(2, 30)])
        writer.add_records("opportunity", [opportunity(2, 40)])
    found = ledger.snapshot().connect().execute(
        "SELECT opportunity_id, amount FROM opportunity ORDER BY ALL"
    )  # fmt: skip
    assert found.fetchall() == [("O-1", 20), ("O-2", 40)]


def test_every_kind_is_a_typed_view_even_without_rows(ledger: Ledger) -> None:
    connection = ledger.snapshot().connect()
    for kind in KINDS:
        described = connection.execute(f'DESCRIBE "{kind}"').fetchall()
        assert {name: of_type for name, of_type, *_ in described} == {
            **column_types(kind),
            "source_file": "VARCHAR",
            "source_row": "BIGINT",
            "ledger_position": "BIGINT",
            "ledger_at": "TIMESTAMP",
        }


def test_values_come_back_as_they_went_in(ledger: Ledger) -> None:
    when = datetime(2026, 2, 28, 23, 30, 0, 1, tzinfo=UTC)
    registration = DealRegistration(
        registration_id="R-1",
        partner_id="P-1",
        customer_name="شركة 'النور' \u0000 🚀",
        country="DE",
        product_family="Core",
        amount=999_999_999_999_999,
        currency="KWD",
        expected_close=date(2026, 6, 30),
        evidence=("mail, 3 March", 'a "quoted" note'),
        submitted_at=when,
        external_ids={"crm": "006A"},
    )
    role = PartnerRole(
        opportunity_id="O-1", partner_id="P-1", role="co_sell", agreed_share=Decimal("0.333333")
    )
    with ledger.writing(command(1)) as writer:
        writer.add_records("deal_registration", [registration])
        writer.add_records("partner_role", [role])
    connection = ledger.snapshot().connect()
    row = connection.execute(
        "SELECT customer_name, amount, expected_close, evidence, submitted_at, external_ids, "
        "decided_at FROM deal_registration"
    ).fetchone()
    assert row == (
        registration.customer_name,
        999_999_999_999_999,
        date(2026, 6, 30),
        ["mail, 3 March", 'a "quoted" note'],
        when.replace(tzinfo=None),
        canonical_json({"crm": "006A"}),
        None,
    )
    assert connection.execute("SELECT agreed_share FROM partner_role").fetchall() == [
        (Decimal("0.333333"),)
    ]


@pytest.mark.parametrize(("rows", "segments"), [(1_000, 0), (1_001, 1)])
def test_few_rows_stand_with_the_entry_many_in_a_segment(
    desk: Desk, rows: int, segments: int
) -> None:
    with desk.create() as ledger:
        with ledger.writing(command(1)) as writer:
            assert writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [rows]) == rows
        assert writer.receipt.rows == {"opportunity": rows}
        files = list((desk.directory / SEGMENTS).iterdir())
        assert len(files) == segments
        found = ledger.snapshot().connect().execute(
            "SELECT count(*), sum(amount), min(source_row), max(source_row) FROM opportunity"
        )  # fmt: skip
        assert found.fetchall() == [(rows, 100 * rows * (rows - 1) // 2, 2, rows + 1)]


def test_records_and_queries_of_the_same_rows_have_the_same_digest(ledger: Ledger) -> None:
    records = [opportunity(number, 100 * number) for number in range(5)]
    given = {
        "opportunity_id": "'O-' || i",
        "external_ids": "'{}'",
        "compliance_flags": "[]",
        "type": "'new'",
        "currency": "'USD'",
        "stage": "'Proposal'",
        "amount": "100 * i",
        "is_closed": "false",
        "is_won": "false",
        "source_file": "'deals.csv'",
        "source_row": "i + 2",
    }
    with ledger.writing(command(1)) as writer:
        writer.add_records(
            "opportunity", records, [("deals.csv", number + 2) for number in range(5)]
        )
    with ledger.writing(command(2)) as second:
        sql = select_rows("opportunity", given, "range(5) AS numbers(i)")
        second.add_query("opportunity", duckdb.connect(), sql)
    assert writer.receipt.entry is not None
    assert second.receipt.entry is not None
    assert writer.receipt.entry.rows_digest == second.receipt.entry.rows_digest


def test_many_records_go_into_a_segment_in_their_order(ledger: Ledger) -> None:
    records = [opportunity(number % 1_500, number) for number in range(3_000)]
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", records)
    found = ledger.snapshot().connect().execute("SELECT count(*), min(amount) FROM opportunity")
    assert found.fetchall() == [(1_500, 1_500)]


def test_a_query_without_rows_adds_nothing(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        assert writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [0]) == 0
    assert writer.receipt.entry is None


def test_a_row_without_its_key_is_refused(ledger: Ledger) -> None:
    sql = select_rows("opportunity", {"currency": "'USD'"}, "range(2000)")
    with (
        pytest.raises(LedgerError, match="2000 rows of kind opportunity have no key"),
        ledger.writing(command(1)) as writer,
    ):
        writer.add_query("opportunity", duckdb.connect(), sql)
    assert list((ledger.directory / SEGMENTS).iterdir()) == []


def test_the_callers_connection_keeps_its_settings(ledger: Ledger) -> None:
    connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    with ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", connection, OPPORTUNITIES, [10])
    settings = "SELECT current_setting('threads'), current_setting('preserve_insertion_order')"
    assert connection.execute(settings).fetchone() == (2, False)


def test_records_of_another_kind_are_refused(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        with pytest.raises(LedgerError, match="only records of kind opportunity"):
            writer.add_records("opportunity", [Partner(partner_id="P-1", name="Quay")])
        with pytest.raises(LedgerError, match="'deal' is not a kind of record"):
            writer.add_records("deal", [])
    assert ledger.head() is None


@pytest.mark.parametrize("table", ["entry", "row_set", "entry_row"])
@pytest.mark.parametrize("change", ["UPDATE {} SET position = 9", "DELETE FROM {}"])
def test_the_database_refuses_changes(desk: Desk, table: str, change: str) -> None:
    with desk.create() as ledger:
        with ledger.writing(command(1)) as writer:
            writer.add_records("opportunity", [opportunity(1)])
        with (
            ledger.database.engine.connect() as connection,
            pytest.raises(DBAPIError, match=f"{table} is insert-only"),
        ):
            connection.execute(text(change.format(table)))


def test_the_database_refuses_rows_for_an_entry_that_stands(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    late = "INSERT INTO row_set VALUES (1, 2, 'opportunity', 0, 'x', NULL)"
    with (
        ledger.database.engine.connect() as connection,
        pytest.raises(DBAPIError, match="takes nothing for an entry that stands"),
    ):
        connection.execute(text(late))


def test_the_database_refuses_an_entry_that_is_not_the_next_link(ledger: Ledger) -> None:
    with ledger.writing(command(1)) as writer:
        writer.keep()
    for position, previous in ((1, "x"), (2, "x"), (3, ledger.entries()[0].hash)):
        with (
            ledger.database.engine.connect() as connection,
            pytest.raises(DBAPIError, match="not the next link"),
        ):
            connection.execute(
                text(
                    "INSERT INTO entry VALUES (:p, 'h', :v, 'c', 'k', 'a', 'r', 0, 'at', '', '', "
                    "'', '{}', '')"
                ),
                {"p": position, "v": previous},
            )


def test_a_position_that_is_not_there_is_named(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="there is no entry 4"):
        ledger.snapshot(4)


def test_a_ledger_is_not_made_twice(desk: Desk) -> None:
    desk.create().close()
    with pytest.raises(LedgerError, match="stands here already"):
        desk.create()


def test_opening_again_finds_everything(desk: Desk) -> None:
    with desk.create() as ledger:
        with ledger.writing(command(1)) as writer:
            writer.add_records("opportunity", [opportunity(1)])
        head = ledger.head()
    with desk.open() as ledger:
        assert ledger.head() == head
        assert len(ledger.snapshot().connect().execute("FROM opportunity").fetchall()) == 1


def test_no_ledger_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"ledger\.db: there is no ledger here; .*xldesk init"):
        Ledger.open(tmp_path)


def test_writers_take_turns(desk: Desk) -> None:
    desk.create().close()

    def write_five(writer_number: int) -> None:
        with desk.open() as ledger:
            for number in range(5):
                given = command(1, command_id=f"{writer_number}-{number}")
                with ledger.writing(given, wait_seconds=60) as writer:
                    writer.add_records("opportunity", [opportunity(writer_number, number)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_five, range(4)))
    with desk.open() as ledger:
        assert sorted(entry.command_id for entry in ledger.entries()) == [
            f"{writer}-{number}" for writer in range(4) for number in range(5)
        ]
        assert verify(ledger).ok
        found = ledger.snapshot().connect().execute("SELECT count(*), min(amount) FROM opportunity")
        assert found.fetchall() == [(4, 4)]
