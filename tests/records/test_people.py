"""Two names are two people only where nothing but the person can differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.records.people import is_person_name, two_people
from xldesk.records.person_key import person_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann Lee", "ann lee"),
        ("ann lee", "ann  lee"),
        ("ann lee", "ann\u00a0lee"),
        ("ann lee", " ann lee "),
        ("José", "Jose\u0301"),
        ("ann", "\uff41\uff4e\uff4e"),
        ("ann\u200b", "ann"),
        ("straße", "STRASSE"),
        ("İbo", "ibo"),
        ("Ann L.", "ann l"),
        ("ann", "(Ann)"),
        ("Alice Smith", "Smith, Alice"),
        ("scope", "ѕсоре"),
        ("alice", "ɑlice"),
        ("alice", "alıce"),
        ("alice", "a\u3164lice"),
    ],
)
def test_one_person(first: str, second: str) -> None:
    assert person_key(first) == person_key(second)
    assert "one person" in (two_people(first, second) or "")


@pytest.mark.parametrize(
    ("login", "other"),
    [("alice", "alice@example.com"), ("alice", "CORP\\alice"), ("Ann Lee", "ann.lee@example.com")],
)
def test_a_login_and_an_address_are_one_person(login: str, other: str) -> None:
    assert "one person" in (two_people(login, other) or "")


ONE_FAMILY = "they have one family name, and given names that may be one"
A_DIGIT = "they differ in a digit that looks like a letter"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("Ada B. Example", ONE_FAMILY),
        ("A. Example", ONE_FAMILY),
        ("A Example", ONE_FAMILY),
        ("A.B. Example", ONE_FAMILY),
        ("Example, A.", ONE_FAMILY),
        ("Example A.", ONE_FAMILY),
        ("Example, Ada B.", ONE_FAMILY),
        ("Ada Berta Example", ONE_FAMILY),
        ("Áda B. Example", ONE_FAMILY),
        ("ada.b.example@example.com", ONE_FAMILY),
        ("Ada Examp1e", A_DIGIT),
        ("4da Example", A_DIGIT),
        ("Ex4mple, Ad4", A_DIGIT),
        ("A. Examp1e", ONE_FAMILY),
    ],
)
def test_a_name_written_shorter_longer_or_with_digits_may_be_one_person(
    second: str, reason: str
) -> None:
    for pair in (("Ada Example", second), (second, "Ada Example")):
        assert f"may be one person: {reason}" in (two_people(*pair) or "")


def test_a_letter_of_another_script_is_named() -> None:
    said = two_people("Ada Example", "\u0410da Example") or ""
    assert "it has the Cyrillic \u0410 among Latin letters" in said


NAMES = st.lists(
    st.sampled_from(["Ada", "A.", "B.", "Bo", "Example", "Other", "Examp1e", "4da", ","]),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(first=NAMES, second=NAMES)
def test_which_name_comes_first_does_not_matter(first: str, second: str) -> None:
    assert (two_people(first, second) is None) == (two_people(second, first) is None)
    assert two_people(first, first) is not None


@pytest.mark.parametrize(
    "name", ["", " ", "\u200b", "\u3164", "123", "аnn", "Αnn Lee", "ꭺlice", "ꓮLICE"]
)
def test_what_is_no_name(name: str) -> None:
    assert not is_person_name(name)
    assert "is not a person's name" in (two_people("Ann Lee", name) or "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ann Lee", "Ben Lee"),
        ("Анна", "Борис"),
        ("Anna", "Борис"),
        ("王芳", "李娜"),
        ("山田 太郎", "やまだ 花子"),
        ("ann", "ann2"),
        ("ann@example.com", "ann@example.org"),
        ("ann.lee@example.com", "a.lee@example.org"),
        ("Ada Example", "Bo Example"),
        ("Ada Example", "B. Example"),
        ("Ada Example", "Ada Other"),
        ("Ada Example", "Anna Example"),
        ("Ada B. Example", "B. Example"),
        ("Mary Ann Lee", "Mary Jane Lee"),
        ("ann1", "ann5"),
        ("王 芳", "王 芳华"),
    ],
)
def test_two_people(first: str, second: str) -> None:
    assert two_people(first, second) is None
