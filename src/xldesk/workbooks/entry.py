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
    there where there is nothing to choose. ``is_expected``: a row without this cell cannot be
    decided. ``is_past``: a day is not one to come.

    ``names`` is what the value names, such as a fund: a row of another table of the file whose
    issued column has the same ``names`` and the same value. One column of a table names. The other
    inputs of its row are held against that row: ``is_money`` is an amount in its currency (field
    ``currency``), ``within`` are figures of it, the first less the others, which all rows that
    name it do not exceed together, ``from_day`` and ``until_day`` are days of it.
    """

    is_needed: bool = False
    least: int | None = None
    above: int | None = None
    not_before: str | None = None
    up_to: str | None = None
    once: str | None = None
    days_ahead: str | None = None
    nothing: str | None = None
    is_expected: bool = False
    is_past: bool = False
    names: str | None = None
    is_money: bool = False
    within: tuple[str, ...] = ()
    from_day: str | None = None
    until_day: str | None = None


FREE = Entry()
"""No demands."""
