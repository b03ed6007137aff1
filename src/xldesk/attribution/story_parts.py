"""The arithmetic of one deal: from weights to shares and credit, the exact figure beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xldesk.attribution.story_pools import Pool, pools_of

if TYPE_CHECKING:
    import duckdb

CATEGORY = {1: "sourced", 2: "co_sell", 3: "influenced", 4: "direct"}


@dataclass(frozen=True, slots=True)
class Part:
    """What one partner has of a line in one category.

    ``steps`` are the factors of its part, first to last, as whole numbers (a numerator of a
    denominator); ``exact`` is their product with the line's amount, in minor units, before cents
    were rounded by largest remainder. ``share`` is in parts per million, ``credit`` in minor units.
    """

    category: str
    partner_id: str
    partner_name: str | None
    steps: tuple[tuple[int, int], ...]
    exact: Fraction
    share: int
    credit: int
    made_of: str
    reason_code: str

    @property
    def rounding(self) -> Fraction:
        """Credit less the exact figure, in minor units: below one for each level of the split."""
        return self.credit - self.exact


@dataclass(frozen=True, slots=True)
class Line:
    """One product line: what is split, into which pools (taxonomy alone), who has which part."""

    product_family: str
    amount: int
    currency: str
    pools: tuple[Pool, ...]
    parts: tuple[Part, ...]


def lines_of(con: duckdb.DuckDBPyConnection, opportunity_id: str, model: str) -> tuple[Line, ...]:
    """Return the lines of a deal that was just attributed, its intermediate tables still there.

    Ordered by product family; parts by precedence of their category, then partner. Raises
    AssertionError where factors do not lead to the credit: then the code is wrong, not the data.
    """
    found = con.execute(
        "SELECT line_no, product_family, amount, currency FROM deal WHERE opportunity_id = ? "
        "ORDER BY product_family",
        [opportunity_id],
    ).fetchall()
    return tuple(_line(con, model, *row) for row in found)


def _line(
    con: duckdb.DuckDBPyConnection,
    model: str,
    line_no: int,
    product_family: str,
    amount: int,
    currency: str,
) -> Line:
    taxonomy = model == "taxonomy"
    pools = pools_of(con, line_no) if taxonomy else ()
    factors = _taxonomy_factors(con, line_no) if taxonomy else _weight_factors(con, line_no)
    rows = con.execute(
        "SELECT c.line_category, c.partner_id, p.name, c.share, c.credit, c.reason_code "
        "FROM credit AS c JOIN deal AS d USING (opportunity_id, product_family) "
        "LEFT JOIN partner AS p ON p.partner_id = c.partner_id WHERE d.line_no = ? "
        "ORDER BY list_position(['sourced', 'co_sell', 'influenced', 'direct'], c.line_category), "
        "c.partner_id",
        [line_no],
    ).fetchall()
    made_of = _made_of(con, line_no, weights=taxonomy)
    parts = []
    for category, partner_id, name, share, credit, reason_code in rows:
        ways = factors.get((category, partner_id), [((1, 1),)])
        exact = amount * sum((_product(way) for way in ways), Fraction())
        if abs(credit - exact) >= 4:
            raise AssertionError(f"line {line_no}: {partner_id} has {credit}, not {exact}")
        parts.append(
            Part(
                category=category,
                partner_id=partner_id,
                partner_name=name,
                steps=ways[0] if len(ways) == 1 else (_added(ways),),
                exact=exact,
                share=share,
                credit=credit,
                made_of=made_of.get((category, partner_id), ""),
                reason_code=reason_code,
            )
        )
    if sum(part.credit for part in parts) != amount:
        raise AssertionError(f"line {line_no}: its parts do not add up to {amount}")
    return Line(product_family, amount, currency, pools, tuple(parts))


Factors = dict[tuple[str, str], list[tuple[tuple[int, int], ...]]]
"""By category and partner: the ways in which it has a part, each a product of factors."""


def _weight_factors(con: duckdb.DuckDBPyConnection, line_no: int) -> Factors:
    found = con.execute(
        "SELECT category_rank, partner_id, weight, sum(weight) OVER () FROM weighted "
        "WHERE line_no = ? AND weight > 0",
        [line_no],
    ).fetchall()
    return {
        (CATEGORY[rank], partner): [((int(weight), int(total)),)]
        for rank, partner, weight, total in found
    }


def _taxonomy_factors(con: duckdb.DuckDBPyConnection, line_no: int) -> Factors:
    factors: Factors = {}
    agreed = con.execute(
        "SELECT category_rank, partner_id, weight FROM agreed_part WHERE line_no = ?", [line_no]
    ).fetchall()
    rest = next((int(weight) for rank, _, weight in agreed if rank not in CATEGORY), 1_000_000)
    for rank, partner, weight in agreed:
        if rank in CATEGORY:
            factors.setdefault((CATEGORY[rank], partner), []).append(((int(weight), 1_000_000),))
    before = ((rest, 1_000_000),) if agreed else ()
    pools = con.execute(
        "SELECT category_rank, weight, sum(weight) OVER () FROM pool_part WHERE line_no = ?",
        [line_no],
    ).fetchall()
    members = con.execute(
        "SELECT category_rank, partner_id, weight, sum(weight) OVER (PARTITION BY category_rank) "
        "FROM pool_member WHERE line_no = ?",
        [line_no],
    ).fetchall()
    for rank, weight, total in pools:
        pool = (*before, (int(weight), int(total)))
        inside = [row for row in members if row[0] == rank]
        if not inside:
            factors.setdefault((CATEGORY[rank], "DIRECT"), []).append(pool)
        for _, partner, own, all_of_pool in inside:
            way = pool if len(inside) == 1 else (*pool, (int(own), int(all_of_pool)))
            factors.setdefault((CATEGORY[rank], partner), []).append(way)
    return factors


def _made_of(
    con: duckdb.DuckDBPyConnection, line_no: int, *, weights: bool
) -> dict[tuple[str, str], str]:
    """Return of which distinct kinds a partner's steps are, how often, and with ``weights``."""
    found: list[tuple[Any, ...]] = con.execute(
        "SELECT category, partner_id, kind, max(weight), count(*) FROM contribution "
        "WHERE line_no = ? AND counts GROUP BY category, partner_id, kind "
        "ORDER BY category, partner_id, max(weight) DESC, kind",
        [line_no],
    ).fetchall()
    told: dict[tuple[str, str], list[str]] = {}
    for category, partner, kind, weight, times in found:
        often = f" ×{times}" if times > 1 else ""
        worth = f" {weight}" if weights and category == "influenced" else ""
        told.setdefault((category, partner), []).append(f"{kind}{worth}{often}")
    return {who: " + ".join(kinds) for who, kinds in told.items()}


def _product(way: tuple[tuple[int, int], ...]) -> Fraction:
    product = Fraction(1)
    for numerator, denominator in way:
        product *= Fraction(numerator, denominator)
    return product


def _added(ways: list[tuple[tuple[int, int], ...]]) -> tuple[int, int]:
    total = sum((_product(way) for way in ways), Fraction())
    return total.numerator, total.denominator
