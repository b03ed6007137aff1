"""Where faults of contributions may be planted: no two of them meet on one deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xldesk.demo.partners import Partner
    from xldesk.demo.planted import Planted
    from xldesk.demo.stream import Stream
    from xldesk.demo.teams import Team


class FreeTeams:
    """Teams to plant on, the partners to do it with, and the count of what was planted."""

    def __init__(
        self, stream: Stream, teams: Sequence[Team], partners: Sequence[Partner], planted: Planted
    ) -> None:
        self._left = stream.shuffled(teams)
        self.partners = partners
        self.planted = planted

    def take(self, count: int, suits: Callable[[Team], bool]) -> Iterator[Team]:
        """Yield ``count`` teams that suit, each handed out once.

        Raises ValueError where there are not enough.
        """
        chosen = [team for team in self._left if suits(team)][:count]
        if len(chosen) < count:
            raise ValueError("this seed leaves too few deals to plant faults on; take another")
        self._left = [team for team in self._left if team not in chosen]
        yield from chosen
