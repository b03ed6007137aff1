"""Texts that are packed, in UTF-16, or divided by rare marks."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

DEALS = "opportunity_id,stage,currency,name\nO-1,Proposal,USD,Café\n"


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (packed(DEALS.encode()), "deals.csv.gz"),
        (packed(DEALS.encode("utf-16")), "deals.csv.gz"),
        (DEALS.encode("utf-16"), "deals.csv"),
        (DEALS.encode("utf-32"), "deals.csv"),
        (DEALS.replace(",", "\x1f").encode(), "deals.txt"),
        (DEALS.replace(",", "^").encode(), "deals.txt"),
        (DEALS.replace(",", "~").encode(), "deals.txt"),
    ],
    ids=["gzip", "gzip utf-16", "utf-16", "utf-32", "unit separator", "caret", "tilde"],
)
def test_a_text_is_read_however_it_is_stored(desk: IntakeDesk, content: bytes, name: str) -> None:
    report = desk.read(content, name)
    assert (report.added, report.rejected) == (1, 0)
    assert desk.rows("opportunity", "name, source_row") == [("Café", 2)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(DEALS.encode())[:-9], "cut off or damaged"),
        (packed(DEALS.encode())[:30] + bytes(20), "cut off or damaged"),
        (packed(b"PK\x03\x04" + bytes(40)), "holds something else than a CSV file"),
        (packed(b"x," * 6_000_000), r"limits\.max_unpacked_ratio"),
        (packed(b"\n"), "is empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), r"an old Excel workbook \(\.xls\), whatever its name"),
        (b"%PDF-1.7\n", "is a PDF, not a table"),
        (b"<html><table>", r"a web page \(HTML\)"),
    ],
    ids=["cut", "damaged", "zip inside", "bomb", "empty", "xls", "pdf", "html"],
)
def test_what_is_no_table_is_one_line(desk: IntakeDesk, content: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        desk.read(content, "deals.csv")
    assert "\n" not in caught.value.message
