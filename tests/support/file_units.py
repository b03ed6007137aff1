"""Which tests a worker takes together: a file's, so that what a file makes is made once."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

EACH_ALONE = frozenset({"tests/docs/test_how_to.py"})
"""Files of tests that take a minute each and share nothing but what all workers share."""

TOGETHER = ("tests/demo/*", "tests/ledger/*", "tests/udfs/test_*functions*")
"""Files that ask one desk which takes seconds to compute, or one database server."""


def unit_of(nodeid: str) -> str:
    """Return the name of the unit of work that a test belongs to: files, a file, or itself."""
    file = nodeid.partition("::")[0]
    if file in EACH_ALONE:
        return nodeid
    return next((files for files in TOGETHER if fnmatchcase(file, files)), file)


class FileUnits(LoadScopeScheduling):
    """Gives each worker whole files, some together, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    _split_scope: Callable[[str], str] = staticmethod(unit_of)
