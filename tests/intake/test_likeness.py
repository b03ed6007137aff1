"""Only real near misses are proposed for a word that is not known."""

from __future__ import annotations

import pytest

from xldesk.errors import UsageError
from xldesk.intake.layout import recognise
from xldesk.intake.likeness import nearest, nearest_heading
from xldesk.intake.mapping import Mapping


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("amont", ["name", "amount"], "amount"),
        ("curency", ["currency", "country"], "currency"),
        ("stages", ["stage"], "stage"),
        ("stage", ["betrag"], None),
        ("close_date", ["created_date"], None),
        ("deal", ["dispute"], None),
    ],
)
def test_a_letter_or_two_may_differ(word: str, known: list[str], meant: str | None) -> None:
    assert nearest(word, known) == meant


def test_a_heading_with_all_words_of_a_field_is_near() -> None:
    assert nearest_heading("currency", ["remark", "deal_currency"]) == "deal_currency"
    assert nearest_heading("stage", ["backstage", "betrag"]) is None


def test_a_missing_column_is_not_looked_for_where_nothing_is_like_it() -> None:
    header = ["opportunity_id", "Betrag", "currency"]
    with pytest.raises(UsageError, match="is missing: stage; map a column") as caught:
        recognise("x.csv", header, Mapping(), "opportunity")
    assert "is it" not in caught.value.message
