"""A CSV file appears whole under its name, or not at all."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError
from xldesk.records.csv_file import plain_text, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("much longer than what comes now, and in no form\n")
    assert write_csv(path, ("a", "b"), [("1", None), ("x,y", 2)]) == 2
    assert path.read_text("utf-8") == 'a,b\n1,\n"x,y",2\n'
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_in_a_text_begins_no_row(tmp_path: Path, end: str) -> None:
    path = tmp_path / "rows.csv"
    write_csv(path, ("a", "b"), [(f"x{end}=1+1", "y"), ("last", "")])
    assert path.read_bytes() == f'a,b\n"x{end}=1+1",y\nlast,\n'.encode()
    with path.open(newline="") as stream:
        assert list(csv.reader(stream)) == [["a", "b"], [f"x{end}=1+1", "y"], ["last", ""]]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyError("x")])
def test_a_failure_on_the_way_leaves_the_old_file(tmp_path: Path, error: Exception) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("old")

    def rows() -> Iterator[tuple[str]]:
        yield ("1",)
        raise error

    with pytest.raises((UsageError, KeyError)) as caught:
        write_csv(path, ("a",), rows())
    if isinstance(error, OSError):
        assert str(caught.value).startswith(f"cannot write {path}: No space left on device; ")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("path", ["/", ".", "..", "/proc/none/x.csv", f"/tmp/{'x' * 300}/a.csv"])
def test_a_path_that_cannot_be_a_file_is_named(path: str) -> None:
    with pytest.raises(UsageError, match="cannot write .*; choose another file"):
        write_csv(Path(path), ("a",), [])


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="Not a regular file"):
        write_csv(pipe, ("a",), [])
    assert pipe.is_fifo()


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    target = tmp_path / "real.csv"
    target.write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    write_csv(link, ("a",), [])
    assert link.is_symlink()
    assert target.read_text() == "a\n"


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(lead: str) -> None:
    assert plain_text(f"{lead}1+1") == f"'{lead}1+1"


@pytest.mark.parametrize("text", ["", "Acme", "a=b", " =1", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert plain_text(text) == text
