"""For which state a signature stands: what is written beside a name on an audit's Summary."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.digest_text import calculated_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN = 12
"""How many signs of a hash stand beside a signature; About has all of them."""

COLUMNS = ("Ledger position", "Ledger head hash", "Digests: data-answers")
"""The columns of a line to sign that say it; the last has both digests of SignedState."""

FIELDS = ("position", "head_hash", "digest")
"""The fields of these columns; those of the About sheet are the same behind ``about.``."""

ANSWERED = "Exceptions"
"""The table whose rows people answer before they sign."""

ASKED_COLUMNS = ("What is wrong", "Amount", "Currency")
"""Its columns that say what is answered; an answer to other words or figures is none."""

ANSWER_COLUMNS = ("Control", "About", "Object", "Opportunity", *ASKED_COLUMNS, "Action", "Comment")
"""Its columns that say which exception has which answer, and to what."""

ANSWER_FIELDS = (
    *("control", "object_kind", "object_id", "opportunity_id"),
    *("message", "amount", "currency"),
    *("action", "comment"),
)
"""The fields of these columns."""


class SignedState(NamedTuple):
    """A ledger position, and how the hashes of ledger head, data shown and answers begin."""

    position: int
    head_hash: str
    digest: str
    answers: str

    @property
    def cells(self) -> tuple[int, str, str]:
        """What stands in COLUMNS."""
        return self.position, self.head_hash, f"{self.digest}-{self.answers}"

    @property
    def said(self) -> str:
        """The state for a message, a note or a line of a list."""
        return said_state(*self.cells)


def signed_state(
    position: int, head_hash: str, digest: str, answers: Iterable[Sequence[str]]
) -> SignedState:
    """Return the state of a workbook by what its About sheet says, and the ``answers`` in it."""
    return SignedState(position, head_hash[:SHOWN], digest[:SHOWN], answers_digest(answers))


def said_state(position: object, head_hash: str, digests: str) -> str:
    """Return the words for a state by what stands in COLUMNS."""
    data, _, answers = digests.partition("-")
    return (
        f"ledger position {position or 'none'}, head hash {head_hash or 'none'}, "
        f"data {data or 'none'}, answers {answers or 'none'}"
    )


def said_of_change(signed: Sequence[object], now: Sequence[object]) -> str:
    """Return in words what differs between two states, each as what stands in COLUMNS."""
    was, shown = ([str(part) for part in state] for state in (signed, now))
    data, _, answers = was[-1].partition("-")
    data_now, _, answers_now = shown[-1].partition("-")
    parts = []
    if was[0] != shown[0]:
        parts.append(f"the ledger position ({was[0] or 'none'}, now {shown[0] or 'none'})")
    elif was[1] != shown[1]:
        parts.append("the ledger itself")
    if data != data_now:
        parts.append("the figures")
    if answers != answers_now:
        parts.append("an answer, or what it answers")
    return " and ".join(parts)


def answers_digest(rows: Iterable[Sequence[str]]) -> str:
    """Return how the hash of ``rows`` begins, each the texts of ANSWER_COLUMNS.

    They count in the order of their keys, however people sorted them, and without empty rows;
    white space counts as one blank.
    """
    texts = ([" ".join(calculated_text(text).split()) for text in row] for row in rows)
    lines = sorted("\x1f".join(row) for row in texts if any(row))
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:SHOWN]
