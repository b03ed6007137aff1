"""Errors of use: a small tree that the command line turns into one line and an exit code.

Errors about data are not here: they are findings (values with a code and a place).
"""

from __future__ import annotations


class XldeskError(Exception):
    """Something the user can mend; ``message`` says what is wrong, where, and what to do."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(XldeskError):
    """A command, argument or file that cannot be used as given."""


class PolicyError(XldeskError):
    """The policy file is not a rulebook: the message names key, value and what is allowed."""


class MissingError(XldeskError):
    """Something needed is not installed or not there; the message says what to install."""

    exit_code = 3


class LedgerError(XldeskError):
    """The ledger cannot do what was asked."""


class LedgerBusyError(LedgerError):
    """Another writer holds the ledger and did not finish within the wait."""


class CommandConflictError(LedgerError):
    """A command id was used before with other content."""


class LedgerCorruptError(LedgerError):
    """The ledger or a segment is not what its hashes say."""
