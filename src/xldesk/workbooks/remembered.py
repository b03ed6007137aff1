"""Answers kept from one file to the next: files of one form ask the same again and again."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Text = TypeVar("Text", str, bytes)
Result = TypeVar("Result")
Rest = ParamSpec("Rest")


def remembered(
    entries: int, longest: int
) -> Callable[
    [Callable[Concatenate[Text, Rest], Result]], Callable[Concatenate[Text, Rest], Result]
]:
    """Return a decorator that keeps the last ``entries`` answers about texts of one length at most.

    A longer first argument is answered anew each time, so that what is kept has a bound. The
    function's answers must not be changed by those who get them; what it raises is not kept.
    """

    def decorate(
        function: Callable[Concatenate[Text, Rest], Result],
    ) -> Callable[Concatenate[Text, Rest], Result]:
        kept = cast("Callable[Concatenate[Text, Rest], Result]", lru_cache(entries)(function))

        @wraps(function)
        def answer(text: Text, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
            return (kept if len(text) <= longest else function)(text, *rest, **named)

        return answer

    return decorate
