"""Text of VBA: names that the language allows, and texts that any code page can hold."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

RESERVED = frozenset(
    tomllib.loads((files(__package__) / "vba_words.toml").read_text("utf-8"))["reserved"]
)
"""Words that no argument may be named: MS-VBAL 3.3.5.2, in small letters."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}")


def identifier(name: str) -> str:
    """Return ``name`` as VBA may call an argument: a word of the language gets ``_`` behind it.

    Raises ValueError for what cannot be a name at all.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a name in VBA")
    return f"{name}_" if is_reserved(name) else name


def procedure_name(name: str) -> str:
    """Return ``name`` as VBA may call a procedure: a word of the language stands in brackets.

    Cells call it by the name without them (MS-VBAL 3.3.5.3; ``[_NewEnum]`` is the usual case).
    """
    return f"[{name}]" if is_reserved(name) else identifier(name)


def is_reserved(name: str) -> bool:
    """Tell whether ``name`` is a word of the language."""
    return name.lower() in RESERVED


def text(value: str) -> str:
    """Return the expression that has ``value``; signs beyond ASCII are made by their number."""
    pieces: list[str] = []
    for plain, other in re.findall(r"([ -~]+)|([^ -~])", value):
        if plain:
            pieces.append('"{}"'.format(plain.replace('"', '""')))
        else:
            pieces += [f"ChrW({unit})" for unit in _units(other)]
    return " & ".join(pieces) or '""'


def _units(sign: str) -> list[int]:
    """Return the UTF-16 numbers of a sign, as VBA counts them."""
    encoded = sign.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(encoded[at : at + 2], "little") for at in range(0, len(encoded), 2)]
