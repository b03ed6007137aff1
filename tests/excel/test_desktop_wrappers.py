"""What a cell calls is handed on to Python with its arguments, and is told in Excel's help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.interpreter import Interpreter

from excel.vba_world import vba_world
from xldesk.excel.desktop.function_wrappers import BRACKETED_MODULE, MODULE, function_modules
from xldesk.excel.desktop.macro_wrappers import macros_module
from xldesk.excel.desktop.macros import macros
from xldesk.excel.desktop.vba_text import identifier, procedure_name, text
from xldesk_udfs.registry import ExcelFunction, described, excel_functions

GOLDEN = Path(__file__).parent / "golden"


def CREDITOF(opportunity: str, currency: str, as_of: str | None = None) -> float:  # noqa: N802 -- as ours
    """Return what a "deal" earned – in one currency.

    Args:
        opportunity: The id of an opportunity.
        currency: The currency, such as €.
        as_of: What was known then.

    Returns:
        One number.

    Example:
        =CREDITOF(A2, "EUR")
    """
    return float(len(opportunity + currency + (as_of or "")))


def STATUSNOW() -> str:  # noqa: N802 -- as ours
    """Return the status.

    Returns:
        A text.

    Example:
        =STATUSNOW()
    """
    return ""


def WRITE(opportunity: str) -> str:  # noqa: N802 -- as ours
    """Return what a word of VBA is called.

    Args:
        opportunity: The id of an opportunity.

    Returns:
        A text.

    Example:
        =WRITE(A2)
    """
    return opportunity


SAMPLE = (described(CREDITOF), described(STATUSNOW), described(WRITE))


def add_functions(world: Interpreter, functions: Sequence[ExcelFunction]) -> None:
    """Add the wrappers; pyOpenVBA knows no names in brackets, so that these end in ``_``."""
    for name, source in function_modules(functions).items():
        world.add_module(re.sub(r"\[([A-Z]+)\]", r"\1_", source), name=name)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("functions", function_modules(SAMPLE)[MODULE]),
        ("bracketed", function_modules(SAMPLE)[BRACKETED_MODULE]),
        ("macros", macros_module(macros())),
    ],
)
def test_the_text_is_the_reference(name: str, source: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.bas"
    if request.config.getoption("--renew-golden"):
        path.write_bytes(source.encode("ascii"))
        pytest.fail(f"{path.name} was written anew; look at it")
    assert source == path.read_bytes().decode("ascii")


@pytest.fixture
def world() -> Interpreter:
    found = vba_world()
    found.add_module("Public Sub XldeskUseDesk()\nEnd Sub\n", name="Desk")
    shared = (
        "Public Function XldeskAnswer(given As Variant) As Variant\n"
        "XldeskAnswer = given\nEnd Function\n"
        "Public Function XldeskFailure(reason As String) As Variant\n"
        'XldeskFailure = "failed: " & reason\nEnd Function\n'
        "Public Function XldeskPlace(procedure As String) As String\n"
        'XldeskPlace = "here!" & procedure\nEnd Function\n'
    )
    found.add_module(shared, name="Shared")
    return found


@pytest.mark.parametrize("function", excel_functions(), ids=lambda function: function.name)
def test_every_function_hands_its_arguments_on(function: ExcelFunction, world: Interpreter) -> None:
    add_functions(world, excel_functions())
    needed = [f"value {a.name}" for a in function.arguments if not a.optional]
    world.run("FromCell", ["the answer"])
    assert world.run(identifier(function.name), needed) == "the answer"
    missing = [""] * (len(function.arguments) - len(needed))
    assert world.run("LastAsked", []) == "|".join(
        [f"xldesk_udfs.{function.name}", *needed, *missing]
    )


def test_a_failure_shows_in_a_cell_and_is_raised_to_vba(world: Interpreter) -> None:
    add_functions(world, SAMPLE)
    world.add_module(
        "Public Sub Fail()\nanswer = Null\nisCell = True\nEnd Sub\n"
        "Public Sub ByVba()\nisCell = False\nEnd Sub\n",
        name="Failing",
    )
    world.run("Fail", [])
    assert world.run("STATUSNOW", []) == "failed: no COM server"
    world.run("ByVba", [])
    with pytest.raises(Exception, match="no COM server"):
        world.run("STATUSNOW", [])


def test_excel_is_told_the_help(world: Interpreter) -> None:
    add_functions(world, SAMPLE)
    world.run("XldeskDescribeFunctions", [])
    credit, status, _ = world.run("LastAsked", []).splitlines()
    assert credit.split("|") == [
        "here!CREDITOF",
        'Return what a "deal" earned – in one currency. One number.',
        "xldesk",
        "The id of an opportunity.",
        "The currency, such as €.",
        "What was known then.",
    ]
    assert status.split("|") == ["here!STATUSNOW", "Return the status. A text.", "xldesk"]


def test_no_line_is_longer_than_vba_takes() -> None:
    for source in (*function_modules(excel_functions()).values(), macros_module(macros())):
        assert max(map(len, source.splitlines())) <= 1_023


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("opportunity", "opportunity"),
        ("currency", "currency_"),
        ("Date", "Date_"),
        ("as_of", "as_of"),
        ("type", "type_"),
    ],
)
def test_words_of_vba_are_no_names(name: str, written: str) -> None:
    assert identifier(name) == written


def test_a_function_named_as_a_word_of_vba_stands_in_brackets_and_apart() -> None:
    modules = function_modules(excel_functions())
    assert "Public Function [ATTRIBUTE](" in modules[BRACKETED_MODULE]
    assert not re.search(
        r"^\s*ATTRIBUTE\b", modules[BRACKETED_MODULE].partition("\n")[2], re.MULTILINE
    )
    assert "Public Function CREDIT(" in modules[MODULE]
    assert [procedure_name(name) for name in ("Attribute", "CREDIT")] == ["[Attribute]", "CREDIT"]


@pytest.mark.parametrize("name", ["", "_x", "1a", "a b", "größe", "a" * 300])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a name"):
        identifier(name)


def credit(Credit: str) -> str:  # noqa: N803 -- the trap under test
    """Return it.

    Args:
        Credit: An id.

    Returns:
        It.

    Example:
        =credit(A2)
    """
    return Credit


def test_names_that_vba_takes_for_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="for one another"):
        function_modules([described(credit)])


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_text_is_what_vba_makes_of_it(value: str) -> None:
    written = text(value)
    assert written.isascii()
    assert written.isprintable()
    world = Interpreter()
    world.add_module(f"Public Function It() As String\nIt = {written}\nEnd Function\n", name="M")
    units = world.run("It", []).encode("utf-16-le", "surrogatepass")
    assert units == value.encode("utf-16-le")


@pytest.mark.parametrize("macro", macros(), ids=lambda macro: macro.name)
def test_every_macro_runs_its_python(macro: object) -> None:
    world = vba_world()
    world.add_module(macros_module(macros()), name="Macros")
    run = 'Public Sub XldeskRun(m As String, f As String)\nasked = m & ":" & f\nEnd Sub\n'
    world.add_module(run, name="Run")
    world.run(macro.sub, [])
    assert world.run("LastAsked", []) == f"xldesk_udfs.macros.{macro.name}:{macro.name}"
