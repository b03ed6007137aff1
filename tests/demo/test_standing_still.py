"""A sample desk answers as of the time of its data, until something newer comes in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xldesk.desk import Desk
from xldesk.errors import UsageError
from xldesk.ledger.backup import backup
from xldesk.ledger.entry import Actor
from xldesk.policy.load import default_policy_text

THEN = datetime(2026, 7, 8, 9, tzinfo=UTC)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
MAKER = Actor("Maren Okafor", "revops")


def made(folder: Path, stands_at: datetime | None) -> Desk:
    return Desk.create(folder, actor=MAKER, at=THEN, name="Sample", stands_at=stands_at)


def test_a_sample_desk_stands_at_the_time_of_its_data(tmp_path: Path) -> None:
    with made(tmp_path / "sample", THEN) as desk:
        assert desk.present(NOW) == THEN
    with Desk.open(tmp_path / "sample") as again:
        assert again.present(NOW) == THEN
        with again.answers(lambda: NOW) as answers:
            assert answers.status().as_of == THEN


def test_any_other_desk_stands_at_the_present(tmp_path: Path) -> None:
    with made(tmp_path / "desk", None) as desk:
        assert desk.present(NOW) == NOW


def test_something_newer_ends_it(tmp_path: Path) -> None:
    with made(tmp_path / "sample", THEN) as desk:
        policy = tmp_path / "sample" / "policy.toml"
        text = default_policy_text()
        assert policy.read_text("utf-8") == text
        desk.sign_policy(
            actor=MAKER, approver="Ingrid Baptiste", reason="in force", at=THEN + timedelta(days=1)
        )
        assert desk.present(NOW) == NOW


def test_a_restored_desk_keeps_its_settings_but_the_database(tmp_path: Path) -> None:
    with made(tmp_path / "sample", THEN) as desk:
        settings = tmp_path / "sample" / "desk.toml"
        settings.write_text(
            settings.read_text("utf-8") + '\n[excel]\ninterpreter = "py"\n', "utf-8"
        )
        backup(desk.ledger, tmp_path / "kept.zip")
    restored = Desk.restore(tmp_path / "kept.zip", tmp_path / "copy")
    assert restored.present(NOW) == THEN
    assert '[excel]\ninterpreter = "py"' in (tmp_path / "copy" / "desk.toml").read_text("utf-8")
    restored.close()


@pytest.mark.parametrize("value", ['"2026-07-08"', "2026-07-08", "2026-07-08T09:00:00", "7"])
def test_another_value_is_refused(tmp_path: Path, value: str) -> None:
    made(tmp_path / "sample", None).close()
    settings = tmp_path / "sample" / "desk.toml"
    settings.write_text(settings.read_text("utf-8") + f"stands_at = {value}\n", "utf-8")
    with pytest.raises(UsageError, match="stands_at is a time"):
        Desk.open(tmp_path / "sample")
