"""What lets two names that are written differently be one person's."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from xldesk.records.person_forms import is_initial, printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.records.person_forms import PersonForm

Words = tuple[str, ...]

_LONG = 6
"""Letters from which on names that differ in one are a typing error rather than two names."""

_CUT_LOGIN = 5
"""Letters from which on a login may be a name cut short."""


def likeness(first: PersonForm, second: PersonForm) -> str | None:
    """Return why the two may be one person's, to follow "may be one person: "; None if not.

    Addresses of two domains are of two people, unless the whole of them differs in one sign.
    """
    if first.domain and second.domain and first.domain != second.domain:
        whole = [f"{''.join(form.words)}@{form.domain}" for form in (first, second)]
        return _TYPED if one_edit_apart(whole[0], whole[1]) else None
    one, other = first.words, second.words
    if _is_same(one, other):
        return "they differ in nothing but how they are written"
    if _is_one_family(one, other):
        return "they have one family name, and given names that may be one"
    if _is_part(one, other) or _is_part(other, one):
        return "one is a part of the other, or has its initials"
    if _is_login(one, other) or _is_login(other, one):
        return "one may be the login of the other"
    return _TYPED if _is_typed_wrong(one, other) else None


_TYPED = "they differ in one letter, or in two that changed places"


def one_edit_apart(one: str, other: str) -> bool:
    """Tell whether a sign more, less or other, or two neighbours swapped, makes one the other."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, sign in enumerate(one) if sign != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    is_swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or is_swapped


def _is_same(one: Words, other: Words) -> bool:
    """Tell whether both have the same letters, in words of any order, or in one word."""
    if sorted(one) == sorted(other):
        return True
    if len(one) == len(other) or min(len(one), len(other)) != 1:
        return _joined(one) == _joined(other)
    short, long = sorted((one, other), key=len)
    return any(_joined(order) == _joined(short) for order in permutations(long))


def _is_one_family(one: Words, other: Words) -> bool:
    """Tell whether family names are one, and given names too, or one is the other's initial.

    Initials between do not count; names between that are written out, and are others, make two.
    """
    if min(len(one), len(other)) == 1 or one[-1] != other[-1] or not _fit(one[0], other[0]):
        return False
    between = zip(one[1:-1], other[1:-1], strict=False)
    return not any(a != b and not is_initial(a) and not is_initial(b) for a, b in between)


def _is_part(short: Words, long: Words) -> bool:
    """Tell whether each word of ``short`` is one of ``long``, or either's initial; each once."""
    if len(short) > len(long):
        return False
    if not short:
        return True
    return any(
        _fit(short[0], word) and _is_part(short[1:], (*long[:at], *long[at + 1 :]))
        for at, word in enumerate(long)
    )


def _fit(one: str, other: str) -> bool:
    return one == other or ((is_initial(one) or is_initial(other)) and one[0] == other[0])


def _is_login(login: Words, name: Words) -> bool:
    """Tell whether one word is made of a name's: ``abaker``, ``bakera``, ``annb``, ``ab``."""
    if len(login) != 1 or len(name) == 1:
        return False
    word = login[0]
    initials = "".join(part[0] for part in name)
    if word in {initials, initials[::-1]}:
        return True
    return any(
        word in {printed(first + family[:end]), printed(family[:end] + first)}
        for family, first in _families(name)
        for end in {len(family), *range(_CUT_LOGIN - len(first), len(family))}
    )


def _families(name: Words) -> Iterator[tuple[str, str]]:
    """Yield each word of ``name`` with the initials of the others: of all, and of each."""
    for at, family in enumerate(name):
        others = [word[0] for word in (*name[:at], *name[at + 1 :])]
        yield family, "".join(others)
        yield from ((family, first) for first in others)


def _is_typed_wrong(one: Words, other: Words) -> bool:
    """Tell whether two long names differ in one letter, and not in an initial."""
    if min(len(_joined(one)), len(_joined(other))) < _LONG:
        return False
    turned = (*other[1:], other[0]), (*other[-1:], *other[:-1])
    return any(
        one_edit_apart(join(one), join(right)) and not _is_another_initial(one, right)
        for right in (other, *turned)
        for join in (_joined, "".join)
    )


def _is_another_initial(one: Words, other: Words) -> bool:
    """Tell whether all that differs is an initial, or the letter with which a login begins."""
    if len(one) == len(other) > 1:
        differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return any(is_initial(a) and is_initial(b) for a, b in differing)
    left, right = _joined(one), _joined(other)
    begins = min(one, other, key=len)
    is_login = len(begins) == 1 or is_initial(one[0]) or is_initial(other[0])
    return is_login and len(left) == len(right) and left[0] != right[0]


def _joined(words: Sequence[str]) -> str:
    return printed("".join(words))
