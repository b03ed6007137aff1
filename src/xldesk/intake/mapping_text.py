"""The TOML of a mapping as somebody's editor wrote it: what can be read, and what is refused."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 1_000_000
"""No mapping is longer: the longest of those that are shipped has a hundredth of it."""


def mapping_data(path: Path) -> dict[str, object]:
    """Return what a mapping's file says, its byte order mark left out.

    Raises UsageError for a path without a file, for what is no regular file (it may never end),
    for one that is too long, and for what is not TOML in UTF-8.
    """
    try:
        content = _content(path)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; name a mapping (TOML)") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is not TOML in UTF-8: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: its lists or tables are nested too deeply") from error
    except ValueError as error:
        # Python reads no number of thousands of digits.
        raise UsageError(f"{path}: a number in it has too many digits") from error


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UsageError(f"{path} is not a regular file; save the mapping as a file first")
    with path.open("rb") as stream:
        content = stream.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise UsageError(f"{path} has more than {LARGEST_BYTES:,} bytes; is this a mapping (TOML)?")
    return content
