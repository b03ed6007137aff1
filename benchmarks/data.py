"""Clean synthetic exports of any size: the same bytes for the same number of opportunities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 7, 8, 9, tzinfo=UTC)
"""When the benchmark's desk is made and asked."""

PERIOD = "FY2025"
"""The fiscal year in which every closed deal was closed."""

TOUCHES_OF_TWO = 7
"""Touches of two deals together: three and four in turn, 3.5 on average."""

LARGEST = 1_000_000
"""More opportunities than this are refused: the files would no longer be a benchmark's size."""

PARTNERS = 500
"""Partners of the benchmark, each with about as many touches as any other."""

_DEALS_PER_REGISTRATION = 5
_FIRST_CLOSE = date(2025, 1, 1)
_CLOSING_DAYS = 365
_KINDS = ("introduction", "meeting", "demo", "poc", "proposal")
_STAGES = ("Closed Won", "Closed Lost", "Closed Lost", "Proposal")


@dataclass(frozen=True)
class Exports:
    """The files of one size; ``rows`` of all of them together."""

    opportunities: Path
    touches: Path
    others: tuple[Path, ...]
    rows: int

    @property
    def paths(self) -> list[Path]:
        """All files, partners first."""
        return [*self.others, self.opportunities, self.touches]


def exports_for(directory: Path, opportunities: int) -> Exports:
    """Return the files of a size, written where they are not there yet: several steps read them."""
    complete = directory / "complete.txt"
    if complete.is_file() and complete.read_text("utf-8") == str(opportunities):
        return _exports(directory, opportunities)
    exports = write_exports(directory, opportunities)
    complete.write_text(str(opportunities), "utf-8")
    return exports


def write_exports(directory: Path, opportunities: int) -> Exports:
    """Write opportunities, 3.5 touches each on average, registrations and co-sell roles for some.

    Raises ValueError for a size that is not from 1 to LARGEST.
    """
    if not 1 <= opportunities <= LARGEST:
        raise ValueError(f"{opportunities} opportunities: a size from 1 to {LARGEST:,} is needed")
    directory.mkdir(parents=True, exist_ok=True)
    exports = _exports(directory, opportunities)
    lines = (
        _partner_lines(),
        _registration_lines(opportunities),
        _role_lines(opportunities),
        _opportunity_lines(opportunities),
        _touch_lines(opportunities),
    )
    for path, content in zip(exports.paths, lines, strict=True):
        _write(path, content)
    return exports


def _exports(directory: Path, opportunities: int) -> Exports:
    registered = len(range(0, opportunities, _DEALS_PER_REGISTRATION))
    shared = len(range(1, opportunities, _DEALS_PER_REGISTRATION))
    return Exports(
        opportunities=directory / "opportunities.csv",
        touches=directory / "touches.csv",
        others=tuple(directory / f"{name}.csv" for name in ("partners", "registrations", "roles")),
        rows=PARTNERS + registered + shared + opportunities + _touches_before(opportunities),
    )


def _write(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def mixed(number: int) -> int:
    """Return a number that looks like chance, the same on every machine (a 32-bit mixer)."""
    mixed = (number + 0x9E3779B9) * 0x85EBCA6B & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return mixed ^ mixed >> 16


def partner_id(number: int) -> str:
    return f"P-{1 + number % PARTNERS:03}"


def _close(deal: int) -> date:
    open_deal = _stage(deal) == "Proposal"
    return date(2026, 9, 30) if open_deal else _FIRST_CLOSE + timedelta(mixed(deal) % _CLOSING_DAYS)


def _created(deal: int) -> date:
    return date(2026, 2, 2) if _stage(deal) == "Proposal" else _close(deal) - timedelta(days=120)


def _stage(deal: int) -> str:
    return _STAGES[mixed(deal * 7 + 3) % len(_STAGES)]


def _partner_lines() -> Iterator[str]:
    yield "partner_id,name,type,region,currency,status,agreement_start\n"
    for number in range(PARTNERS):
        name = f"Partner {number + 1}"
        yield f"{partner_id(number)},{name},reseller,Worldwide,USD,active,2020-01-01\n"


def _opportunity_lines(count: int) -> Iterator[str]:
    yield (
        "opportunity_id,name,account_id,account_name,account_domain,country,product_family,type,"
        "amount,currency,stage,created_date,close_date,owner\n"
    )
    for deal in range(count):
        cents = 500_000 + mixed(deal * 11 + 5) % 20_000_000
        yield (
            f"W-{deal},Deal {deal},A-{deal},Account {deal},account-{deal}.example,US,core,new,"
            f"{cents // 100}.{cents % 100:02},USD,{_stage(deal)},{_created(deal)},{_close(deal)},"
            f"Owner {deal % 40}\n"
        )


def _registration_lines(count: int) -> Iterator[str]:
    yield (
        "registration_id,partner_id,opportunity_id,customer_name,account_domain,country,"
        "product_family,evidence,submitted_at,status,decided_at\n"
    )
    for deal in range(0, count, _DEALS_PER_REGISTRATION):
        day = _created(deal) - timedelta(days=10)
        named = f"W-{deal}" if deal % 2 else ""
        yield (
            f"R-{deal},{partner_id(mixed(deal))},{named},Account {deal},account-{deal}.example,US,"
            f"core,e-mail,{day}T09:00:00Z,approved,{day}T15:00:00Z\n"
        )


def _role_lines(count: int) -> Iterator[str]:
    yield (
        "opportunity_id,partner_id,role,accepted_by_partner_at,accepted_by_us_at,"
        "accepted_at_stage,evidence,recorded_at\n"
    )
    for deal in range(1, count, _DEALS_PER_REGISTRATION):
        day = _created(deal) + timedelta(days=5)
        yield (
            f"W-{deal},{partner_id(mixed(deal * 3))},co_sell,{day}T09:00:00Z,{day}T10:00:00Z,"
            f"Discovery,plan,{day}T11:00:00Z\n"
        )


def _touches_before(deal: int) -> int:
    """Return how many touches all deals before the given one have."""
    return deal * TOUCHES_OF_TWO // 2


def _touch_lines(count: int) -> Iterator[str]:
    yield (
        "event_id,partner_id,opportunity_id,account_domain,kind,occurred_at,source_system,"
        "received_at\n"
    )
    for deal in range(count):
        created = _created(deal)
        for nth in range(_touches_before(deal + 1) - _touches_before(deal)):
            drawn = mixed(deal * 31 + nth)
            day = created + timedelta(days=5 + 30 * nth + drawn % 25)
            yield (
                f"E-{deal}-{nth},{partner_id(drawn >> 8)},W-{deal},,{_KINDS[drawn % len(_KINDS)]},"
                f"{day}T10:00:00Z,prm,{day}T11:00:00Z\n"
            )
