"""Fill the SQL files with the columns of a kind; the names come from the record models alone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.intake.kinds import field_shapes
from xldesk.records.kinds import KINDS, column_types

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def _text(name: str) -> str:
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")


def reversed_row() -> str:
    """Return the statements that find rows which another row says the other way round."""
    return _text("reversed_row")


def repeated(kind: str, fields: Sequence[str]) -> str:
    """Return the statement that finds rows whose key stood in an earlier row."""
    key = KINDS[kind].KEY
    return _text("repeated").format(
        differing=", ".join(
            f"CASE WHEN {_differs('later', 'first', name)} THEN '{name}' END"
            for name in fields
            if name not in key
        )
        or "''",
        keys=", ".join(f'"{name}"' for name in key),
        later_is_several=_same_key("later", "several", key),
    )


def accepted() -> str:
    """Return the statement that leaves one row for each key."""
    return _text("accepted")


def currency_alone(kind: str, fields: Sequence[str]) -> str | None:
    """Return the query of rows whose currency would leave its amounts behind; None without such.

    An amount that stands in the file comes with its currency, and one in the key is the same.
    """
    key = KINDS[kind].KEY
    shapes = field_shapes(kind)
    kept = [n for n, shape in shapes.items() if shape.shape == "amount" and n not in fields]
    if not kept or "currency" not in fields or "currency" in key:
        return None
    return _text("currency_alone").format(
        key_text=key_text(kind, "accepted"),
        amounts=", ".join(f"CASE WHEN {_is_kept(name)} THEN '{name}' END" for name in kept),
        kind=kind,
        same_key=_same_key("accepted", "known", key),
        any_amount=" OR ".join(map(_is_kept, kept)),
    )


def outcome(kind: str, fields: Sequence[str], if_new: Sequence[str] = ()) -> str:
    """Return the statement that compares the file with the state, but for fields ``if_new``."""
    told = {*fields}.difference(KINDS[kind].KEY, if_new)
    changes = [_differs("accepted", "known", name) for name in fields if name in told]
    return _text("outcome").format(
        changed=" OR ".join(changes) or "false",
        kind=kind,
        same_key=_same_key("accepted", "known", KINDS[kind].KEY),
    )


def appended(kind: str, fields: Sequence[str], if_new: Sequence[str] = ()) -> str:
    """Return the query of new and changed rows; its parameter is ``source``.

    Fields ``if_new`` keep the value that is known.
    """
    columns = [
        f'coalesce(known."{name}", accepted."{name}") AS "{name}"'
        if name in if_new
        else f'accepted."{name}" AS "{name}"'
        if name in fields
        else _kept(kind, name, of_type)
        for name, of_type in column_types(kind).items()
    ]
    return _text("appended").format(
        columns=",\n    ".join(columns),
        kind=kind,
        same_key=_same_key("accepted", "known", KINDS[kind].KEY),
    )


def rejections(kind: str) -> str:
    """Return the query of rejected rows to append; its parameters are ``source`` and ``kind``."""
    return _text("rejections").format(key_text=key_text(kind, "accepted"), empty="{}")


def key_text(kind: str, table: str) -> str:
    """Return the expression of a row's key as ``Record.key_text`` writes it."""
    return " || '/' || ".join(_key_part(kind, table, name) for name in KINDS[kind].KEY)


def staged_value(kind: str, name: str) -> str:
    """Return the expression that makes a staged text the exact value of its column."""
    of_type = column_types(kind)[name]
    if of_type == "VARCHAR[]":
        return f'from_json("{name}", \'["VARCHAR"]\')'
    return f'CAST("{name}" AS {of_type})'


def _kept(kind: str, name: str, of_type: str) -> str:
    default = field_shapes(kind)[name].default
    if default is None:
        return f'known."{name}" AS "{name}"'
    written = default.replace("'", "''")
    value = f"CAST('{written}' AS {of_type})"
    return f'coalesce(known."{name}", {value}) AS "{name}"'


def _is_kept(amount: str) -> str:
    return f'known."{amount}" IS NOT NULL'


def _key_part(kind: str, table: str, name: str) -> str:
    column = f'{table}."{name}"'
    if field_shapes(kind)[name].shape != "time":
        return f"CAST({column} AS VARCHAR)"
    # Python leaves out a fraction of a second that is zero.
    return (
        f"CASE WHEN date_part('microsecond', {column}) % 1000000 = 0 "
        f"THEN strftime({column}, '%Y-%m-%d %H:%M:%S+00:00') "
        f"ELSE strftime({column}, '%Y-%m-%d %H:%M:%S.%f+00:00') END"
    )


def _same_key(one: str, other: str, key: Sequence[str]) -> str:
    return " AND ".join(f'{one}."{name}" = {other}."{name}"' for name in key)


def _differs(one: str, other: str, name: str) -> str:
    return f'{one}."{name}" IS DISTINCT FROM {other}."{name}"'
