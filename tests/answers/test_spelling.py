"""Of thousands of unknown ids only a few are compared with every known one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.answers import spelling as spelling_module
from xldesk.answers.spelling import LONGEST, OF_A_CALL, Spelling
from xldesk.validation.nearest import Choices, nearest

DEALS = [f"OPP-{number:04d}" for number in range(300)]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids that were compared with every known one, as they come."""
    seen: list[str] = []
    really = Choices.alike

    def counted(choices: Choices, value: str) -> str | None:
        seen.append(value)
        return really(choices, value)

    monkeypatch.setattr(Choices, "alike", counted)
    return seen


@pytest.mark.parametrize(
    ("unknown", "found"),
    [
        ("opp 0007", "OPP-0007"),
        ("OPP-00017", "OPP-0001"),
        ("P-1", None),
        ("o" * LONGEST, None),
        (f"OPP-0007{' ' * LONGEST}", None),
    ],
)
def test_the_nearest_of_one_id(unknown: str, found: str | None) -> None:
    assert Spelling(lambda: DEALS).few()(unknown) == found


def test_only_the_first_of_a_call_are_compared_and_each_once(compared: list[str]) -> None:
    spelling = Spelling(lambda: DEALS)
    unknown = [f"OPP-{number:04d}x" for number in range(100)]
    for call in (1, 2):
        few = spelling.few()
        found = [few(one) for one in unknown]
        assert found[: OF_A_CALL * call] == DEALS[: OF_A_CALL * call]
        assert found[OF_A_CALL * call :] == [None] * (100 - OF_A_CALL * call)
        assert compared == unknown[: OF_A_CALL * call]


def test_another_case_is_found_however_many_are_asked(compared: list[str]) -> None:
    few = Spelling(lambda: DEALS).few()
    assert [few(one.lower()) for one in DEALS] == DEALS
    assert compared == []


@pytest.mark.parametrize(("bound", "most"), [("OF_A_STATE", 7), ("MAX_COMPARISONS", 7 * 300)])
def test_single_cells_are_compared_up_to_a_bound_together(
    compared: list[str], monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    monkeypatch.setattr(spelling_module, bound, most)
    spelling = Spelling(lambda: DEALS)
    for _ in range(2):
        found = [spelling.few()(f"OPP-{number:04d}x") for number in range(20)]
        assert found == [*DEALS[:7], *[None] * 13]
    assert len(compared) == 7


def test_known_ids_are_read_when_the_first_unknown_one_comes() -> None:
    read: list[int] = []
    spelling = Spelling(lambda: read.append(1) or DEALS)  # type: ignore[func-returns-value]
    few = spelling.few()
    assert read == []
    assert [few("opp-0001"), few("opp-0002")] == DEALS[1:3]
    assert read == [1]


IDS = st.text("aAbB-1 ", min_size=1, max_size=5)


@given(st.lists(IDS), st.lists(IDS, max_size=OF_A_CALL, unique=True))
def test_a_few_are_found_as_findings_find_them(known: list[str], unknown: list[str]) -> None:
    few = Spelling(lambda: known).few()
    proposed = nearest(unknown, known)
    assert {one: few(one) for one in unknown} == {one: proposed.get(one) for one in unknown}
