"""A desk to read exports into, and short ways to ask what it knows afterwards."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from xldesk.intake.mapping import Mapping, parse_mapping
from xldesk.intake.reading import read_files
from xldesk.ledger.entry import Actor
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.intake.completeness import Completeness
    from xldesk.ledger.ledger import Ledger
    from xldesk.policy.rulebook import Policy

AT = datetime(2026, 7, 8, 9, tzinfo=UTC)
ADA = Actor("Ada Example", "revops")


@dataclass
class IntakeDesk:
    """A ledger in a folder, with a folder of exports beside it."""

    ledger: Ledger
    exports: Path
    policy: Policy = field(default_factory=default_policy)

    def write(self, content: str | bytes, name: str = "deals.csv") -> Path:
        path = self.exports / name
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return path

    def read(
        self,
        content: str | bytes,
        name: str = "deals.csv",
        mapping: dict[str, object] | Mapping | None = None,
        **options: Any,
    ) -> Completeness:
        return self.read_each(content, name, mapping, **options)[0]

    def read_each(
        self,
        content: str | bytes,
        name: str = "deals.csv",
        mapping: dict[str, object] | Mapping | None = None,
        **options: Any,
    ) -> list[Completeness]:
        path = self.write(content, name)
        given = parse_mapping(mapping, "map.toml") if isinstance(mapping, dict) else mapping
        options = {"actor": ADA, "at": AT, "policy": self.policy, "mapping": given, **options}
        return read_files(self.ledger, paths=[path], **options)

    def rows(self, kind: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        with closing(self.ledger.snapshot().connect()) as connection:
            return connection.execute(
                f"SELECT {columns} FROM {kind} WHERE {where} ORDER BY ALL"
            ).fetchall()

    @property
    def head(self) -> str:
        found = self.ledger.head()
        assert found is not None
        return found.hash
