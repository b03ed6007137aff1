"""Members of xlwings that the headless engine has not: each says its own name when it is used."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

from xlwings import base_classes

from xldesk.errors import XldeskError

PAGE = "docs/reference/headless-engine.md"

_T = TypeVar("_T")
_raisers: set[object] = set()
_OPERATORS = frozenset({"__call__", "__len__", "__iter__", "__contains__", "__getitem__"})


class MissingMemberError(XldeskError, NotImplementedError, AttributeError):
    """A member of xlwings' interface that only Excel has."""

    def __init__(self, member: str) -> None:
        super().__init__(f"{member} is not there in the headless engine; see {PAGE}")
        self.member = member


def base_of(kind: type) -> type:
    """Return the class of ``xlwings.base_classes`` that ``kind`` implements."""
    return next(base for base in kind.__mro__ if base.__module__ == base_classes.__name__)


def is_stub(member: object) -> bool:
    """Tell whether a function does nothing but raise NotImplementedError."""
    code = getattr(member, "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names


def is_lite(member: object) -> bool:
    """Tell whether a member is one of those that only xlwings Lite, in the browser, has."""
    code = getattr(member, "__code__", None)
    if code is None:
        return False
    waits = bool(code.co_flags & inspect.CO_COROUTINE)
    return waits or any("xlwings Lite" in text for text in code.co_consts if isinstance(text, str))


def base_members(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield name and definition of what ``kind``'s class of xlwings declares, in its order."""
    base = base_of(kind)
    for above in reversed(base.__mro__):
        if above.__module__ == base_classes.__name__:
            for name, member in vars(above).items():
                if not name.startswith("_") or name in _OPERATORS:
                    yield name, member


IMPLEMENTED: list[type] = []
"""The classes of the engine, in the order in which they were read."""


def is_missing(member: object) -> bool:
    """Tell whether a function is one that ``complete`` put in for what is not there."""
    return member in _raisers


def complete(kind: type[_T]) -> type[_T]:
    """Return ``kind`` with every member that it lacks raising MissingMemberError.

    A property that can only be read refuses to be set in the same way.
    """
    owner = base_of(kind).__name__
    for name, declared in base_members(kind):
        missing = _raiser(f"{owner}.{name}")
        found = getattr(kind, name)
        if isinstance(declared, property):
            getter = missing if is_stub(found.fget) else found.fget
            setter = found.fset
            if declared.fset is not None and (setter is None or is_stub(setter)):
                setter = missing
            setattr(kind, name, property(getter, setter))
        elif is_stub(found) or is_lite(found):
            setattr(kind, name, missing)
    IMPLEMENTED.append(kind)
    return kind


def _raiser(member: str) -> Callable[..., NoReturn]:
    def missing(*_: object, **__: object) -> NoReturn:
        raise MissingMemberError(member)

    _raisers.add(missing)
    return missing


class Speaking:
    """Something that says by its user-facing name that it lacks an attribute."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise MissingMemberError(f"{base_of(type(self)).__name__}.{name}")
