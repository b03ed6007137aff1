"""Names and ids of other partners in a file that goes to one of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.answers.package_texts import UNREAD, texts_by_part
from xldesk.workbooks.pack import partner_scopes

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.basis import Basis

_SHORTEST = 3
"""Letters below which a name says nothing."""

_MINUS = "\u2212"
"""A sign of arithmetic, which people see as the dash that it is not."""


@dataclass(frozen=True, slots=True)
class PartnerWords:
    """The ids and names of one partner, and those of all others."""

    own: frozenset[str]
    others: frozenset[str]


def partner_words(basis: Basis, scope: str) -> PartnerWords:
    """Return the words of the partner whose tracker says ``scope``, and those of all others."""
    own = next((p for p, known in partner_scopes(basis).items() if known == scope), None)
    found = basis.con.execute("SELECT partner_id, name FROM partner").fetchall()
    of_own = {word for partner, name in found if partner == own for word in (partner, name)}
    words = {word for partner, name in found if partner != own for word in (partner, name)}
    known = {_plain(word) for word in of_own if word}
    others = {w for w in words if w and len(w) >= _SHORTEST and _plain(w) not in known}
    return PartnerWords(frozenset(word for word in of_own if word), frozenset(others))


def leaks_in(path: Path, words: PartnerWords, issued: Path | None = None) -> list[str]:
    """Return in which part of the file at ``path`` which word of another partner stands, whole.

    Every part is looked at: sheets, hidden ones too, notes, names, and the file's properties; case,
    width, spaces, kinds of dashes and how a text is cut into runs make no difference. A part that
    cannot be read is told as well. In sentences that the ``issued`` file has, which the desk itself
    wrote, only a word's own spelling counts: a partner may be called like a usual word.
    """
    if not words.others:
        return []
    search = _Search(words)
    of_desk = _texts_of(issued) if issued is not None else set()
    leaks = []
    for name, texts in texts_by_part(path):
        if texts is None:
            leaks.append(f"{UNREAD} in {name}")
            continue
        found = {word for text in texts for word in search.found(text, exact=text in of_desk)}
        leaks += [f"{word} in {name}" for word in sorted(found)]
    return leaks


def _texts_of(path: Path) -> set[str]:
    return {text for _, texts in texts_by_part(path) for text in texts or ()}


class _Search:
    """Finds words of others in a text; longer words first, those of the partner itself too."""

    def __init__(self, words: PartnerWords) -> None:
        self._others = {_plain(word): word for word in sorted(words.others)}
        known = sorted({*self._others, *map(_plain, words.own)}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_bounded, filter(None, known))))

    def found(self, text: str, *, exact: bool) -> set[str]:
        """Return the words of others in ``text``; with ``exact``, in their own spelling only."""
        hits = {match[0] for match in self._pattern.finditer(_plain(text))}
        words = {self._others[hit] for hit in hits if hit in self._others}
        return {word for word in words if word in text} if exact else words


def _bounded(word: str) -> str:
    """Return a pattern of ``word``, which ``_`` and ``-`` end as a space does.

    A number within an id, or a day, is not another partner's number.
    """
    around = r"[\w.,-]" if word.isdigit() else r"[^\W_]"
    return rf"(?<!{around}){re.escape(word)}(?!{around})"


def _plain(text: str) -> str:
    """Return ``text`` without what people do not see as a difference."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    kinds = ((sign, unicodedata.category(sign)) for sign in wide)
    seen = "".join("-" if _is_dash(sign, kind) else sign for sign, kind in kinds if kind != "Cf")
    return " ".join(seen.split())


def _is_dash(sign: str, kind: str) -> bool:
    return kind == "Pd" or sign == _MINUS
