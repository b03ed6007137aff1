"""Desks on both back ends: SQLite in a folder, PostgreSQL on a server of our own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from support.ledger_desk import Desk
from xldesk.ledger.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """Return an empty desk, on each back end in turn."""
    if request.param == "sqlite":
        return Desk(tmp_path / "desk", None)
    make_database: Callable[[], str] = request.getfixturevalue("make_database")
    return Desk(tmp_path / "desk", make_database())


@pytest.fixture
def ledger(desk: Desk) -> Iterator[Ledger]:
    """Return an empty ledger, on each back end in turn."""
    with desk.create() as created:
        yield created


@pytest.fixture
def sqlite_ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty ledger in a folder."""
    with Ledger.create(tmp_path / "desk") as created:
        yield created


@pytest.fixture(scope="session")
def make_database(postgres_server: int) -> Callable[[], str]:
    """Return a function that makes an empty schema for a login of its own; returns its address."""
    numbers = count(1)
    server = f"127.0.0.1:{postgres_server}/postgres"

    def make() -> str:
        name = f"desk_{next(numbers)}"
        engine = create_engine(f"postgresql+pg8000://xldesk@{server}")
        with engine.begin() as connection:
            connection.execute(text(f"CREATE ROLE {name} LOGIN SUPERUSER"))
            connection.execute(text(f"CREATE SCHEMA AUTHORIZATION {name}"))
        engine.dispose()
        return f"postgresql+pg8000://{name}@{server}"

    return make


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[int]:
    """Run a PostgreSQL server on a free loopback port, as a user that may; return the port."""
    folder = Path(tempfile.mkdtemp(prefix="xldesk-postgres-"))
    owner = "postgres" if os.geteuid() == 0 else None
    if owner is not None:
        account = pwd.getpwnam(owner)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, log = folder / "data", folder / "log"
    port = _free_port()
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
        "-c fsync=off -c shared_buffers=16MB -c max_connections=40"
    )
    _run(owner, folder, "initdb", "-D", data, "-U", "xldesk", "--auth=trust", "--encoding=UTF8")
    _run(owner, folder, "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield port
    finally:
        _run(owner, folder, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def _run(owner: str | None, folder: Path, program: str, *arguments: object) -> None:
    subprocess.run(
        [_binary(program), *map(str, arguments)],
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        cwd=folder,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )


def _binary(program: str) -> str:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = str(debian[-1]) if debian else shutil.which(program)
    assert found is not None, f"{program} is not installed"
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
