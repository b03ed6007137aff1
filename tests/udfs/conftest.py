"""The desks that functions are asked about, made once, and the command line beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.macro_desk import MacroDesk, macro_desk
from support.udf_desks import AskedDesk, crm_desk, sample_desk
from xldesk_udfs.answering import answering


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedDesk]:
    """Return the sample company's desk."""
    made = sample_desk(tmp_path_factory)
    with made.answers:
        yield made


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[AskedDesk]:
    """Return the desk of a real CRM export."""
    made = crm_desk(tmp_path_factory, shared / "data" / "crm" / "sales_pipeline.csv")
    with made.answers:
        yield made


@pytest.fixture
def on_sample(sample: AskedDesk) -> Iterator[AskedDesk]:
    """Let the sample company's desk answer the functions."""
    with answering(sample.answers):
        yield sample


@pytest.fixture
def on_crm(crm: AskedDesk) -> Iterator[AskedDesk]:
    """Let the desk of a real CRM export answer the functions."""
    with answering(crm.answers):
        yield crm


@pytest.fixture(scope="session")
def learning(tmp_path_factory: pytest.TempPathFactory) -> MacroDesk:
    """Return a small desk that issued workbooks and has learnt more since."""
    return macro_desk(tmp_path_factory)


@pytest.fixture
def xldesk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """Return the command line in an empty folder of the test's own."""
    return CommandLine(tmp_path, monkeypatch, capsys)
