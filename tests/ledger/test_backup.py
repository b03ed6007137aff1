"""A backup holds the whole desk, and what comes back is what went in, or nothing."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import duckdb
import pytest

from support.ledger_desk import OPPORTUNITIES, Desk, command, opportunity, unguarded
from xldesk.errors import LedgerCorruptError, LedgerError
from xldesk.ledger.archive import MANIFEST, is_allowed
from xldesk.ledger.backup import backup, restore
from xldesk.ledger.segment import FOLDER as SEGMENTS
from xldesk.ledger.verify import verify
from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.ledger import Ledger


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Return a ledger with rows, a segment, contacts and the desk's own files."""
    with ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(number) for number in range(3)])
        writer.put_contacts("P-1", [Contact(name="Ines Berg", email="ines@quay.example")])
    with ledger.writing(command(2)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [1_500])
    (ledger.directory / "policy.toml").write_text("title = 'ours'\n")
    (ledger.directory / "mappings" / "crm").mkdir(parents=True)
    (ledger.directory / "mappings" / "crm" / "deals.toml").write_text("kind = 'opportunity'\n")
    return ledger


@pytest.fixture
def archive(filled: Ledger, tmp_path: Path) -> Path:
    """Return a backup of the filled ledger."""
    target = tmp_path / "desk.xldesk"
    backup(filled, target)
    return target


def state(ledger: Ledger) -> list[tuple[object, ...]]:
    return ledger.snapshot().connect().execute("FROM opportunity ORDER BY ALL").fetchall()


def test_what_comes_back_is_what_went_in(filled: Ledger, archive: Path, tmp_path: Path) -> None:
    with restore(archive, tmp_path / "elsewhere" / "desk") as restored:
        assert restored.database.is_sqlite
        assert restored.head() == filled.head()
        assert restored.entries() == filled.entries()
        assert restored.contacts("P-1") == filled.contacts("P-1")
        assert state(restored) == state(filled)
        assert verify(restored).problems == ()
        for name in ("policy.toml", "mappings/crm/deals.toml"):
            content = (restored.directory / name).read_bytes()
            assert content == (filled.directory / name).read_bytes()
        with restored.writing(command(3)) as writer:
            writer.add_records("opportunity", [opportunity(1, 5)])


def test_the_same_desk_makes_the_same_backup(filled: Ledger, archive: Path, tmp_path: Path) -> None:
    backup(filled, tmp_path / "again.xldesk")
    if filled.database.is_sqlite:
        assert archive.read_bytes() == (tmp_path / "again.xldesk").read_bytes()


