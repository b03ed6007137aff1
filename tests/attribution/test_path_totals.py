"""Plain tables of paths: published results, the shared rules, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.reference import POSITIONS, Act, Rules, position_weights, removal_effects
from xldesk.attribution.path_file import PathColumns, read_paths
from xldesk.attribution.path_totals import PATH_MODELS, PathCredit, path_totals
from xldesk.attribution.path_walks import PathWalks
from xldesk.errors import UsageError
from xldesk.policy.load import default_policy

HUGE = "123456789012345678901234567890"
CUSTOM = default_policy().attribution.custom
EXACT = ("first_touch", "last_touch", "linear", "position_u", "j_curve", "inverse_j", "shapley")
USUAL = PathColumns()


def totals(
    file: Path, model: str, columns: PathColumns = USUAL, separator: str = " > "
) -> PathCredit:
    with duckdb.connect(config={"threads": 2}) as con:
        read_paths(con, file, columns, chain=model == "markov")
        return path_totals(PathWalks(con, separator), model, CUSTOM)


def written(folder: Path, *lines: str, name: str = "paths.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def floats(found: PathCredit) -> dict[str, float]:
    return {partner: float(part) for partner, part in found.credit.items()}


def small_cases(shared: Path) -> dict[str, Any]:
    cases = json.loads((shared / "oracles" / "small.json").read_text("utf-8"))
    return {case["name"]: case for case in cases}


@pytest.mark.shared
@pytest.mark.parametrize("model", ["first_touch", "last_touch", "linear", "markov"])
def test_published_paths(shared: Path, model: str) -> None:
    published = json.loads((shared / "oracles" / "pathdata.json").read_text("utf-8"))
    file = shared / "data" / "paths" / "pathdata.csv.gz"
    found = totals(file, model)
    assert found.total == published["total"]
    assert sum(found.credit.values()) == found.total
    tolerance = published["tolerance"][model]
    assert floats(found) == pytest.approx(published[model], abs=tolerance, rel=0)
    if model == "markov":
        assert found.removal is not None
        assert found.removal.base_probability == pytest.approx(
            published["markov_base_probability"], abs=1e-12
        )


@pytest.mark.shared
@pytest.mark.parametrize("name", ["three paths, exact markov", "self-loops dropped"])
def test_published_chains(shared: Path, tmp_path: Path, name: str) -> None:
    case = small_cases(shared)[name]
    rows = zip(case["paths"], case["won"], case["lost"], case["value"], strict=True)
    lines = [f"{' > '.join(path)},{won},{lost},{value}" for path, won, lost, value in rows]
    file = written(tmp_path, "path,won,lost,value", *lines)
    found = totals(file, "markov", PathColumns(value="value"))
    assert floats(found) == pytest.approx(case["markov"], abs=1e-9)
    assert found.removal is not None
    assert found.removal.effect == pytest.approx(case["removal_effect"], abs=1e-12)
    if "base_probability" in case:
        assert found.removal.base_probability == pytest.approx(case["base_probability"], abs=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["position 40/20/40, three touches", "position, two touches"])
def test_published_positions(shared: Path, tmp_path: Path, name: str) -> None:
    case = small_cases(shared)[name]
    partners = [f"T{number}" for number in range(case["touches"])]
    file = written(tmp_path, "path,won,value", f"{' > '.join(partners)},1,{case['amount']}")
    found = totals(file, "position_u", PathColumns(value="value"))
    assert [found.credit[partner] for partner in partners] == [
        Fraction(str(part)) for part in case["position_u"]
    ]


STEPS = st.lists(st.sampled_from(["A", "B", "C", "D"]), min_size=1, max_size=6)
TABLE = st.lists(st.tuples(STEPS, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8)


@given(TABLE)
@settings(max_examples=10)
def test_every_model_agrees_with_the_reference(
    tmp_path: Path, rows: list[tuple[list[str], int, int]]
) -> None:
    lines = [f"{' > '.join(steps)},{won},{lost}" for steps, won, lost in rows]
    file = written(tmp_path, "path,won,lost", *lines)
    for model in EXACT:
        found = totals(file, model)
        assert found.total == sum(won for _, won, _ in rows)
        assert sum(found.credit.values()) == found.total
        assert found.credit == expected(model, rows), model
    chain = totals(file, "markov")
    effects = removal_effects(rows)
    assert chain.removal is not None
    assert chain.removal.effect == pytest.approx(
        {partner: float(effect) for partner, effect in effects.items()}, abs=1e-9
    )
    assert sum(chain.credit.values()) == chain.total


def expected(model: str, rows: list[tuple[list[str], int, int]]) -> dict[str, Fraction]:
    """Return the credit by the reference, path by path in fractions."""
    credit = {partner: Fraction(0) for steps, _, _ in rows for partner in steps}
    for steps, won, _ in rows:
        if model == "shapley":
            members = sorted(set(steps))
            weights = [Fraction(1)] * len(members)
        else:
            members = steps
            weights = weights_of(model, steps)
        for partner, weight in zip(members, weights, strict=True):
            credit[partner] += won * Fraction(weight) / sum(weights)
    return credit


def weights_of(model: str, steps: list[str]) -> list[Fraction]:
    acts = [Act("influenced", step, "demo", at, f"E-{at}") for at, step in enumerate(steps)]
    plain = {"first_touch": {"first": 1}, "last_touch": {"last": 1}, "linear": {"rest": 1}}
    return position_weights(acts, Rules(), {**POSITIONS, **plain}[model])


@pytest.mark.parametrize("model", PATH_MODELS)
def test_order_of_rows_and_number_of_equal_rows_do_not_matter(model: str, tmp_path: Path) -> None:
    rows = ["A > B > A,3,1,10.50", "B,0,4,0", "C > B,2,2,7.25", "A > C,1,0,0.01"]
    halves = ["A > B > A,1,1,10.00", "A > B > A,2,0,0.50"]
    columns = PathColumns(value="v")
    once = totals(written(tmp_path, "path,won,lost,v", *rows), model, columns)
    again = totals(written(tmp_path, "path,won,lost,v", *rows[:0:-1], *halves), model, columns)
    assert once == again
    assert once.total == Fraction("17.76")


@pytest.mark.parametrize(
    ("path", "separator", "credit"),
    [
        ("A > B", " > ", {"A": 3, "B": 3}),
        ("A>B", ">", {"A": 3, "B": 3}),
        ("A  >\u00a0B ", ">", {"A": 3, "B": 3}),
        ('"A -> B, C"', " -> ", {"A": 3, "B, C": 3}),
        ("A > B > ", " > ", {"A": 3, "B": 3}),
        ("", " > ", {"DIRECT": 6}),
        (" > ", " > ", {"DIRECT": 6}),
        ("A|B", " > ", {"A|B": 6}),
    ],
)
def test_steps(path: str, separator: str, credit: dict[str, int], tmp_path: Path) -> None:
    file = written(tmp_path, "path,won,lost", f"{path},6,1")
    found = totals(file, "linear", separator=separator)
    assert found.credit == credit
    assert sum(totals(file, "markov", separator=separator).credit.values()) == 6


@pytest.mark.parametrize(
    ("lines", "columns", "total"),
    [
        (["path,won", f"A,{HUGE}"], PathColumns(), HUGE),
        (["path,won,v", "A,1,0.1", "A,1,0.2"], PathColumns(value="v"), "0.3"),
        (["path,v", "A,0.43700000000000006"], PathColumns(value="v"), "0.43700000000000006"),
        (["path,v", "A,1e3", "B,-2.5E-1"], PathColumns(value="v"), "999.75"),
        (
            ["path,v", "A,5.551115123125783e-17", "B,123.45"],
            PathColumns(value="v"),
            "123.45000000000000005551115123125783",
        ),
        (["path,won", "A,1e-30"], PathColumns(), "1e-30"),
        (["PATH, Won ,v", "A,7,1"], PathColumns(), "7"),
        (["path;total_conversions", "A;2"], PathColumns(), "2"),
        (["path,won"], PathColumns(), "0"),
    ],
)
def test_numbers_are_exact(
    lines: list[str], columns: PathColumns, total: str, tmp_path: Path
) -> None:
    found = totals(written(tmp_path, *lines), "linear", columns)
    assert found.total == Fraction(total)
    assert sum(found.credit.values()) == found.total


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["path,won", "A,1", "B,x"], "paths.csv:3: won: 'x' is no number"),
        (["path,won", "A,"], "paths.csv:2: won: an empty cell is no number"),
        (["path,won", "A,-1"], "paths.csv:2: won: '-1' is below 0"),
        (["path,won,lost", "A,1,-2"], "paths.csv:2: lost: '-2' is below 0"),
        (["path,won", "A,nan"], "'nan' is no number"),
        (["path,won", "A,1_000"], "'1_000' is no number"),
        (["path,won", "A,1e300"], "'1e300' is too large"),
        (["path,won", "A,1e-39"], "'1e-39' has more than 38 decimals; round the column"),
        (
            ["path,won", "A,0.00000000000000000000000000000001", "B,123456"],
            "'123456' is too large: a number of the column has 32 decimals, which leaves 5 digits",
        ),
        (["path,wonn", "A,1"], "none of its columns is total_conversions, conversions, won"),
        (["pathh,won", "A,1"], "no column 'path'; did you mean 'pathh'?"),
        (["path,won", "A>B,1"], "no path has ' > ' between its steps; use --sep '>'"),
        ([""], "paths.csv"),
    ],
)
def test_what_is_refused(lines: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        totals(written(tmp_path, *lines), "linear")
    assert said in refused.value.message
    assert len(refused.value.message.splitlines()) == 1


def test_many_steps_of_one_partner_fit_or_are_refused(tmp_path: Path) -> None:
    steps = " > ".join(["A"] * 100)
    number = f"{'9' * 17}.{'9' * 20}"
    with pytest.raises(UsageError, match="is too large"):
        totals(written(tmp_path, "path,v", f"{steps},{number}"), "linear", PathColumns(value="v"))
    fits = written(tmp_path, "path,v", f"{steps},{'9' * 35}")
    assert totals(fits, "linear", PathColumns(value="v")).credit == {"A": int("9" * 35)}


def test_parquet_is_read_like_text(tmp_path: Path) -> None:
    file = tmp_path / "paths.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 'A > B' AS path, 2 AS won, 0.1::DOUBLE AS v) TO '{file}'")
    assert totals(file, "linear", PathColumns(value="v")).credit == {
        "A": Fraction(1, 20),
        "B": Fraction(1, 20),
    }
