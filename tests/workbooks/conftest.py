"""Workbooks that a desk issued, made once for all tests that only read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbooks.provenance_desk import issued_desk


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a desk that issued a pack and trackers; nothing in it is changed."""
    return issued_desk(tmp_path_factory, tmp_path_factory.mktemp("issued") / "a desk")
