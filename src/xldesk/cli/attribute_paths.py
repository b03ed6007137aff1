"""``xldesk attribute --paths``: any model that needs no dates, on a plain table of paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xldesk.cli.context import invocation, present
from xldesk.cli.output import Heading, as_json, note, progress, say, table
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xldesk.attribution.path_file import PathColumns, PathTable
    from xldesk.attribution.path_totals import PathCredit
    from xldesk.policy.taxonomy import Custom

SEPARATOR = " > "
_MILLION = 1_000_000
_STAGES = ("reading the file", "adding up equal paths", "attributing")

PathsFile = Annotated[
    Path | None,
    typer.Option(
        "--paths",
        metavar="FILE",
        help="Attribute a plain table of paths (CSV, csv.gz, Parquet) instead of the desk.",
    ),
]
WonColumn = Annotated[
    str | None,
    typer.Option(
        metavar="C",
        help="With --paths: how often a path was won. Default: total_conversions or won.",
    ),
]
LostColumn = Annotated[
    str | None,
    typer.Option(
        metavar="C", help="With --paths: how often it was lost. Default: total_null or lost."
    ),
]
ValueColumn = Annotated[
    str | None,
    typer.Option(
        metavar="C", help="With --paths: the amount to credit. Default: what the won column counts."
    ),
]
Separator = Annotated[
    str,
    typer.Option("--sep", metavar="S", help="With --paths: what stands between the steps."),
]


@dataclass(frozen=True)
class PathOptions:
    """The options that only ``--paths`` reads."""

    won: str | None
    lost: str | None
    value: str | None
    separator: str

    def given(self) -> list[str]:
        """Return those that differ from their defaults, as the user writes them."""
        named = {"--won-column": self.won, "--lost-column": self.lost, "--value-column": self.value}
        separator = ["--sep"] if self.separator != SEPARATOR else []
        return [name for name, value in named.items() if value is not None] + separator


def refuse_without_paths(options: PathOptions) -> None:
    """Raise UsageError where an option is given that only ``--paths`` reads."""
    if options.given():
        raise UsageError(f"{', '.join(options.given())} goes with --paths FILE")


def attribute_file(
    context: typer.Context,
    file: Path,
    model: str | None,
    options: PathOptions,
    *,
    of_desk: Mapping[str, object],
    json_wanted: bool,
) -> None:
    """Print what each partner has of a file of paths.

    ``of_desk`` holds the options that only a desk reads. Raises UsageError where one is given,
    for a model that needs more than paths, and for a file that cannot be used.
    """
    from xldesk.attribution.path_totals import PATH_MODELS, path_model

    wrong = [name for name, value in of_desk.items() if value is not None]
    if wrong:
        raise UsageError(f"{', '.join(wrong)} asks a desk; --paths does without one")
    if model is None:
        raise UsageError(f"--paths needs --model, one of {', '.join(PATH_MODELS)}")
    chosen = path_model(model)
    custom = _custom(context) if chosen == "custom" else None
    read, found = _computed(file, chosen, options, custom)
    if json_wanted:
        as_json(_shape(found))
        return
    _show(found, chosen, file, read)


def _custom(context: typer.Context) -> Custom | None:
    """Return the custom model of the desk's policy in force; without a desk, the shipped one."""
    from xldesk.desk import Desk
    from xldesk.policy.load import default_policy

    given = invocation(context).desk
    try:
        desk = Desk.find(given)
    except UsageError:
        if given is not None:
            raise
        note("no desk here: the weights of custom are those of the shipped policy")
        return default_policy().attribution.custom
    with desk:
        return desk.policy_state(present()).policy.attribution.custom


def _computed(
    file: Path, model: str, options: PathOptions, custom: Custom | None
) -> tuple[PathTable, PathCredit]:
    import duckdb

    from xldesk.attribution.path_file import PathColumns, read_paths
    from xldesk.attribution.path_totals import path_totals
    from xldesk.attribution.path_walks import PathWalks

    columns: PathColumns = PathColumns(options.won, options.lost, options.value)
    with duckdb.connect() as con, progress(_STAGES[0]) as show:
        show(0, len(_STAGES), _STAGES[0])
        read = read_paths(con, file, columns, chain=model == "markov")
        show(1, len(_STAGES), _STAGES[1])
        walks = PathWalks(con, options.separator)
        show(2, len(_STAGES), _STAGES[2])
        found = path_totals(walks, model, custom)
        show(3, len(_STAGES), _STAGES[2])
    if model == "markov" and read.lost is None:
        note("no column counts what was lost: every path counts as won alone (--lost-column C)")
    return read, found


def _shape(found: PathCredit) -> dict[str, object]:
    shape: dict[str, object] = {
        "credit": {partner: _number(part) for partner, part in found.credit.items()},
        "total": _number(found.total),
    }
    if found.removal is not None:
        shape["removal_effect"] = found.removal.effect
        shape["base_probability"] = found.removal.base_probability
    return shape


def _number(value: Fraction) -> int | float:
    """Return a whole number as it is, however large; another as the nearest float."""
    return value.numerator if value.denominator == 1 else float(value)


def _show(found: PathCredit, model: str, file: Path, read: PathTable) -> None:
    if not found.credit:
        say(f"{file} has no paths; the total is {_number(found.total):,}")
        return
    headings = [Heading("partner"), Heading("credit", "right"), Heading("part", "right")]
    removal = found.removal.effect if found.removal else None
    if removal is not None:
        headings.append(Heading("removal effect", "right"))
    table(
        headings,
        [
            (
                partner,
                _shown(part),
                f"{float(part / found.total):.1%}" if found.total else "",
                *([] if removal is None else [_effect(removal.get(partner))]),
            )
            for partner, part in found.credit.items()
        ],
        title=f"{model} on {read.rows:,} rows of {file.name}",
    )
    say(f"total {_shown(found.total)} of column {read.value or read.won}")
    if found.removal is not None:
        say(f"probability that a path is won: {found.removal.base_probability:.6f}")


def _effect(effect: float | None) -> str:
    return "" if effect is None else f"{effect:.6f}"


def _shown(value: Fraction) -> str:
    if value.denominator == 1:
        return f"{value.numerator:,}"
    whole, millionths = divmod(abs(round(value * _MILLION)), _MILLION)
    return f"{'-' if value < 0 else ''}{whole:,}.{millionths:06}"
