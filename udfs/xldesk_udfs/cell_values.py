"""What functions answer, exactly; ``host_values`` makes of it what Excel can hold."""

from __future__ import annotations

from decimal import Decimal

from xldesk.answers.unknown import Unknown
from xldesk_udfs.arguments import Cell
from xldesk_udfs.errors import not_known

Value = Cell | Decimal
"""One cell of an answer; None is an empty one."""

Row = list[Value]
Table = list[Row]
Values = Value | Row | Table


def shown(answer: Value | Unknown) -> Value:
    """Return an answer as a cell shows it: what the desk does not know is ``#N/A``."""
    return not_known(answer.reason) if isinstance(answer, Unknown) else answer
