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
    ],
)
def test_two_people(first: str, second: str) -> None:
    assert two_people(first, second) is None
