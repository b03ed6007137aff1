"""Which number formats make another figure of what stands in a cell."""

from __future__ import annotations

import pytest

from xldesk.workbooks.provenance.looks.cell_looks import Look
from xldesk.workbooks.provenance.looks.number_formats import plain_format
from xldesk.workbooks.provenance.looks.shown_numbers import shows_otherwise
from xldesk.workbooks.theme import amount_format

AMOUNT, DAY, TEXT, WHOLE = amount_format(2), "yyyy-mm-dd", "@", amount_format(0)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (AMOUNT, "#,##0,"),
        (AMOUNT, "#,##0.00,,"),
        (AMOUNT, "0.00%"),
        (AMOUNT, "yyyy-mm-dd"),
        (AMOUNT, "[h]:mm"),
        (AMOUNT, "0.00E+00"),
        (AMOUNT, "# ?/?"),
        (AMOUNT, "[>1000]#,##0.00,;0.00"),
        (AMOUNT, '"paid"'),
        (AMOUNT, "#,##0"),
        (WHOLE, '0;"none"'),
        ("0.00%", "0.00"),
        ("0.00%", "0.0%"),
        ("0%", "0%%"),
        (DAY, "0"),
        (DAY, "yyyy"),
        (DAY, "mm:ss"),
        (TEXT, '0;0;0;"Paris"'),
    ],
)
def test_a_format_that_makes_another_figure_is_known(was: str, now: str) -> None:
    assert shows_otherwise(plain_format(was), plain_format(now))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (AMOUNT, "General"),
        (AMOUNT, "#,##0.00"),
        (AMOUNT, "0.000"),
        (AMOUNT, '#,##0.00 "EUR"'),
        (AMOUNT, "[$€-407] #,##0.00"),
        (AMOUNT, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'),
        (AMOUNT, "#,##0.00;[Red]-#,##0.00"),
        (WHOLE, "0"),
        (DAY, "dd/mm/yyyy"),
        (TEXT, "General"),
        (TEXT, "0"),
    ],
)
def test_a_format_that_leaves_the_figure_is_let_pass(was: str, now: str) -> None:
    assert not shows_otherwise(plain_format(was), plain_format(now))


@pytest.mark.parametrize(
    ("look", "hides"),
    [
        (Look(), False),
        (Look(ink="unknown"), True),
        (Look(fill="unknown"), True),
        (Look(size="1"), True),
        (Look(size="5.5"), True),
        (Look(size="8"), False),
    ],
)
def test_what_may_not_be_seen_counts_as_hidden(look: Look, hides: bool) -> None:
    assert look.hides is hides
