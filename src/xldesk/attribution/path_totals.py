"""Models on a table of paths, for analysts who compare tools: totals by partner, not rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from xldesk.attribution.markov import Removal, removals
from xldesk.attribution.positions import POSITIONS, Weights, position_models
from xldesk.attribution.statements import run_step
from xldesk.errors import UsageError
from xldesk.records.fields import DIRECT

if TYPE_CHECKING:
    import duckdb

    from xldesk.policy.taxonomy import Custom

PATH_MODELS = (
    "first_touch",
    "last_touch",
    "linear",
    "position_u",
    "j_curve",
    "inverse_j",
    "custom",
    "markov",
    "shapley",
)
"""Models that need of a path no more than its steps in their order."""

NEEDS_MORE = {
    "taxonomy": "categories, agreed shares and kinds of touches",
    "time_decay": "the day of each touch",
    "w_shaped": "the registration, and the day on which the deal was created",
    "full_path": "the registration, and the days on which the deal was created and closed",
    "role_weighted": "the partners' roles and the kinds of touches",
}
"""What other models need that a plain path does not say."""

PLACES: dict[str, Weights] = {
    name: dict.fromkeys(POSITIONS, 0) | weights
    for name, weights in {
        "first_touch": {"first": 1},
        "last_touch": {"last": 1},
        "linear": {"rest": 1},
    }.items()
}


@dataclass(frozen=True, slots=True)
class PathCredit:
    """What each partner has of a table of paths.

    ``credit`` is exact, the largest first, equal ones by partner; ``DIRECT`` has what stands on
    paths without a step, if anything does. It adds up to ``total``. ``removal`` is markov's own.
    """

    credit: dict[str, Fraction]
    total: Fraction
    removal: Removal | None = None


def path_model(model: str) -> str:
    """Return ``model``; raises UsageError where it needs more than paths, or is none at all."""
    if model in PATH_MODELS:
        return model
    choices = f"on plain paths work {', '.join(PATH_MODELS)}"
    if model in NEEDS_MORE:
        raise UsageError(f"the model {model} needs {NEEDS_MORE[model]}; {choices}")
    raise UsageError(f"no attribution model {model!r}; {choices}")


def put_walks(con: duckdb.DuckDBPyConnection, separator: str) -> None:
    """Make tables ``walk``, ``path_partner`` and ``path_sum`` of ``path_row`` (``read_paths``).

    Outer spaces of a step do not count, steps without a name are
    left out. Raises UsageError for an empty separator, or one that no path has while several
    have it without its spaces.
    """
    if not separator:
        raise UsageError("--sep is empty; write what stands between the steps, such as ' > '")
    con.execute("SET VARIABLE path_separator = ?", [separator])
    bare = separator.strip()
    if bare and bare != separator:
        found = con.execute(
            "SELECT count(*) FILTER (contains(path, ?)), count(*) FILTER (contains(path, ?))"
            " FROM path_row",
            [separator, bare],
        ).fetchone()
        if found is not None and not found[0] and found[1]:
            raise UsageError(f"no path has {separator!r} between its steps; use --sep {bare!r}")
    run_step(con, "path_walks")
    run_step(con, "path_partners")
    if any(name != name.strip() or not name for name in _partners(con)):
        run_step(con, "path_steps_trimmed")
        run_step(con, "path_partners")
    run_step(con, "path_sums")
    con.execute("DROP TABLE IF EXISTS path_place")


def path_totals(
    con: duckdb.DuckDBPyConnection, model: str, custom: Custom | None = None
) -> PathCredit:
    """Return the credit of every partner of the tables that ``put_walks`` made, by ``model``.

    Sums are added in exact integers and divided as fractions. ``custom`` is the policy's section
    for the model of that name, by position; positions that need dates are missing on a path.
    Raises UsageError for a model that needs more than paths.
    """
    path_model(model)
    credit = dict.fromkeys(_partners(con), Fraction(0))
    total, without = _sums(con)
    on_steps = total - without
    removal = None
    if model == "markov":
        fitted = removals(con).get("", Removal(0.0, {}))
        # A partner on paths that were neither won nor lost is never reached: nothing is lost.
        effect = dict.fromkeys(credit, 0.0) | fitted.effect
        removal = Removal(fitted.base_probability, effect)
        _add(credit, _by_removal(on_steps, list(credit), removal))
    elif model == "shapley":
        _add(credit, _equally(con))
    else:
        _add(credit, _by_place(con, on_steps, _place_weights(model, custom)))
    if without:
        _add(credit, {DIRECT: without})
    ordered = sorted(credit.items(), key=lambda line: (-line[1], line[0]))
    return PathCredit(dict(ordered), total, removal)


def place_share(weights: Weights, steps: int, *, first: bool, last: bool) -> Fraction:
    """Return the share of a step of a path of ``steps``, by its place (``sql/position.sql``)."""
    at_first = weights["first"]
    at_last = weights["last"] + weights["close"]
    held = (1 if at_first else 0) + (1 if at_last else 0)
    if steps == 1 and held == 2:
        held = 1
    in_rest = steps - held
    whole = at_first + at_last + (weights["rest"] if in_rest else 0)
    own = (at_first if first else 0) + (at_last if last else 0)
    if not whole:
        return Fraction(0)
    return Fraction(own, whole) if own else Fraction(weights["rest"], whole * in_rest)


def _place_weights(model: str, custom: Custom | None) -> Weights:
    if model != "custom":
        return PLACES.get(model) or position_models()[model]
    if custom is None:
        raise UsageError("the policy has no section attribution.custom; write its weights first")
    if custom.by != "position":
        raise UsageError(
            'attribution.custom goes by kind, and a plain path has none; by = "position" works'
        )
    return custom.positions.model_dump()


def _by_place(
    con: duckdb.DuckDBPyConnection, total: Fraction, weights: Weights
) -> dict[str, Fraction]:
    """Share ``total`` by place; what no step of a path may have is ``DIRECT``."""
    run_step(con, "path_places")
    places = con.execute("SELECT DISTINCT steps, is_first, is_last FROM path_place").fetchall()
    shares = {
        (steps, first, last): place_share(weights, steps, first=first, last=last)
        for steps, first, last in places
    }
    # Thousands of sums in whole numbers over one denominator, then one fraction a partner.
    common = lcm(*(share.denominator for share in shares.values()))
    parts = {place: int(share * common) for place, share in shares.items() if share}
    whole: dict[tuple[str, int], int] = {}
    for partner_id, steps, first, last, amount in con.execute("FROM path_place").fetchall():
        part = parts.get((steps, first, last))
        if part is not None:
            numerator, denominator = amount.as_integer_ratio()
            key = (partner_id, denominator)
            whole[key] = whole.get(key, 0) + numerator * part
    credit: dict[str, Fraction] = {}
    for (partner_id, denominator), value in whole.items():
        _add(credit, {partner_id: Fraction(value, denominator * common)})
    kept = sum(credit.values(), Fraction(0))
    return credit if kept == total else {**credit, DIRECT: total - kept}


def _equally(con: duckdb.DuckDBPyConnection) -> dict[str, Fraction]:
    credit: dict[str, Fraction] = {}
    run_step(con, "path_members")
    for partner_id, partners, amount in con.execute("SELECT * FROM path_member").fetchall():
        part = Fraction(amount) / partners
        credit[partner_id] = credit.get(partner_id, Fraction(0)) + part
    return credit


def _by_removal(total: Fraction, partners: list[str], removal: Removal) -> dict[str, Fraction]:
    """Share ``total`` in proportion to the effects; equally where there is none."""
    effect = {partner: Fraction(value) for partner, value in removal.effect.items()}
    whole = sum(effect.values(), Fraction(0))
    if not whole:
        return {partner: total / len(partners) for partner in partners}
    return {partner: total * value / whole for partner, value in effect.items()}


def _partners(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute("SELECT partner_id FROM path_partner ORDER BY partner_id").fetchall()
    return [partner_id for (partner_id,) in found]


def _sums(con: duckdb.DuckDBPyConnection) -> tuple[Fraction, Fraction]:
    """Return what is to be credited in all, and what of it stands on paths without a step."""
    total, without = con.execute("SELECT total, without_steps FROM path_sum").fetchall()[0]
    return Fraction(total), Fraction(without)


def _add(credit: dict[str, Fraction], parts: dict[str, Fraction]) -> None:
    for partner, part in parts.items():
        credit[partner] = credit.get(partner, Fraction(0)) + part
