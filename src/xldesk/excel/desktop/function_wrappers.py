"""The VBA around our functions: what a cell calls, handed on to Python, and its help in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.excel.desktop.vba_text import identifier, text
from xldesk_udfs.registry import CATEGORY_NAME, shortened
from xldesk_udfs.registry import MODULE as PYTHON_MODULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk_udfs.registry import Argument, ExcelFunction

MODULE = "XldeskFunctions"
DESCRIBE = "XldeskDescribeFunctions"
"""The Sub that tells Excel the help of every function."""


def functions_module(functions: Sequence[ExcelFunction]) -> str:
    """Return the module with a wrapper for each of ``functions``; lines end as VBA's do.

    Raises ValueError for names that VBA does not allow or takes for one another.
    """
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "' Made by xldesk from its Python functions: change those, not this text.",
    ]
    for function in functions:
        lines += ["", *_wrapper(function)]
    lines += ["", f"Public Sub {DESCRIBE}()"]
    lines += [f"    Describe{function.name}" for function in functions]
    lines += ["End Sub"]
    for function in functions:
        lines += ["", *_description(function)]
    return "\r\n".join(lines) + "\r\n"


def _wrapper(function: ExcelFunction) -> Iterator[str]:
    """Yield a function that calls its Python; from a cell errors come back as error values."""
    name = identifier(function.name)
    names = _argument_names(function)
    given = ", ".join(
        f"{'Optional ' * argument.optional}{known} As Variant"
        for argument, known in zip(function.arguments, names, strict=True)
    )
    call = f'XLPy.CallUDF({text(PYTHON_MODULE)}, "{name}", Array({", ".join(names)}), _'
    yield f"Public Function {name}({given}) As Variant"
    yield "    If TypeOf Application.Caller Is Range Then On Error GoTo failed"
    yield "    XldeskUseDesk"
    yield f"    {name} = XldeskAnswer({call}"
    yield "        ThisWorkbook, Application.Caller))"
    yield "    Exit Function"
    yield "failed:"
    yield f"    {name} = XldeskFailure(Err.Description)"
    yield "End Function"


def _argument_names(function: ExcelFunction) -> list[str]:
    names = [identifier(argument.name) for argument in function.arguments]
    if len({name.lower() for name in (function.name, *names)}) <= len(names):
        raise ValueError(f"{function.name}: VBA takes two of its names for one another")
    if sorted(function.arguments, key=_is_optional) != list(function.arguments):
        raise ValueError(f"{function.name}: an argument that is needed follows an optional one")
    return names


def _is_optional(argument: Argument) -> bool:
    return argument.optional


def _description(function: ExcelFunction) -> Iterator[str]:
    """Yield the Sub that tells Excel the help of one function."""
    yield f"Private Sub Describe{function.name}()"
    yield f'    Application.MacroOptions Macro:=XldeskPlace("{function.name}"), _'
    yield f"        Description:={text(shortened(function.help))}, _"
    if function.arguments:
        yield f'        Category:="{CATEGORY_NAME}", _'
        helps = [text(shortened(argument.help)) for argument in function.arguments]
        yield "        ArgumentDescriptions:=Array( _"
        for each in helps[:-1]:
            yield f"            {each}, _"
        yield f"            {helps[-1]})"
    else:
        yield f'        Category:="{CATEGORY_NAME}"'
    yield "End Sub"
