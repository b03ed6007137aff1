"""Canonical text and its SHA-256: the same content has the same digest everywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK_BYTES = 1 << 20


def canonical_json(value: object) -> str:
    """Return ``value`` as JSON with sorted keys and no spaces.

    Times become UTC text, decimals plain text. Raises TypeError for a float (money and shares
    never pass through one) and for whatever JSON cannot say.
    """
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def plain(value: object) -> object:
    """Return ``value`` made of dicts, lists, text, whole numbers, booleans and None only."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} {value!r} has no exact form in the ledger")


def sha256_text(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8 as 64 hexadecimal digits."""
    # Bytes that are no text come in as lone surrogates and go out as the same bytes.
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def digest_of(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of ``value``."""
    return sha256_text(canonical_json(value))


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def utc_text(when: datetime) -> str:
    """Return an aware time as ``2026-03-31T09:00:00.000000Z``; as text it sorts as it passes.

    Raises ValueError for a time without a zone.
    """
    if when.tzinfo is None:
        raise ValueError(f"the time {when} needs a zone")
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def utc_time(text: str) -> datetime:
    """Return the aware time that ``utc_text`` wrote."""
    return datetime.fromisoformat(text)
