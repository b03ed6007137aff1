"""A mapping that is being drafted: keys, tables, and the comments that go with them, as TOML."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass, field

WIDTH = 96
TABLES = ("columns", "same_as", "if_new", "constants", "values")

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(slots=True)
class Draft:
    """What stands above, the plain keys, and the lines of each table in the order given."""

    above: list[str] = field(default_factory=list)
    plain: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Add a sentence to the comment at the top."""
        self.above.append(text)

    def set(self, key: str, value: object) -> None:
        """Set a key of the mapping, or a whole table of it."""
        if isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, dict):
                    for word, meant in inner.items():
                        self.put(f"{key}.{name}", word, meant)
                else:
                    self.put(key, name, inner)
        else:
            self.plain[key] = toml(value)

    def put(self, table: str, name: str, value: object, remark: str = "") -> None:
        """Add a line to a table."""
        self._line(table, f"{_key(name)} = {toml(value)}{_remark(remark)}")

    def propose(self, table: str, name: str, value: object, remark: str) -> None:
        """Add a line that a person has to decide: a comment."""
        self._line(table, f"# {_key(name)} = {toml(value)}{_remark(remark)}")

    def propose_key(self, key: str, value: object, remark: str) -> None:
        """Add a plain key that a person has to decide: a comment."""
        self.remarks.append(f"# {key} = {toml(value)}{_remark(remark)}")

    def text(self) -> str:
        """Return the draft as TOML; it loads as a mapping."""
        parts = [
            "\n".join(
                textwrap.fill(
                    _printable(said), WIDTH, initial_indent="# ", subsequent_indent="#   "
                )
                for said in self.above
            ),
            "\n".join([*(f"{key} = {value}" for key, value in self.plain.items()), *self.remarks]),
        ]
        ordered = sorted(self.tables, key=lambda name: TABLES.index(name.partition(".")[0]))
        parts += ["\n".join([f"[{_path(name)}]", *self.tables[name]]) for name in ordered]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _line(self, table: str, line: str) -> None:
        self.tables.setdefault(table, []).append(line)


def toml(value: object) -> str:
    """Return a text, number, yes or no, or list as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(toml(member) for member in value)}]"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML does not allow as it stands.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _path(table: str) -> str:
    first, dot, rest = table.partition(".")
    return f"{first}{dot}{_key(rest)}" if dot else first


def _remark(text: str) -> str:
    return f"  # {_printable(text)}" if text else ""


def _printable(text: str) -> str:
    """Return a text that may stand in a comment: on one line, without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
