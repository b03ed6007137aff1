"""The benchmark runner: its data are clean and the same every time, its table is complete."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _project_on_path(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))


def test_the_data_are_the_same_every_time(tmp_path: Path):
    from benchmarks.data import write_exports

    digests = set()
    for name in ("once", "twice"):
        exports = write_exports(tmp_path / name, 60)
        content = b"".join(path.read_bytes() for path in exports.paths)
        digests.add(hashlib.sha256(content).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_number_of_rows_is_what_was_written(tmp_path: Path, size: int):
    from benchmarks.data import write_exports

    exports = write_exports(tmp_path, size)
    assert exports.rows == sum(
        len(path.read_text("utf-8").splitlines()) - 1 for path in exports.paths
    )


@pytest.mark.parametrize("size", [0, -1, 1_000_001])
def test_sizes_are_bounded(tmp_path: Path, size: int):
    from benchmarks.data import write_exports

    with pytest.raises(ValueError, match="a size from 1 to"):
        write_exports(tmp_path, size)
    assert not list(tmp_path.iterdir())


def test_files_that_are_there_are_not_written_again(tmp_path: Path):
    from benchmarks.data import exports_for

    first = exports_for(tmp_path, 10)
    first.touches.write_text("mine", "utf-8")
    assert exports_for(tmp_path, 10) == first
    assert first.touches.read_text("utf-8") == "mine"
    assert exports_for(tmp_path, 11) != first
    assert first.touches.read_text("utf-8") != "mine"


def test_deals_have_three_and_a_half_touches_on_average(tmp_path: Path):
    from benchmarks.data import write_exports

    exports = write_exports(tmp_path, 100)
    assert len(exports.touches.read_text("utf-8").splitlines()) - 1 == 350


def test_the_data_are_clean_and_every_category_occurs(tmp_path: Path):
    from benchmarks.data import AT, write_exports

    from xldesk.attribution.run import attribute
    from xldesk.desk import Desk
    from xldesk.ledger.entry import Actor
    from xldesk.validation.findings import finding_counts
    from xldesk.validation.run import validate

    exports = write_exports(tmp_path / "exports", 200)
    actor = Actor("Benchmark", "revops")
    with Desk.create(tmp_path / "desk", actor=actor, at=AT) as desk:
        done = desk.intake(exports.paths, actor=actor, at=AT)
        with desk.basis(AT) as basis:
            validate(basis)
            attribute(basis)
            found = finding_counts(basis)
            categories = basis.con.execute("SELECT DISTINCT headline_category FROM deal").fetchall()
    assert sum(file.added for file in done) == exports.rows
    assert found == {}
    assert {category for (category,) in categories} == {"sourced", "co_sell", "influenced"}


def test_ratios_are_per_row_against_the_smaller_size_and_whole_against_the_peer():
    from benchmarks.measure import Measurement
    from benchmarks.table import Result, table_rows

    results = [
        Result("intake", None, 10, Measurement(2.0, 0.0, 2.5, 1_000_000, 10, 1)),
        Result("pandas", "intake", 10, Measurement(1.0, 0.0, 1.5, 1_000_000, 10, 1)),
        Result("intake", None, 100, Measurement(10.0, 0.5, 12.0, 2_000_000, 100, 3)),
        Result("pandas", "intake", 100, Measurement(20.0, 0.1, 21.0, 2_000_000, 100, 3)),
    ]
    assert [row[-2:] for row in table_rows(results)] == [
        ("–", "1.67"),
        ("–", "–"),
        ("0.48", "0.57"),
        ("1.40", "–"),
    ]
    assert table_rows(results)[2][3:8] == ("10.000", "50%", "12.000", "2", "2.00")


def test_the_page_names_the_machine_and_every_step():
    from benchmarks.measure import Measurement
    from benchmarks.steps import STEPS
    from benchmarks.table import Result, page

    measured = Measurement(1.0, 0.0, 1.5, 1_000_000, 10, 3)
    text = page([Result(step, None, 10, measured) for step in STEPS], [], [], 3, 0.4)
    assert "cores" in text
    assert "0.4 other processes" in text
    assert "## Paths" not in text
    for step in STEPS:
        assert f"| {step} |" in text
        assert f"**{step}**" in text


def test_a_failing_step_says_why():
    from benchmarks.measure import Step, measure

    with pytest.raises(RuntimeError, match="no_such_step"):
        measure(Step("no_such_step", ("nowhere", "1")), 1)


def test_a_run_that_takes_long_is_not_repeated(monkeypatch: pytest.MonkeyPatch):
    from benchmarks import measure

    runs = iter([5.0, 61.0, 4.0])
    monkeypatch.setattr(
        measure,
        "_run",
        lambda *_: {"seconds": next(runs), "cpu_seconds": 1.0, "peak_bytes": 1, "rows": 10},
    )
    measured = measure.measure(measure.Step("step", ()), 3)
    assert (measured.runs, measured.seconds, measured.spread) == (2, 5.0, 61 / 5 - 1)
    assert list(runs) == [4.0]


def test_steps_take_turns(monkeypatch: pytest.MonkeyPatch):
    from benchmarks import measure

    took = {"one": iter([4.0, 2.0, 3.0]), "long": iter([61.0])}
    order = []

    def runs(step: measure.Step) -> dict[str, float]:
        order.append(step.name)
        seconds = next(took[step.name])
        return {"seconds": seconds, "cpu_seconds": seconds, "peak_bytes": 1, "rows": 10}

    monkeypatch.setattr(measure, "_run", runs)
    one, long = measure.measure_in_turn([measure.Step(name, ()) for name in took], 3)
    assert order == ["one", "long", "one", "one"]
    assert (one.seconds, one.runs, long.seconds, long.runs) == (2.0, 3, 61.0, 1)


def test_measurements_are_kept_and_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from benchmarks import kept
    from benchmarks.measure import Measurement, Step

    made = []

    def measures(steps: list[Step], repeat: int) -> list[Measurement]:
        made.extend((step.name, step.arguments[1]) for step in steps)
        return [Measurement(float(len(made)), 0.5, 1.5, 1_000_000, 10, repeat) for _ in steps]

    monkeypatch.setattr(kept, "measure_in_turn", measures)
    asked = [("intake", "10"), ("intake", "20"), ("pack", "10"), ("intake", "10")]
    answers = []
    for _ in ("a run", "and another one over the same file"):
        store = kept.KeptMeasurements(tmp_path / "measured.jsonl")
        answers.append([store.measure(step, ["any/where", size], 2) for step, size in asked])
    assert made == asked[:3]
    assert answers[0] == answers[1]
    assert [one.seconds for one in answers[0]] == [1.0, 2.0, 3.0, 1.0]


def test_a_step_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from benchmarks import __main__ as runner
    from benchmarks.kept import KeptMeasurements
    from benchmarks.measure import Measurement

    measured = Measurement(1.0, 0.0, 1.5, 1_000_000, 10, 1)
    monkeypatch.setattr(KeptMeasurements, "measure", lambda *_: measured)
    monkeypatch.setattr(runner, "LARGEST_OF", {"pack": 100})
    kept = KeptMeasurements(tmp_path / "none.jsonl")
    assert "pack" in {one.step for one in runner.run(tmp_path / "a", 100, 1, kept)}
    assert "pack" not in {one.step for one in runner.run(tmp_path / "b", 101, 1, kept)}


@pytest.mark.long
def test_the_runner_prints_a_row_for_every_step_and_peer():
    from benchmarks.path_steps import PATH_STEPS
    from benchmarks.peers import PEER_OF
    from benchmarks.steps import STEPS

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--sizes", "40"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    desk, paths, _ = done.stdout.split("\n\n")
    lines = desk.splitlines()
    wanted = []
    for step in STEPS:
        wanted.append(step)
        if step in PEER_OF:
            wanted.append(f"peer: {PEER_OF[step][1]}")
    assert len(lines) == 1 + len(wanted)
    for line, start in zip(lines[1:], wanted, strict=True):
        assert line.startswith(f"{start} ")
    own = [line.split("  ")[0] for line in paths.splitlines()[1:]]
    assert set(own) == {f"{model}: xldesk" for model in PATH_STEPS}
