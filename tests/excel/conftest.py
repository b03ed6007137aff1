"""Which engine the macros' tests run over: the headless one, or Excel for someone who has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

HEADLESS = "openpyxl"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of engine; ``excel`` needs a desktop Excel."""
    parser.addoption(
        "--engine", default=HEADLESS, help="openpyxl (headless), or excel where Excel is installed"
    )


def _chosen(config: pytest.Config) -> str:
    # Unknown to a run over other folders, which reads this file too late to know the option.
    return str(config.getoption("--engine", default=HEADLESS))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the headless engine has where another one was asked for."""
    if _chosen(config) == HEADLESS:
        return
    for item in items:
        if item.get_closest_marker("headless") is not None:
            item.add_marker(pytest.mark.skip(reason="only the headless engine has this"))


@pytest.fixture
def app(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Yield an application of the chosen engine without a book; it ends with the test."""
    import xlwings as xw

    from xldesk.excel.engine import headless

    if _chosen(request.config) == HEADLESS:
        with headless():
            yield xw.App(visible=False, add_book=False)
        return
    xw.engines[_chosen(request.config)].activate()
    with xw.App(visible=False, add_book=False) as started:
        yield started


@pytest.fixture
def book(app: Any) -> Any:
    """Return a new book with one sheet."""
    return app.books.add()


@pytest.fixture
def sheet(book: Any) -> Any:
    """Return the sheet of a new book."""
    return book.sheets[0]
