"""Parse amounts exactly; a whole column may prove how its decimals are written."""

from __future__ import annotations

from typing import Literal

from xldesk.intake.currency_marks import without_mark
from xldesk.intake.reject import CellError
from xldesk.records.money import AmountError, AmountStyle, parse_minor

ProvenStyle = Literal["point", "comma"]

_CODES = {
    "format": "AMOUNT-FORMAT",
    "ambiguous": "AMOUNT-AMBIGUOUS",
    "decimals": "AMOUNT-DECIMALS",
    "range": "AMOUNT-RANGE",
}

_FORMAT_REMEDIES = {
    "point": "write it as digits, such as 1234.50; where decimals have a comma say "
    'amount_style = "comma" in the mapping',
    "comma": "write it as digits, such as 1234,50; where decimals have a point say "
    'amount_style = "point" in the mapping',
}
"""With style ``auto`` both ways of writing are understood, as the reason's own remedy says."""


class AmountReader:
    """Reads one column's amounts and remembers what they prove about its style.

    With style ``auto`` an amount such as ``1,234`` is ambiguous; ``settled`` is the style that
    other amounts of the same column have proven, and decides it. ``proven`` collects, while
    reading, the styles that amounts of this column show beyond doubt.
    """

    def __init__(self, style: AmountStyle, settled: ProvenStyle | None = None) -> None:
        self._style = style
        self._settled = settled
        self.proven: set[ProvenStyle] = set()
        self.ambiguous = False

    def parse(self, text: str, currency: str) -> str:
        """Return the amount in minor units of ``currency``, which may stand beside it.

        Raises CellError.
        """
        text = without_mark(text, currency)
        try:
            minor = parse_minor(text, currency, self._style)
        except AmountError as error:
            if error.code == "ambiguous" and self._settled:
                return self._parse_settled(text, currency, self._settled)
            self.ambiguous |= error.code == "ambiguous"
            raise _cell_error(error, self._style) from error
        if self._style == "auto" and (style := shown_style(text)):
            self.proven.add(style)
        return str(minor)

    def verdict(self) -> ProvenStyle | None:
        """Return the style that decides this column's ambiguous amounts, None without proof."""
        if self.ambiguous and len(self.proven) == 1:
            return next(iter(self.proven))
        return None

    @staticmethod
    def _parse_settled(text: str, currency: str, style: ProvenStyle) -> str:
        try:
            return str(parse_minor(text, currency, style))
        except AmountError as error:
            raise _cell_error(error, style) from error


def shown_style(text: str) -> ProvenStyle | None:
    """Return the style that an unambiguous amount shows, None where it has no separator."""
    point, comma = text.count("."), text.count(",")
    if point and comma:
        return "point" if text.rfind(".") > text.rfind(",") else "comma"
    if point:
        return "point" if point == 1 else "comma"
    if comma:
        return "comma" if comma == 1 else "point"
    return None


def _cell_error(error: AmountError, style: AmountStyle) -> CellError:
    what, remedy = str(error), ""
    if error.code == "format":
        remedy = _FORMAT_REMEDIES.get(style, "")
    elif error.code == "ambiguous":
        what, _, remedy = what.partition("; ")
    return CellError(_CODES[error.code], what, remedy or None)
