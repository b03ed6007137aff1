"""Ten thousand cells read the snapshot once; a new entry is seen at once; nothing is written."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.deals import co_sell, partner, touch, won
from support.world import World
from xldesk.answers import answers as answers_module
from xldesk.answers import credit_page
from xldesk.answers.answers import Answers
from xldesk.ledger.ledger import Ledger
from xldesk.records.opportunity import Opportunity
from xldesk_udfs import (
    ATTRIBUTE,
    CATEGORY,
    CREDIT,
    DESKSTATUS,
    EXPLAIN,
    FINDINGS,
    MDFBALANCE,
    MDFROI,
    PARTNERREVENUE,
)
from xldesk_udfs.answering import answering
from xldesk_udfs.errors import CellError

NOW = datetime(2026, 7, 8, 12, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as made:
        yield made


@pytest.fixture
def answers(world: World, tmp_path: Path) -> Iterator[Answers]:
    world.add(partner("P1"), partner("P2"))
    deals = [won(f"O{number:02d}") for number in range(50)]
    touches = [
        touch(f"T{number}", "P1", opportunity_id=deal.opportunity_id)
        for number, deal in enumerate(deals)
    ]
    world.add(*deals, *touches)
    ledger = Ledger.open(tmp_path, for_reading=True)
    with Answers(ledger, "world", lambda: NOW) as made, answering(made):
        yield made


class Counted:
    """Counts the calls of a function of a module."""

    def __init__(self, patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.calls = 0
        self._function = getattr(module, name)
        patch.setattr(module, name, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self._function(*args, **kwargs)


def test_ten_thousand_cells_read_the_snapshot_once(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Counted(monkeypatch, answers_module, "open_basis")
    read = Counted(monkeypatch, answers_module, "read_page")
    cells = [CREDIT(f"O{number % 50:02d}", "P1") for number in range(10_000)]
    assert (opened.calls, read.calls) == (1, 1)
    assert len(set(cells)) == 1
    assert cells[0] != 0


def test_a_new_entry_is_seen_by_the_next_cell(world: World, answers: Answers) -> None:
    before = CREDIT("O01", "P2"), CATEGORY("O01"), DESKSTATUS()
    world.add(co_sell("O01", "P2"))
    after = CREDIT("O01", "P2"), CATEGORY("O01"), DESKSTATUS()
    assert before[:2] == (0, "influenced")
    assert after[0] != 0
    assert after[1] == "co_sell"
    assert before[2][1][1] + 1 == after[2][1][1]  # type: ignore[operator,index]
    assert CREDIT("O01", "P2", as_of="ledger 3") == 0


def test_a_ledger_restored_over_this_one_is_seen_by_the_next_cell(tmp_path: Path) -> None:
    for folder, amount in (("desk", 1_100), ("restored", 2_200)):
        with World(tmp_path / folder) as made:
            made.add(won("O1", amount=amount))
    ledger = Ledger.open(tmp_path / "desk", for_reading=True)
    with Answers(ledger, "world", lambda: NOW) as made_answers, answering(made_answers):
        before = CREDIT("O1", "DIRECT", as_of="ledger 2"), DESKSTATUS()
        shutil.copytree(tmp_path / "restored", tmp_path / "desk", dirs_exist_ok=True)
        after = CREDIT("O1", "DIRECT", as_of="ledger 2"), DESKSTATUS()
    assert (before[0], after[0]) == (Decimal(11), Decimal(22))
    assert before[1][1] == after[1][1] == ["Ledger position", 2]  # type: ignore[index]
    assert before[1][2] != after[1][2]  # type: ignore[index]


def test_models_times_and_currencies_are_kept_apart_and_few_states_open(
    world: World, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_module, "MOST_STATES", 2)
    ledger = Ledger.open(world.ledger.directory, for_reading=True)
    with Answers(ledger, "world", lambda: NOW) as few, answering(few):
        whole = CREDIT("O01", "P1")
        assert CREDIT("O01", "P1", model="linear") != whole
        assert CREDIT("O01", "P1", as_of="2026-07-08T12:00Z") == whole
        assert CREDIT("O01", "P1", currency="USD") == whole
        assert len(few._states) == 2
        few.refresh()
        assert len(few._states) == len(few._pages) == 0


def test_deals_are_found_on_every_page(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [f"O{number:02d}" for number in range(50)]
    whole = CREDIT(asked, "P1")
    monkeypatch.setattr(credit_page, "DEALS", 7)
    answers.refresh()
    read = Counted(monkeypatch, answers_module, "read_page")
    assert CREDIT(asked, "P1") == whole
    assert read.calls == 8
    for stranger, meant in (("A", ""), ("O07x", "; nearest is 'O07'"), ("Z", "")):
        said = f"there is no opportunity {stranger!r}{meant}"
        assert CREDIT(stranger, "P1") == CellError("#N/A", said)


def test_threads_share_the_answers(answers: Answers) -> None:
    asked = [f"O{number % 50:02d}" for number in range(400)]
    alone = [answers.credit([(deal, "P1")])[0] for deal in asked]
    answers.refresh()
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda deal: answers.credit([(deal, "P1")])[0], asked))
    assert together == alone


def content(folder: Path) -> dict[str, str]:
    """Return a digest of every file but the snapshots, which are derived and made when needed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "snapshots" not in path.relative_to(folder).parts
    }


def test_no_function_writes(world: World, tmp_path: Path) -> None:
    world.add(partner("P1"), won("O01"), touch("T1", "P1", opportunity_id="O01"))
    world.close()
    before = content(tmp_path)
    assert "ledger.db" in before
    ledger = Ledger.open(tmp_path, for_reading=True)
    with Answers(ledger, "world", lambda: NOW) as made, answering(made):
        told = [
            ATTRIBUTE("O01"),
            CREDIT("O01", "P1"),
            CATEGORY("O01"),
            EXPLAIN("O01"),
            PARTNERREVENUE("P1", "2026-Q2"),
            MDFBALANCE("P1", "2026-Q2"),
            MDFROI("P1", "2026-Q2"),
            FINDINGS("O01"),
            DESKSTATUS(),
        ]
    assert told[1] != 0
    assert content(tmp_path) == before


def test_a_large_desk_is_one_page_of_what_is_asked(world: World, tmp_path: Path) -> None:
    deals: list[Opportunity] = [won(f"O{number}") for number in range(3)]
    world.add(partner("P1"), *deals)
    ledger = Ledger.open(tmp_path, for_reading=True)
    with Answers(ledger, "world", lambda: NOW) as made:
        assert made.category(["O0", "O2", "O1"]) == ["direct"] * 3
        assert made._pages.weight == 3
