"""Fresh desks, copied from one empty ledger that is made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support.intake_desk import ADA, AT, IntakeDesk
from xldesk.ledger.entry import Command
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy, default_policy_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a ledger that holds the default policy only; copy it, do not use it."""
    folder = tmp_path_factory.mktemp("ledger")
    init = Command("init", "init", ADA, AT, "desk made", "init")
    with Ledger.create(folder) as ledger, ledger.writing(init) as writer:
        writer.put_policy(default_policy(), default_policy_text())
    return folder


@pytest.fixture
def new_desk(
    empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], IntakeDesk]]:
    """Return a maker of fresh desks, for tests that need many."""
    made: list[IntakeDesk] = []

    def make() -> IntakeDesk:
        folder = tmp_path_factory.mktemp("desk")
        shutil.copytree(empty_ledger, folder / "ledger")
        (folder / "exports").mkdir()
        made.append(IntakeDesk(Ledger.open(folder / "ledger"), folder / "exports"))
        return made[-1]

    yield make
    for desk in made:
        desk.ledger.close()
        shutil.rmtree(desk.exports.parent)


@pytest.fixture
def desk(new_desk: Callable[[], IntakeDesk]) -> IntakeDesk:
    """Return a fresh desk."""
    return new_desk()
