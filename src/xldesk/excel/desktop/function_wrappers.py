"""The VBA around our functions: what a cell calls, handed on to Python, and its help in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.excel.desktop.vba_text import identifier, is_reserved, procedure_name, text
from xldesk_udfs.registry import CATEGORY_NAME, shortened
from xldesk_udfs.registry import MODULE as PYTHON_MODULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk_udfs.registry import Argument, ExcelFunction

MODULE = "XldeskFunctions"
BRACKETED_MODULE = "XldeskBracketed"
"""The module of functions whose names are words of VBA: were Excel to refuse one of them, the
others would still be there."""

DESCRIBE = "XldeskDescribeFunctions"
"""The Sub that tells Excel the help of every function."""

_HEAD = (
    "Option Explicit",
    "' Made by xldesk from its Python functions: change those, not this text.",
)


def function_modules(functions: Sequence[ExcelFunction]) -> dict[str, str]:
    """Return the modules with a wrapper for each of ``functions`` by name; lines end as VBA's do.

    Raises ValueError for names that VBA does not allow or takes for one another.
    """
    bracketed = [function for function in functions if is_reserved(function.name)]
    plain = [function for function in functions if function not in bracketed]
    modules = {MODULE: [*_wrappers(plain), *_descriptions(functions)]}
    if bracketed:
        modules[BRACKETED_MODULE] = list(_wrappers(bracketed))
    return {
        name: "\r\n".join([f'Attribute VB_Name = "{name}"', *_HEAD, *lines, ""])
        for name, lines in modules.items()
    }


def _wrappers(functions: Sequence[ExcelFunction]) -> Iterator[str]:
    for function in functions:
        yield ""
        yield from _wrapper(function)


def _descriptions(functions: Sequence[ExcelFunction]) -> Iterator[str]:
    """Yield the Sub that tells Excel all help; where Excel takes none, the workbook opens still."""
    yield ""
    yield f"Public Sub {DESCRIBE}()"
    yield "    On Error Resume Next"
    for function in functions:
        yield f"    Describe{function.name}"
    yield "End Sub"
    for function in functions:
        yield ""
        yield from _description(function)


def _wrapper(function: ExcelFunction) -> Iterator[str]:
    """Yield a function that calls its Python; from a cell errors come back as error values."""
    name = procedure_name(function.name)
    names = _argument_names(function)
    given = ", ".join(
        f"{'Optional ' * argument.optional}{known} As Variant"
        for argument, known in zip(function.arguments, names, strict=True)
    )
    call = f'XLPy.CallUDF({text(PYTHON_MODULE)}, "{function.name}", Array({", ".join(names)}), _'
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
