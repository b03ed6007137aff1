"""Two names are two people only where nothing but the person can differ."""

from __future__ import annotations

import pytest

from xldesk.records.people import is_person_name, person_key, two_people


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
    ],
)
def test_one_person(first: str, second: str) -> None:
    assert person_key(first) == person_key(second)
    assert "one person" in (two_people(first, second) or "")


@pytest.mark.parametrize("name", ["", " ", "\u200b", "123", "аnn", "Αnn Lee"])
def test_what_is_no_name(name: str) -> None:
    assert not is_person_name(name)
    assert "is not a person's name" in (two_people("Ann Lee", name) or "")


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ann Lee", "Ben Lee"), ("Анна", "Борис"), ("王芳", "李娜"), ("ann", "ann2")],
)
def test_two_people(first: str, second: str) -> None:
    assert two_people(first, second) is None
