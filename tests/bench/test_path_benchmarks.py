"""Paths beside other tools: the data, the answers that are compared, and who is asked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _project_on_path(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))


def test_paths_are_the_same_every_time_with_three_and_a_half_touches(tmp_path: Path):
    from benchmarks.path_data import LONGEST, SEPARATOR, write_paths

    files = [write_paths(tmp_path / name, 6_000) for name in ("once", "twice")]
    assert len({hashlib.sha256(file.read_bytes()).hexdigest() for file in files}) == 1
    rows = [line.split(",") for line in files[0].read_text("utf-8").splitlines()[1:]]
    assert len(rows) == 6_000
    steps = [row[0].split(SEPARATOR) for row in rows]
    assert {len(path) for path in steps} == set(range(1, LONGEST + 1))
    assert sum(map(len, steps)) / len(steps) == pytest.approx(3.5, abs=0.05)
    won = [row for row in rows if row[1] == "1"]
    assert len(won) / len(rows) == pytest.approx(0.25, abs=0.02)
    for _, conversions, value, lost in rows:
        assert int(conversions) + int(lost) == 1
        assert (value != "0") == (conversions == "1")


@pytest.mark.parametrize("paths", [0, 1_000_001])
def test_the_number_of_paths_is_bounded(tmp_path: Path, paths: int):
    from benchmarks.path_data import write_paths

    with pytest.raises(ValueError, match="a number from 1 to"):
        write_paths(tmp_path, paths)


@pytest.mark.parametrize(
    ("theirs", "elsewhere"),
    [
        ({"A": 60.0, "B": 40.0}, 0.0),
        ({"A": 50.0, "B": 50.0}, 0.1),
        ({"A": 50.0, "B": 40.0, "C": 10.0}, 0.1),
        ({"C": 100.0}, 1.0),
    ],
)
def test_credit_elsewhere(theirs: dict[str, float], elsewhere: float):
    from benchmarks.path_run import credit_elsewhere

    assert credit_elsewhere({"A": 60.0, "B": 40.0}, theirs) == pytest.approx(elsewhere)


def test_the_desks_answers_are_kept_and_add_up(tmp_path: Path):
    from benchmarks.path_data import read_answer, write_paths
    from benchmarks.path_steps import PATH_STEPS

    file = write_paths(tmp_path, 300)
    won = sum(int(line.split(",")[1]) for line in file.read_text("utf-8").splitlines()[1:])
    for name, step in PATH_STEPS.items():
        assert step(tmp_path, 300)() == 300
        assert sum(read_answer(tmp_path, name).values()) == pytest.approx(won)


STANDS_IN = """
import pandas as pd

def heuristic_models(frame, path, won, *, sep, flg_pro):
    print("a banner")
    assert sep == ">"
    return pd.DataFrame({"channel_name": ["A"], "linear_touch": [frame[won].sum()]})

def markov_model(frame, path, won, *, var_null, sep, conv_par, ncore, seed, verbose, flg_pro):
    assert var_null in frame.columns
    return pd.DataFrame({"channel_name": ["A"], "total_conversions": [frame[won].sum()]})

class MTA:
    def __init__(self, frame, *, allow_loops, add_timepoints):
        print("noise")
        self.won = frame["total_conversions"].sum()
        self.attribution = {}
    def first_touch(self, *, normalize):
        return self
    def last_touch(self, *, normalize):
        return self
    def linear(self, *, share, normalize):
        assert share == "proportional"
        self.attribution["linear"] = {"A": self.won}
    def markov(self, *, normalize):
        self.attribution["markov"] = {"A": 0.5, "B": 0.5}
"""
"""Both peers as far as the runner calls them, so that their side is run without installing them."""


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("channel_attribution_heuristics", {"A": 1.0}),
        ("channel_attribution_markov", {"A": 1.0}),
        ("mta_heuristics", {"A": 1.0}),
        ("mta_markov", {"A": 0.5, "B": 0.5}),
    ],
)
def test_a_peer_is_run_apart_and_its_noise_is_not_the_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, answer: dict[str, float]
):
    from benchmarks import measure
    from benchmarks.path_data import paths_file, read_answer

    monkeypatch.setattr(measure, "ROOT", _with_stand_ins(tmp_path / "project"))
    header = "path,total_conversions,total_conversion_value,total_null"
    paths_file(tmp_path).write_text(f"{header}\nA,1,5,0\nB,0,0,1\n", "utf-8")
    measured = measure.measure(measure.Step(step, (str(tmp_path), "2")), 1)
    assert measured.rows == 2
    assert read_answer(tmp_path, step) == answer


def _with_stand_ins(folder: Path) -> Path:
    """Return a folder that holds the benchmarks, and stand-ins where the desk's source would be."""
    folder.mkdir()
    (folder / "benchmarks").symlink_to(ROOT / "benchmarks", target_is_directory=True)
    (folder / "src").mkdir()
    for name in ("ChannelAttribution", "mta"):
        (folder / "src" / f"{name}.py").write_text(textwrap.dedent(STANDS_IN), "utf-8")
    return folder


def test_an_environment_that_cannot_be_made_is_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from benchmarks import environments, path_run

    def fails(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "first\nno such release")

    monkeypatch.setattr(environments.subprocess, "run", fails)
    assert path_run._pythons(tmp_path) == {}
    assert "ChannelAttribution 2.2.5 cannot be installed: first no such release" in (
        capsys.readouterr().err
    )


def test_an_environment_that_is_there_is_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from benchmarks import environments

    commands = []

    def notes(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        (tmp_path / "mta").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(environments.subprocess, "run", notes)
    first = environments.made(environments.MTA, tmp_path)
    assert [command[0] for command in commands] == [sys.executable, str(first)]
    assert environments.made(environments.MTA, tmp_path) == first
    assert len(commands) == 2


def test_a_row_says_how_many_times_the_desks_and_where_credit_went():
    from benchmarks.measure import Measurement
    from benchmarks.path_run import PathResult
    from benchmarks.path_table import path_rows
    from benchmarks.table import page

    one = PathResult("markov", "xldesk", "10", Measurement(0.5, 0.1, 0.6, 2_000_000, 10, 3))
    other = PathResult(
        "markov", "peer", "10", Measurement(65.0, 0.0, 64.0, 9_000_000, 10, 1), 0.0123, 130.0, 107.5
    )
    assert path_rows([one, other]) == [
        ("markov: xldesk", "10", "3", "0.500", "10%", "0.600", "2", "60000.00", "–", "–", "–"),
        (
            *("markov: peer", "10", "1", "65.000", "–", "64.000", "9", "6400000.00"),
            *("130.0", "107.5", "1.2300%"),
        ),
    ]
    text = page([], [one, other], [], 3, 0.0)
    assert "## Paths beside other tools" in text
    assert "| markov: peer | 10 |" in text
