"""CSV rows: which line they start on, what divides them, and what damages only one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError
from xldesk.intake.csv_table import CsvTable
from xldesk.intake.headings import known_headings
from xldesk.intake.survey import survey
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from pathlib import Path

SMALL = default_policy().limits.model_copy(update={"max_file_megabytes": 1})


def table(
    folder: Path,
    content: str | bytes,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    max_columns: int = 500,
) -> CsvTable:
    path = folder / "deals.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = survey(path, path.name, encoding, SMALL)
    return CsvTable(source, delimiter=delimiter, known=known_headings, max_columns=max_columns)


def read(
    folder: Path, content: str | bytes, size: int = 100, **options: str | None
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    rows: list[tuple[int, list[str]]] = []
    refused: list[tuple[int, str]] = []
    for chunk in table(folder, content, **options).chunks(size):  # type: ignore[arg-type]
        rows += zip(chunk.numbers, chunk.rows, strict=True)
        refused += [(row.number, row.problem.code) for row in chunk.refused]
    return rows, refused


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a,b\n1,2\n3,4\n", [(2, ["1", "2"]), (3, ["3", "4"])]),
        ("a,b\r\n1,2\r\n3,4", [(2, ["1", "2"]), (3, ["3", "4"])]),
        ("a,b\r1,2\r3,4\r", [(2, ["1", "2"]), (3, ["3", "4"])]),
        ("\ufeffa,b\n1,2\n", [(2, ["1", "2"])]),
        ("\n\na,b\n\n1,2\n,\n \t\n3,4\n", [(5, ["1", "2"]), (8, ["3", "4"])]),
        ('a,b\n"1\n1",2\n3,4\n', [(2, ["1\n1", "2"]), (4, ["3", "4"])]),
        ('a,b\n"say ""hi""",5" pipe\n', [(2, ['say "hi"', '5" pipe'])]),
        ("a,b\n1,2,,\n", [(2, ["1", "2"])]),
        ("a;b\n1,5;2\n", [(2, ["1,5", "2"])]),
        ("a\tb\n1\t2\n", [(2, ["1", "2"])]),
        ("a|b\n1|2\n", [(2, ["1", "2"])]),
        ("sep=;\na;b\n1;2\n", [(3, ["1", "2"])]),
        ('"opportunity_id";"stage, name"\n"1";2\n', [(2, ["1", "2"])]),
        ("opportunity_id;amount, in USD, net\n1;2\n", [(2, ["1", "2"])]),
    ],
)
def test_rows_start_on_the_line_an_editor_shows(
    tmp_path: Path, content: str, rows: list[tuple[int, list[str]]]
) -> None:
    if content == "\n\na,b\n\n1,2\n,\n \t\n3,4\n":
        # A line of spaces is a row with too few cells; lines without content are none.
        assert read(tmp_path, content) == (rows, [(7, "ROW-WIDTH")])
    else:
        assert read(tmp_path, content) == (rows, [])


@pytest.mark.parametrize(
    ("bad_line", "code"),
    [
        (b'x,"y', "QUOTES"),
        (b'"x"y,z', "QUOTES"),
        (b"x", "ROW-WIDTH"),
        (b"x,y,z", "ROW-WIDTH"),
        (b"x,\0y", "NUL"),
        (b"x,caf\xe9", "ENCODING"),
        (b"x," + b"y" * 140_000, "TOO-LONG"),
    ],
)
def test_a_damaged_row_is_refused_alone(tmp_path: Path, bad_line: bytes, code: str) -> None:
    content = "a,b\n1,é\n".encode() + bad_line + b'\n3,"4\n4"\n5,6\n'
    for size in (1, 2, 100):
        rows, refused = read(tmp_path, content, size)
        assert refused == [(3, code)]
        assert rows == [(2, ["1", "é"]), (4, ["3", "4\n4"]), (6, ["5", "6"])]


def test_several_damaged_rows_are_refused_one_by_one(tmp_path: Path) -> None:
    rows, refused = read(tmp_path, 'a,b\n"1"x,2\n"3"x,4\n5,6\n7,"8\n')
    assert rows == [(4, ["5", "6"])]
    assert refused == [(2, "QUOTES"), (3, "QUOTES"), (5, "QUOTES")]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [("a,b\n1,é\n".encode("utf-16"), "utf-16"), ("a,b\n1,é\n".encode("cp1252"), "cp1252")],
)
def test_an_encoding_can_be_said(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert read(tmp_path, content, encoding=encoding) == ([(2, ["1", "é"])], [])


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("a;b\n1;2\n", {"delimiter": ","}, r"csv:1: .*one column, 'a;b'; say delimiter = \";\""),
        ("a\tb\n1\t2\n", {"delimiter": ","}, r'say delimiter = "\\t"'),
        (",".join(map(str, range(5_000))) + "\n1\n", {}, "5,000 columns, the policy allows 500"),
        ('a,"b\n1,2\n', {}, "header cannot be read"),
        ("a,b\0\n1,2\n", {}, "header holds bytes"),
        ("a,b\nx\n".encode("utf-16-le") + b"A", {"encoding": "utf-16-le"}, "not utf-16-le text"),
        ("a,b\n1,2\n", {"encoding": "utf-16"}, "not utf-16 text .* say the right encoding"),
        ("a" * 900_000 + "\n", {}, "header cannot be read"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_used_is_one_line(
    tmp_path: Path, content: str | bytes, options: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        for _ in table(tmp_path, content, **options).chunks(10):  # type: ignore[arg-type]
            pass
    assert "\n" not in caught.value.message
