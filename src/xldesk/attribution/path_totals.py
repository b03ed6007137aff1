"""Models on a table of paths, for analysts who compare tools: totals by partner, not rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from xldesk.attribution.markov import Removal, removals
from xldesk.attribution.positions import POSITIONS, Weights, position_models
from xldesk.errors import UsageError
from xldesk.records.fields import DIRECT

if TYPE_CHECKING:
    from xldesk.attribution.path_walks import PathWalks
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


_BY_PART = """
SELECT partner_id, part_no, sum(amount)
FROM path_place
JOIN (
    SELECT
        unnest(?::BIGINT[]) AS steps, unnest(?::BOOLEAN[]) AS is_first,
        unnest(?::BOOLEAN[]) AS is_last, unnest(?::BIGINT[]) AS part_no
) USING (steps, is_first, is_last)
GROUP BY partner_id, part_no
"""


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


def path_totals(walks: PathWalks, model: str, custom: Custom | None = None) -> PathCredit:
    """Return the credit of every partner on the paths by ``model``.

    Sums are added in exact integers and divided as fractions. ``custom`` is the policy's section
    for the model of that name, by position; positions that need dates are missing on a path.
    Raises UsageError for a model that needs more than paths.
    """
    path_model(model)
    removal = None
    if model == "markov":
        credit, removal = _by_removal(walks)
    elif model == "shapley":
        credit = _equally(walks)
    else:
        credit = _by_place(walks, _place_weights(model, custom))
    total, without = walks.total(), walks.without_steps()
    kept = sum(credit.values(), without)
    for to_direct in (without, total - kept):
        if to_direct:
            _add(credit, {DIRECT: to_direct})
    return PathCredit(_largest_first(credit), total, removal)


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


def _by_place(walks: PathWalks, weights: Weights) -> dict[str, Fraction]:
    """Return what the places of each partner earn; what no step of a path may have is left."""
    partners = walks.tally("path_place")
    con = walks.con
    places = con.execute("SELECT DISTINCT steps, is_first, is_last FROM path_place").fetchall()
    shares = {
        (steps, first, last): place_share(weights, steps, first=first, last=last)
        for steps, first, last in places
    }
    # Whole numbers over one denominator; places that earn the same are added up before they leave.
    common = lcm(*(share.denominator for share in shares.values()))
    earning = [(*place, int(share * common)) for place, share in shares.items() if share]
    parts = list(dict.fromkeys(part for *_, part in earning))
    number = {part: part_no for part_no, part in enumerate(parts)}
    columns: list[list[object]] = [[place[column] for place in earning] for column in range(3)]
    columns.append([number[part] for *_, part in earning])
    credit = dict.fromkeys(partners, Fraction(0))
    for partner_id, part_no, amount in con.execute(_BY_PART, columns).fetchall():
        numerator, denominator = amount.as_integer_ratio()
        credit[partner_id] += Fraction(numerator * parts[part_no], denominator * common)
    return credit


def _equally(walks: PathWalks) -> dict[str, Fraction]:
    credit = dict.fromkeys(walks.tally("path_member"), Fraction(0))
    for partner_id, partners, amount in walks.con.execute("FROM path_member").fetchall():
        credit[partner_id] += Fraction(amount) / partners
    return credit


def _by_removal(walks: PathWalks) -> tuple[dict[str, Fraction], Removal]:
    """Share what stands on steps in proportion to the effects; equally where there is none."""
    partners = walks.tally("path_pair")
    fitted = removals(walks.con).get("", Removal(0.0, {}))
    # A partner on paths that were neither won nor lost is never reached: nothing is lost.
    removal = Removal(fitted.base_probability, dict.fromkeys(partners, 0.0) | fitted.effect)
    total = walks.total() - walks.without_steps()
    effect = {partner: Fraction(value) for partner, value in removal.effect.items()}
    whole = sum(effect.values(), Fraction(0))
    if not whole:
        return {partner: total / len(partners) for partner in partners}, removal
    return {partner: total * value / whole for partner, value in effect.items()}, removal


def _largest_first(credit: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return the same, the largest first, equal ones by partner: compared as whole numbers."""
    common = lcm(*(part.denominator for part in credit.values()))
    ordered = sorted(
        credit.items(),
        key=lambda line: (-line[1].numerator * (common // line[1].denominator), line[0]),
    )
    return dict(ordered)


def _add(credit: dict[str, Fraction], parts: dict[str, Fraction]) -> None:
    for partner, part in parts.items():
        credit[partner] = credit.get(partner, Fraction(0)) + part
