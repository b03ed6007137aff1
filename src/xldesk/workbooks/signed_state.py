"""For which state a signature stands: what is written beside a name on an audit's Summary."""

from __future__ import annotations

from typing import NamedTuple

SHOWN = 12
"""How many signs of a hash stand beside a signature; About has all of them."""

COLUMNS = ("Ledger position", "Ledger head hash", "Digest of the data")
"""The columns of a line to sign that say it, in the order of SignedState."""

FIELDS = ("position", "head_hash", "digest")
"""The fields of these columns; those of the About sheet are the same behind ``about.``."""


class SignedState(NamedTuple):
    """A ledger position, and how the hashes of the ledger's head and of the data shown begin."""

    position: int
    head_hash: str
    digest: str

    @property
    def said(self) -> str:
        """The state for a message, a note or a line of a list."""
        return f"ledger position {self.position}, head hash {self.head_hash}, data {self.digest}"


def signed_state(position: int, head_hash: str, digest: str) -> SignedState:
    """Return the state of a workbook by what its About sheet says."""
    return SignedState(position, head_hash[:SHOWN], digest[:SHOWN])
