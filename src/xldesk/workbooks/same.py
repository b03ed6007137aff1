"""An object as a key of what is remembered: by identity, where its hash takes long."""

from __future__ import annotations

from typing import Generic, TypeVar

Held = TypeVar("Held")


class Same(Generic[Held]):
    """Equal to another that holds the very same object, which it keeps alive."""

    def __init__(self, held: Held) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.held is self.held
