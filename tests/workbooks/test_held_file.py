"""A small file is unpacked at once: its parts are those that the standard library unpacks."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.mutations import mutated
from xldesk.workbooks.check import archive
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.workbook_set import workbook_set

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = workbook_set() / "runbook.xlsx"


def said(path: Path) -> dict[str, bytes | str]:
    """Return each part's content, read and as a stream, or what is wrong with it."""
    parts: dict[str, bytes | str] = {}
    try:
        with Archive(path, Limits()) as package:
            for name in package.names:
                parts[f"{name}, open"] = opened(package, name)
                try:
                    parts[name] = package.read(name)
                except ArchiveError as error:
                    parts[name] = f"{error.code}: {error.message}"
            parts |= {f"{name}, head": head or "damaged" for name, head in package.heads()}
    except ArchiveError as error:
        return {"": f"{error.code}: {error.message}"}
    return parts


def opened(package: Archive, name: str) -> bytes | str:
    try:
        with package.open(name) as stream:
            return stream.read()
    except (ArchiveError, *archive.UNREADABLE):
        return "damaged"


def compare(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes | str]:
    at_once = said(path)
    with monkeypatch.context() as patch:
        patch.setattr(archive, "_HELD_FILE", -1)
        assert said(path) == at_once
    return at_once


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("held")


@given(st.integers(0, 2**32))
def test_a_damaged_file_says_the_same(folder: Path, number: int) -> None:
    path = folder / "damaged.xlsx"
    path.write_bytes(mutated(TEMPLATE.read_bytes(), number))
    with pytest.MonkeyPatch.context() as monkeypatch:
        compare(path, monkeypatch)


def test_a_whole_file_is_unpacked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.delattr(zipfile.ZipFile, "read")
        patch.delattr(zipfile.ZipFile, "open")
        assert "damaged" not in said(TEMPLATE).values()
    assert b"workbook" in bytes(compare(TEMPLATE, monkeypatch)["xl/workbook.xml"])  # type: ignore[arg-type]


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("field", ["file_size", "compress_size", "CRC", "header_offset"])
def test_a_directory_that_says_otherwise_is_judged_as_ever(
    monkeypatch: pytest.MonkeyPatch, field: str, by: int
) -> None:
    original = zipfile.ZipFile.infolist

    def wrong(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        infos = original(package)
        setattr(infos[3], field, getattr(infos[3], field) + by)
        return infos

    monkeypatch.setattr(zipfile.ZipFile, "infolist", wrong)
    compare(TEMPLATE, monkeypatch)


@pytest.mark.parametrize("flag", [0x20, 0x40, 0x2000])
def test_flags_of_the_directory_are_looked_at(monkeypatch: pytest.MonkeyPatch, flag: int) -> None:
    original = zipfile.ZipFile.infolist

    def flagged(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        infos = original(package)
        infos[3].flag_bits |= flag
        return infos

    monkeypatch.setattr(zipfile.ZipFile, "infolist", flagged)
    compare(TEMPLATE, monkeypatch)


def test_a_name_is_not_taken_for_one_like_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "like.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a?.xml", "<x/>" * 50)
    held = bytearray(path.read_bytes())
    place = held.rindex(b"a?.xml")
    held[place + 1] = 0x82
    path.write_bytes(held)
    assert compare(path, monkeypatch)["aé.xml, open"] == "damaged"


@pytest.mark.parametrize("name", ["a.xml", "é.xml", "日本.xml"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_names_and_methods_of_any_kind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, method: int
) -> None:
    path = folder / "any.xlsx"
    with zipfile.ZipFile(path, "w", method) as package:
        package.writestr(name, "<x/>" * 50)
        package.writestr("empty.xml", "")
    assert compare(path, monkeypatch)[name] == b"<x/>" * 50
