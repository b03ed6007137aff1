"""What must hold for any table of records, however somebody's program writes it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from support.intake_desk import IntakeDesk
from xldesk.records.currency import exponent
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.records.kinds import KINDS, column_types
from xldesk.records.opportunity import Opportunity
from xldesk.records.role import PartnerRole

if TYPE_CHECKING:
    from xldesk.records.record import Record

NewDesk = Callable[[], IntakeDesk]

texts = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    .map(str.strip)
    .filter(bool)
)
keys = st.integers(0, 40).map("O-{}".format)
days = st.dates(date(1900, 1, 1), date(9999, 12, 31))
moments = st.datetimes(datetime(1900, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
minor = st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS)
shares = st.decimals(-99, 99, allow_nan=False, places=6)

opportunities = st.builds(
    Opportunity,
    opportunity_id=keys,
    name=st.none() | texts,
    account_name=st.none() | texts,
    type=st.sampled_from(["new", "expansion", "renewal"]),
    amount=st.none() | minor,
    currency=st.sampled_from(["USD", "JPY", "KWD", "XYZ"]),
    stage=st.sampled_from(["Proposal", "Closed Won", "Contracting"]),
    close_date=st.none() | days,
    is_closed=st.booleans(),
    is_won=st.booleans(),
    term_months=st.none() | st.integers(-(2**63) + 1, 2**63 - 1),
    external_ids=st.dictionaries(texts, texts, max_size=2),
)
roles = st.builds(
    PartnerRole,
    opportunity_id=keys,
    partner_id=st.sampled_from(["P-1", "P-2"]),
    role=st.sampled_from(["referral", "co_sell", "influence", "fulfilment", "delivery"]),
    is_primary=st.booleans(),
    agreed_share=st.none() | shares,
    accepted_by_us_at=st.none() | moments,
    evidence=st.none() | texts,
)


def tables(records: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Record]]:
    return st.lists(records, min_size=1, max_size=12, unique_by=lambda record: record.key_text)


class Style:
    """How a program writes records: delimiter, line ends, decimals, dates, headers, quotes."""

    def __init__(
        self,
        delimiter: str,
        line_end: str,
        decimals: Literal["point", "comma"],
        date_format: str,
        titles: bool,
        quote_all: bool,
        encoding: str,
    ) -> None:
        self.delimiter = delimiter
        self.line_end = line_end
        self.decimals = decimals
        self.date_format = date_format
        self.titles = titles
        self.quote_all = quote_all
        self.encoding = encoding

    @property
    def mapping(self) -> dict[str, object]:
        return {
            "delimiter": self.delimiter,
            "amount_style": self.decimals,
            "date_format": self.date_format,
            "encoding": self.encoding,
        }

    def cell(self, record: Record, name: str) -> str:
        value = getattr(record, name)
        if isinstance(value, dict):
            return json.dumps(value)
        if isinstance(value, tuple):
            return ";".join(value)
        if isinstance(value, date):
            is_time = isinstance(value, datetime)
            return value.isoformat() if is_time else value.strftime(self.date_format)
        if isinstance(value, Decimal):
            return self._decimal(f"{value:f}", grouped=False)
        if name == "amount" and value is not None:
            places = exponent(record.currency)  # type: ignore[attr-defined]
            amount = Decimal(value).scaleb(-places)
            return self._decimal(f"{amount:,.{places}f}", grouped=True)
        return "" if value is None else str(value)

    def _decimal(self, text: str, *, grouped: bool) -> str:
        if self.decimals == "comma":
            return text.translate(str.maketrans(".,", ",."))
        return text if grouped else text.replace(",", "")

    def write(self, kind: str, records: list[Record]) -> bytes:
        names = list(column_types(kind))
        stream = io.StringIO(newline="")
        writer = csv.writer(
            stream,
            delimiter=self.delimiter,
            lineterminator=self.line_end,
            quoting=csv.QUOTE_ALL if self.quote_all else csv.QUOTE_NONNUMERIC,
        )
        writer.writerow([n.replace("_", " ").title() if self.titles else n for n in names])
        writer.writerows([self.cell(record, name) for name in names] for record in records)
        return stream.getvalue().encode(self.encoding)


styles = st.builds(
    Style,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    decimals=st.sampled_from(["point", "comma"]),
    date_format=st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y", "%Y-%d-%m"]),
    titles=st.booleans(),
    quote_all=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)


def known(desk: IntakeDesk, kind: str) -> list[dict[str, object]]:
    names = list(column_types(kind))
    rows = desk.rows(kind, ", ".join(f'"{name}"' for name in names))
    return [dict(zip(names, row, strict=True)) for row in rows]


def as_record(kind: str, row: dict[str, object]) -> Record:
    values = {name: value for name, value in row.items() if value is not None}
    values["external_ids"] = json.loads(str(row["external_ids"]))
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.replace(tzinfo=UTC)
    return KINDS[kind].model_validate(values)


@settings(max_examples=20)
@given(records=tables(opportunities) | tables(roles), style=styles, chunk_rows=st.integers(1, 9))
def test_a_table_written_in_any_style_is_read_back_equal(
    new_desk: NewDesk, records: list[Record], style: Style, chunk_rows: int
) -> None:
    desk = new_desk()
    kind = records[0].KIND
    report = desk.read(
        style.write(kind, records), "table.csv", style.mapping, chunk_rows=chunk_rows
    )
    assert (report.kind, report.added, report.rejected) == (kind, len(records), 0), report.rejects
    read = [as_record(kind, row) for row in known(desk, kind)]
    by_key = sorted(records, key=lambda record: record.key_text)
    assert sorted(read, key=lambda record: record.key_text) == by_key
    totals: dict[str, int] = {}
    for record in records:
        if isinstance(record, Opportunity) and record.amount is not None:
            totals[record.currency] = totals.get(record.currency, 0) + record.amount
    assert report.totals == totals


cells = st.sampled_from(
    ["", "O-1", "O-2", "x", "1", "1,234", "1.5", "1,5", "USD", "jpy", "Proposal", "closed won",
     "2026-03-31", "31-02-2017", "NaN", '"', "a\nb", "x" * 1_001]
)  # fmt: skip
wild_rows = st.lists(st.tuples(keys, cells, cells, cells, cells, cells), min_size=1, max_size=15)


def wild(rows: list[tuple[str, ...]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["opportunity_id", "name", "amount", "currency", "stage", "close_date"])
    writer.writerows(rows)
    return stream.getvalue()


@settings(max_examples=8)
@given(rows=wild_rows, sizes=st.tuples(st.integers(1, 4), st.integers(5, 50)))
def test_every_row_is_accounted_for_whatever_the_chunks(
    new_desk: NewDesk, rows: list[tuple[str, ...]], sizes: tuple[int, int]
) -> None:
    reports = []
    states = []
    for size in sizes:
        desk = new_desk()
        reports.append(desk.read(wild(rows), chunk_rows=size))
        states.append((desk.rows("opportunity"), desk.rows("rejected_row")))
        head = desk.head
        again = desk.read(wild(rows), chunk_rows=size)
        assert desk.head == head
        assert again.accepted == 0
    assert reports[0] == reports[1]
    assert states[0] == states[1]
    assert reports[0].rows_read == len(rows)
    for row in known(desk, "opportunity"):
        as_record("opportunity", row)


@settings(max_examples=8)
@given(data=st.data(), records=tables(opportunities))
def test_the_order_of_rows_does_not_matter_for_the_state(
    new_desk: NewDesk, data: st.DataObject, records: list[Record]
) -> None:
    shuffled = data.draw(st.permutations(records))
    style = Style(",", "\n", "point", "%Y-%m-%d", titles=False, quote_all=True, encoding="utf-8")
    states = []
    for order in (records, shuffled):
        desk = new_desk()
        desk.read(style.write("opportunity", order), "table.csv", style.mapping)
        states.append(known(desk, "opportunity"))
    assert states[0] == states[1]