def test_a_ledger_without_entries_is_not_restored(ledger: Ledger, tmp_path: Path) -> None:
    backup(ledger, tmp_path / "empty.xldesk")
    with pytest.raises(LedgerCorruptError, match="no entries"):
        restore(tmp_path / "empty.xldesk", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("desk.toml", b"name = ", "its desk.toml cannot be read"),
        ("desk.toml", b"name = '\xff'", "its desk.toml cannot be read"),
        ("desk.toml", b"name = 1", "its desk.toml has a name that is no text"),
        ("desk.toml", b"ledger = 'x'", "its desk.toml has a ledger that is no table"),
        ("desk.toml", b"[ledger]\nurl = 1", "its desk.toml has a ledger.url that is no text"),
        ("policy.toml", b"\xff\xfe", "its policy.toml cannot be read"),
    ],
)
def test_settings_that_cannot_be_opened_are_not_restored(
    filled: Ledger, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (filled.directory / name).write_bytes(content)
    backup(filled, tmp_path / "bad.xldesk")
    with pytest.raises(LedgerCorruptError, match=f"{said}.*; nothing was restored"):
        restore(tmp_path / "bad.xldesk", tmp_path / "restored")
    assert [path.name for path in tmp_path.iterdir() if path.name != "desk"] == ["bad.xldesk"]


def test_a_backup_may_be_made_while_someone_writes(
    filled: Ledger, desk: Desk, tmp_path: Path
) -> None:
    before = filled.head()
    with desk.open() as other, other.writing(command(3)) as writer:
        writer.add_records("opportunity", [opportunity(9)])
        manifest = backup(filled, tmp_path / "meanwhile.xldesk")
    assert before is not None
    assert (manifest.position, manifest.head) == (before.position, before.hash)
    with restore(tmp_path / "meanwhile.xldesk", tmp_path / "restored") as restored:
        assert restored.head() == before


def test_nothing_is_overwritten(filled: Ledger, archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    with pytest.raises(LedgerError, match="this file exists; choose another name"):
        backup(filled, archive)
    assert archive.read_bytes() == content
    with pytest.raises(LedgerError, match="something is here already"):
        restore(archive, filled.directory)
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="something is here already"):
        restore(archive, tmp_path / "file")


def test_an_empty_folder_may_be_restored_into(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restore(archive, tmp_path / "empty").close()
    assert (tmp_path / "empty" / "ledger.db").is_file()


def test_a_changed_segment_is_not_backed_up(filled: Ledger, tmp_path: Path) -> None:
    (path,) = (filled.directory / SEGMENTS).iterdir()
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(LedgerCorruptError, match="this segment was changed"):
        backup(filled, tmp_path / "bad.xldesk")
    path.unlink()
    with pytest.raises(LedgerCorruptError, match="this segment is missing"):
        backup(filled, tmp_path / "bad.xldesk")
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_a_forged_ledger_is_not_restored(sqlite_ledger: Ledger, tmp_path: Path) -> None:
    with sqlite_ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
    forger = unguarded(sqlite_ledger.directory)
    forger.execute("UPDATE entry_row SET content = replace(content, '100', '900')")
    forger.close()
    backup(sqlite_ledger, tmp_path / "forged.xldesk")
    with pytest.raises(LedgerCorruptError, match="nothing was restored"):
        restore(tmp_path / "forged.xldesk", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def pack(target: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w") as made:
        for name, data in content.items():
            made.writestr(name, data)
    return target


EVIL = [
    "../outside.toml",
    "/etc/outside.toml",
    "mappings/../../outside.toml",
    "mappings/..",
    "C:/outside.toml",
    "mappings\\..\\outside.toml",
    "segments/../outside.parquet",
    "snapshots/1-x/opportunity.parquet",
    "mappings/nul\x01l.toml",
]


@pytest.mark.parametrize("name", EVIL)
def test_a_path_that_leads_elsewhere_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    content = members(archive)
    manifest = json.loads(content[MANIFEST])
    manifest["files"][name] = manifest["files"]["policy.toml"]
    content[MANIFEST] = json.dumps(manifest).encode()
    content[name] = content["policy.toml"]
    made = pack(tmp_path / "evil.zip", content)
    with pytest.raises(LedgerCorruptError, match="which no backup holds"):
        restore(made, tmp_path / "deep" / "restored")
    assert not (tmp_path / "deep" / "restored").exists()
    assert list(tmp_path.rglob("outside*")) == []


@pytest.mark.parametrize("name", ["segments/" + "a" * 64 + ".parquet", "mappings/a b/ü.toml"])
def test_ordinary_names_are_allowed(name: str) -> None:
    assert is_allowed(name)


def test_every_member_is_checked_against_the_manifest(archive: Path, tmp_path: Path) -> None:
    content = members(archive)
    for number, name in enumerate(sorted(content.keys() - {MANIFEST})):
        same_length = content[name][:-1] + bytes([content[name][-1] ^ 1])
        for kind, data in (("changed", same_length), ("cut", content[name][:-1])):
            made = pack(tmp_path / f"{number}-{kind}.zip", {**content, name: data})
            with pytest.raises(LedgerCorruptError, match="nothing was restored"):
                restore(made, tmp_path / "restored")
        without = {key: data for key, data in content.items() if key != name}
        with pytest.raises(LedgerCorruptError, match="is missing from it"):
            restore(pack(tmp_path / f"{number}-gone.zip", without), tmp_path / "restored")
    extra = pack(tmp_path / "extra.zip", {**content, "desk.toml": b""})
    with pytest.raises(LedgerCorruptError, match="is not in its manifest"):
        restore(extra, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_any_damage_to_the_file_is_refused_or_harmless(archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    for number, at in enumerate(range(0, len(content), max(1, len(content) // 40))):
        harmed = bytearray(content)
        harmed[at] ^= 0xFF
        made = tmp_path / f"harmed-{number}.xldesk"
        made.write_bytes(harmed)
        try:
            with restore(made, tmp_path / f"restored-{number}") as restored:
                assert verify(restored).ok
        except LedgerCorruptError:
            assert not (tmp_path / f"restored-{number}").exists()


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path) -> None:
    made = tmp_path / "not.zip"
    made.write_text("hello")
    with pytest.raises(LedgerCorruptError, match="this is not a backup of a desk"):
        restore(made, tmp_path / "restored")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as zipped:
        zipped.writestr("readme.txt", "hello")
    made.write_bytes(other.getvalue())
    with pytest.raises(LedgerCorruptError, match="no single manifest"):
        restore(made, tmp_path / "restored")
    with pytest.raises(LedgerError):
        restore(tmp_path / "missing.zip", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
