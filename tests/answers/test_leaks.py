"""Other partners are found in a file however a text is cut, written, encoded or put away."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.answers.leaks import PartnerWords, leaks_in

WORDS = PartnerWords(
    own=frozenset({"P-02", "P-021-A", "Quay"}),
    others=frozenset({"P-021", "Skymere Compute", "Edge", "1234"}),
)
SI = "<sst><si>{}</si></sst>"


def package(path: Path, parts: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return path


def leaks(folder: Path, name: str, content: bytes | str, issued: Path | None = None) -> list[str]:
    return leaks_in(package(folder / "sent.xlsx", {name: content}), WORDS, issued)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<si><r><t>Sky</t></r><r><t>mere Compute</t></r></si>", "Skymere Compute"),
        ("<si><r><t>P-02</t></r><rPh><t>x</t></rPh><r><t>1</t></r></si>", "P-021"),
        ("<c><is><r><t>P-02</t></r><r><t>1</t></r></is></c>", "P-021"),
        ("<comment><text><r><t>Ed</t></r><r><t>ge</t></r></text></comment>", "Edge"),
        ("<a:p xmlns:a='u'><a:r><a:t>Ed</a:t></a:r><a:r><a:t>ge</a:t></a:r></a:p>", "Edge"),
        ("<a>skymere compute</a>", "Skymere Compute"),
        ("<a>Skymere \n&#xA0; Compute</a>", "Skymere Compute"),
        ("<a>Ｓｋｙｍｅｒｅ Com&#xAD;pute</a>", "Skymere Compute"),
        ("<a>mdf_P-021_x</a>", "P-021"),
        ("<a>p-021-3</a>", "P-021"),
        ("<a>&#80;-021</a>", "P-021"),
        ("<a>_x0050_-021</a>", "P-021"),
        ("<a name='P-021'/>", "P-021"),
        (r"<a f='&quot;Skymere&quot;\ &quot;Compute&quot;'/>", "Skymere Compute"),
        ("<a><!-- P-021 --></a>", "P-021"),
        ("<a><b/>P-021</a>", "P-021"),
        ("<a>partner 1234</a>", "1234"),
        *((f"<a>P{dash}021</a>", "P-021") for dash in "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"),
    ],
)
def test_a_word_is_found_however_it_is_written(tmp_path: Path, text: str, word: str) -> None:
    name = "xl/sharedStrings.xml"
    assert leaks(tmp_path, name, f"<x>{text}</x>") == [f"{word} in {name}"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_an_encoding_hides_nothing(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><a>Edge</a>'
    assert leaks(tmp_path, "a.xml", text.encode(encoding)) == ["Edge in a.xml"]


@pytest.mark.parametrize(
    "text",
    ["P-0211", "XP-021", "Edgeware", "P-021-A", "mdf_P-021-A", "P-02 and Quay", "Skymere",
     "2026-1234-01", "2026\u20111234", "0.1234", "1,234", "<si><t>P-02</t></si><si><t>1</t></si>"],
)  # fmt: skip
def test_what_only_looks_like_one_is_not(tmp_path: Path, text: str) -> None:
    assert leaks(tmp_path, "a.xml", f"<x>{text}</x>") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/media/image1.png", b"\x89PNG"),
        ("customXml/p.txt", b"text"),
        ("a.xml", b"<a>"),
        ("a.xml", b""),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY e 'Ed'>]><a>&e;ge</a>"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    assert leaks(tmp_path, name, content) == [f"what nothing here can read in {name}"]


def test_settings_of_a_printer_are_looked_at(tmp_path: Path) -> None:
    name = "xl/printerSettings/printerSettings1.bin"
    assert leaks(tmp_path, name, b"\x00\x01 plain") == []
    assert leaks(tmp_path, name, "Edge".encode("utf-16-le")) == [f"Edge in {name}"]


def test_a_usual_word_in_a_sentence_of_the_desk_is_no_partner(tmp_path: Path) -> None:
    usual, named = "<a>over the edge</a>", "<a>as Edge did</a>"
    issued = package(tmp_path / "issued.xlsx", {"a.xml": f"<x>{usual}{named}</x>"})
    assert leaks(tmp_path, "a.xml", usual) == ["Edge in a.xml"]
    assert leaks(tmp_path, "a.xml", usual, issued) == []
    assert leaks(tmp_path, "a.xml", named, issued) == ["Edge in a.xml"]


@given(st.lists(st.integers(1, 14), max_size=4), st.sampled_from([str.lower, str.upper, str.title]))
def test_no_cut_into_runs_hides_a_name(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], spelt: object
) -> None:
    assert callable(spelt)
    name = spelt("Skymere Compute")
    ends = [0, *sorted(cuts), len(name)]
    runs = "".join(f"<r><t>{name[a:b]}</t></r>" for a, b in pairwise(ends))
    folder = tmp_path_factory.mktemp("runs")
    assert leaks(folder, "a.xml", f"<x><si>{runs}</si></x>") == ["Skymere Compute in a.xml"]
