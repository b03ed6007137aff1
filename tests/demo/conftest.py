"""The sample company's exports, and a desk made from them, once for all tests of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from xldesk.demo.days import TODAY
from xldesk.demo.exports import Exports, write_exports
from xldesk.demo.lists import company_name
from xldesk.demo.policy import demo_policy_text
from xldesk.desk import Desk
from xldesk.ledger.entry import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.intake.completeness import Completeness
    from xldesk.ledger.basis import Basis


@dataclass(frozen=True)
class SampleDesk:
    """What was read into the desk, file by file, and a basis with everything attributed."""

    exports: Exports
    completeness: dict[str, Completeness]
    basis: Basis
    desk: Desk


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """Return the exports of the default seed, written to a folder of their own."""
    return write_exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def sample_desk(exports: Exports, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    """Return a desk into which every export was read, validated and attributed."""
    from xldesk.attribution.run import attribute
    from xldesk.incentives.mdf import mdf_figures
    from xldesk.validation.run import validate

    actor = Actor("Moira Penhaligon", "revops")
    folder: Path = tmp_path_factory.mktemp("sample") / "desk"
    desk = Desk.create(
        folder, actor=actor, at=TODAY, name=company_name(), policy_text=demo_policy_text()
    )
    read = {}
    with desk:
        for file in exports.files:
            [report] = desk.intake([file.path], mapping=file.mapping, actor=actor, at=TODAY)
            read[report.kind] = report
        with desk.basis(TODAY) as basis:
            validate(basis)
            attribute(basis)
            mdf_figures(basis)
            yield SampleDesk(exports, read, basis, desk)
