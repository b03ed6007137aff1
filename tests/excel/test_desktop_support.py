"""The VBA that all wrappers share: text that Python marked becomes the errors of cells."""

from __future__ import annotations

from importlib.resources import files

import pytest
from pyopenvba.interpreter import Interpreter, VBAErrorValue

from excel.vba_world import vba_world
from xldesk_udfs.errors import CODES, CellError
from xldesk_udfs.host_values import host_value

NUMBERS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
"""What VBA's CVErr calls the errors of cells."""


@pytest.fixture
def world() -> Interpreter:
    found = vba_world()
    source = (files("xldesk.excel.desktop") / "support.bas").read_text("utf-8")
    found.add_module(source, name="XldeskSupport")
    found.run("FromCell", [""])
    return found


@pytest.mark.parametrize("code", CODES)
def test_an_error_of_python_is_an_error_of_the_cell(world: Interpreter, code: str) -> None:
    answer = host_value(CellError(code, "no such deal"))
    assert world.run("XldeskAnswer", [answer]) == VBAErrorValue(NUMBERS[code])


@pytest.mark.parametrize("value", ["text", "#N/A", "", 3.5, True])
def test_other_answers_stay(world: Interpreter, value: object) -> None:
    assert world.run("XldeskAnswer", [value]) == value


def test_errors_inside_of_tables_and_rows_are_found(world: Interpreter) -> None:
    world.add_module(
        "Public Function Table() As Variant\n"
        "Dim rows(0 To 1, 0 To 1) As Variant\n"
        'rows(0, 0) = "a": rows(0, 1) = Chr(2) & "#N/A" & Chr(3) & "why"\n'
        'rows(1, 0) = 1: rows(1, 1) = "b"\n'
        "Table = XldeskAnswer(rows)\nEnd Function\n"
        "Public Function Flat() As Variant\n"
        'Flat = XldeskAnswer(Array("a", Chr(2) & "#NUM!" & Chr(3) & "why"))\nEnd Function\n',
        name="Tables",
    )
    table = world.run("Table", [])
    assert [table.get([r, c]) for r in (0, 1) for c in (0, 1)] == ["a", VBAErrorValue(2042), 1, "b"]
    assert list(world.run("Flat", []).items) == ["a", VBAErrorValue(2036)]


def test_a_call_that_fails_is_an_error_value(world: Interpreter) -> None:
    assert world.run("XldeskFailure", ["no COM server"]) == VBAErrorValue(2015)


def test_a_procedure_is_found_by_its_workbook(world: Interpreter) -> None:
    assert world.run("XldeskPlace", ["CREDIT"]) == "'Bob''s audit.xlsm'!CREDIT"
