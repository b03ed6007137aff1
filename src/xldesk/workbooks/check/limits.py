"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds on a file someone sent; ``ratio`` holds for parts above one mebibyte.

    ``tree_bytes`` bounds the markup that is held at once: a part's, or what stands between two
    rows; a tree takes some thirty times as much memory. ``kept_bytes`` bounds the rows that a
    reading keeps. ``seconds`` are those a reading may take: the largest file allowed takes half of
    them on a slow machine.
    """

    file_bytes: int = 200 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    small_part_bytes: int = 64 * MEBIBYTE
    tree_bytes: int = 8 * MEBIBYTE
    ratio: int = 250
    parts: int = 2_000
    sheets: int = 200
    rows: int = 1_048_576
    columns: int = 16_384
    merged_ranges: int = 10_000
    xml_depth: int = 64
    kept_bytes: int = 1024 * MEBIBYTE
    seconds: float = 120
