"""The stored form of a record: canonical JSON by column, the same from a model or a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.ledger.digest import canonical_json, digest_of
from xldesk.records.kinds import KINDS, column_types

if TYPE_CHECKING:
    from xldesk.records.record import Record

SOURCE_TYPES = {"source_file": "VARCHAR", "source_row": "BIGINT"}
"""Where a row came from; these columns stand beside those of its kind."""

LEDGER_TYPES = {"ledger_position": "BIGINT", "ledger_at": "TIMESTAMP"}
"""Where a row stands in the ledger; a snapshot adds these columns."""

_FRACTION = Decimal("0.000001")


def record_values(record: Record) -> dict[str, object]:
    """Return a record's values by column (``column_types``), nested objects as JSON text."""
    types = column_types(record.KIND)
    return {name: _value(getattr(record, name), kind) for name, kind in types.items()}


def _value(value: Any, column_type: str) -> object:
    if value is None:
        return None
    if column_type == "VARCHAR[]":
        return [str(member) for member in value]
    if column_type == "VARCHAR" and isinstance(value, Mapping | tuple | list):
        return canonical_json(_nested(value))
    if column_type.startswith("DECIMAL"):
        return format(Decimal(value).quantize(_FRACTION), "f")
    if isinstance(value, datetime):
        naive = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return naive.isoformat(sep=" ", timespec="microseconds")
    return value


def _nested(value: Any) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return [member.model_dump(mode="json") for member in value]


def row_content(kind: str, values: Mapping[str, object]) -> str:
    """Return the stored text of a row of ``kind``; ``values`` may come straight from DuckDB."""
    types = column_types(kind)
    return canonical_json({name: _value(values[name], types[name]) for name in types})


def row_digest(
    kind: str, ordinal: int, content: str, source_file: str | None, source_row: int | None
) -> str:
    """Return the digest that stands beside a stored row."""
    return digest_of([kind, ordinal, content, source_file, source_row])


def set_digest(digests: Iterable[str]) -> str:
    """Return the digest of a set of stored rows: that of their digests, in order."""
    return digest_of(list(digests))


def rows_digest(parts: Sequence[tuple[int, str, int, str, str | None]], policy: object) -> str:
    """Return what an entry says about its rows: (part, kind, rows, digest, segment) of each.

    ``policy`` is None, or the version and the source text's digest of the policy it brings.
    """
    return digest_of({"parts": [list(part) for part in parts], "policy": policy})


def columns_of(kind: str) -> dict[str, str]:
    """Return a row's columns and DuckDB types: those of ``kind``, then its source's."""
    return {**column_types(kind), **SOURCE_TYPES}


def key_of(kind: str) -> tuple[str, ...]:
    """Return the fields that identify a record of ``kind``."""
    return KINDS[kind].KEY
