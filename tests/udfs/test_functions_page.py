"""What the page on functions shows can be typed, and answers."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import xldesk_udfs
from support.udf_desks import AskedDesk
from xldesk_udfs.registry import excel_functions

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-functions-in-excel.md"


def test_the_python_on_the_page_says_the_reason(
    on_sample: AskedDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    exec(compile(code, str(PAGE), "exec"), {})
    assert capsys.readouterr().out == "#N/A there is no opportunity 'no such deal'\n"


def test_the_examples_have_an_answer_on_the_demos_desk(on_sample: AskedDesk) -> None:
    page = PAGE.read_text("utf-8")
    (deal,) = re.findall(r"`(OPP-\d+)`\s+in A2", page)
    examples = re.findall(r"`=(CREDIT|PARTNERREVENUE|MDF\w+)\(([^():]*)\)`", page)
    assert {name for name, _ in examples} == {"CREDIT", "PARTNERREVENUE", "MDFBALANCE", "MDFROI"}
    for name, arguments in examples:
        if '"linear"' in arguments:  # another state, which others ask for
            continue
        given = arguments.replace("A2", deal).split(",")
        asked = [argument.strip('"') or None for argument in given]
        figure = getattr(xldesk_udfs, name)(*asked)
        assert isinstance(figure, Decimal), (name, asked, figure)
        assert figure > 0


def test_every_function_is_shown_with_arguments_that_it_has() -> None:
    shown = re.findall(r"`=([A-Z]+)\((.*?)\)`", PAGE.read_text("utf-8"))
    known = {function.name: len(function.arguments) for function in excel_functions()}
    assert {name for name, _ in shown} == set(known) - {"CATEGORY"}
    for name, arguments in shown:
        assert len(re.sub(r"\(.*\)?", "", arguments).split(",")) <= max(known[name], 1)
