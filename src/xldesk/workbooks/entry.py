"""What must hold of a cell that people fill in, beside its type and its list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """The demands on one column of a table that people fill in; all are free by default.

    ``is_needed``: a row that says anything has this cell. A number is no less than ``least``, or
    more than ``above``. ``not_before`` and ``up_to`` are fields of the same row which the value
    does not go below, and does not exceed. ``once`` names what the value identifies: columns of
    the file with the same name have it in one row alone. A day is as many business days ahead of
    the file's own as the field ``days_ahead`` says. ``nothing`` is the word of the list that stands
    there where there is nothing to choose.
    """

    is_needed: bool = False
    least: int | None = None
    above: int | None = None
    not_before: str | None = None
    up_to: str | None = None
    once: str | None = None
    days_ahead: str | None = None
    nothing: str | None = None


FREE = Entry()
"""No demands."""
