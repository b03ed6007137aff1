"""The sound desk, made once for a module, and its basis with every change undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.sound_desk import Sound, records
from xldesk.ledger.basis import Basis


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    """Return the sound desk; its ledger is not to be changed."""
    made = Sound(tmp_path_factory.mktemp("sound") / "desk")
    made.intake(*records())
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def shared_basis(sound: Sound) -> Iterator[Basis]:
    basis = sound.basis()
    yield basis
    basis.con.close()


@pytest.fixture
def basis(shared_basis: Basis) -> Iterator[Basis]:
    """Return the sound desk's basis; what a test changes in it is undone."""
    shared_basis.con.execute("BEGIN TRANSACTION")
    yield shared_basis
    shared_basis.con.execute("ROLLBACK")
