"""What every test may rely on: shared data, required tools, and skips that say why.

A test marked ``libreoffice``, ``postgres`` or ``shared`` is skipped with a reason where the thing
is missing. With XLDESK_REQUIRE_ALL=1 a missing thing, or any other skip, is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from support.order import folder_rank

if TYPE_CHECKING:
    from xdist.remote import Producer

    from support.file_units import FileUnits

REQUIRE_ALL = os.environ.get("XLDESK_REQUIRE_ALL") == "1"
SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile(
    "desk",
    deadline=None,
    max_examples=20,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("long", parent=settings.get_profile("desk"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))


def _postgres_missing() -> str | None:
    installed = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed or shutil.which("initdb"):
        return None
    return "PostgreSQL server binaries are not installed (Debian: apt-get install postgresql)"


def _missing(marker: str) -> str | None:
    if marker == "libreoffice" and shutil.which("soffice") is None:
        return "LibreOffice Calc is not installed (Debian: apt-get install libreoffice-calc)"
    if marker == "postgres":
        return _postgres_missing()
    if marker == "shared" and not SHARED.is_dir():
        return "the shared data folder is not beside the project (../shared)"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here; folders of long tests come first, of short ones last."""
    items.sort(key=lambda item: folder_rank(item.nodeid))
    for item in items:
        for marker in ("libreoffice", "postgres", "shared"):
            if item.get_closest_marker(marker) is None:
                continue
            reason = _missing(marker)
            if reason is not None:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileUnits | None:
    """Give each worker whole files, with ``--dist loadfile``."""
    if config.getoption("dist") != "loadfile":
        return None
    from support.file_units import FileUnits

    return FileUnits(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where everything is required to run."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped although XLDESK_REQUIRE_ALL=1: {report.longrepr}"
        )
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that renews reference files instead of comparing with them."""
    parser.addoption(
        "--renew-golden",
        action="store_true",
        help="write the reference workbooks anew; the tests that do so fail, to be looked at",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real data and published results beside the project."""
    return SHARED
