"""Named styles of a template, and the cell formats that only some rows will need.

A template carries a style for each number of decimals that a currency can have, and for text
that begins like a formula, although no cell of the template uses them yet; the stamper finds
them by what they share with the model cell.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from xldesk.workbooks import theme
from xldesk.workbooks.parts import NUMERIC

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook


def _font(colour: str, size: int = theme.BODY_SIZE, *, bold: bool = False) -> Font:
    return Font(name=theme.FONT, size=size, bold=bold, color=colour)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _hairline() -> Border:
    return Border(bottom=Side("thin", color=theme.HAIRLINE))


def add_named_styles(book: Workbook) -> None:
    """Add the theme's named styles to ``book``; Normal becomes the theme's body font."""
    normal = book._named_styles["Normal"]  # noqa: SLF001 -- openpyxl has no public way
    normal.font = _font(theme.INK)
    normal.bind(book)
    for style in _named_styles():
        book.add_named_style(style)


def _named_styles() -> list[NamedStyle]:
    middle = Alignment(vertical="center")
    return [
        NamedStyle("Desk Title", font=_font(theme.INK, theme.TITLE_SIZE, bold=True)),
        NamedStyle("Desk Basis", font=_font(theme.MUTED)),
        NamedStyle("Desk Note", font=_font(theme.MUTED, theme.CAPTION_SIZE + 1)),
        NamedStyle("Desk Heading", font=_font(theme.INK, theme.SECTION_SIZE, bold=True)),
        NamedStyle("Desk Text", font=_font(theme.INK)),
        NamedStyle("Desk Label", font=_font(theme.MUTED), border=_hairline(), alignment=middle),
        NamedStyle(
            "Desk Header",
            font=_font(theme.HEADER_TEXT, bold=True),
            fill=_fill(theme.HEADER_FILL),
            alignment=Alignment(vertical="center", wrap_text=True),
        ),
        NamedStyle("Desk Data", font=_font(theme.INK), border=_hairline(), alignment=middle),
        NamedStyle(
            "Desk Calculated",
            font=_font(theme.CALCULATION_TEXT),
            border=_hairline(),
            alignment=middle,
        ),
        NamedStyle(
            "Desk Input",
            font=_font(theme.INPUT_TEXT),
            fill=_fill(theme.INPUT_FILL),
            border=_hairline(),
            alignment=middle,
            protection=Protection(locked=False),
        ),
        NamedStyle("Desk Link", font=_font(theme.LINK_TEXT), border=_hairline(), alignment=middle),
        NamedStyle(
            "Desk Figure",
            font=_font(theme.INK, theme.FIGURE_SIZE, bold=True),
            alignment=Alignment(horizontal="left", vertical="bottom"),
        ),
        NamedStyle(
            "Desk Caption",
            font=_font(theme.MUTED, theme.CAPTION_SIZE),
            alignment=Alignment(horizontal="left", vertical="top", wrap_text=True),
        ),
        NamedStyle("Desk Flag", font=_font(theme.INK, bold=True)),
    ]


ROLE_STYLES = {
    "data": "Desk Data",
    "input": "Desk Input",
    "calculated": "Desk Calculated",
    "link": "Desk Link",
}


def style_value(cell: Cell, type_: str, role: str, *, wrap: bool) -> None:
    """Style ``cell`` for a value of ``type_`` in ``role``, and register its variants."""
    cell.style = ROLE_STYLES[role]
    is_number = type_ in NUMERIC
    cell.alignment = Alignment(
        horizontal="right" if is_number else "left",
        vertical="center",
        wrap_text=True if wrap else None,
        indent=0 if is_number else 1,
    )
    cell.number_format = theme.number_format(type_, role)
    register_variants(cell, type_)


def style_label(cell: Cell, *, type_: str, has_button: bool) -> None:
    """Style ``cell`` as a table's header over values of ``type_``.

    A filter button covers the right end of its cell, so numbers' headers keep clear of it.
    """
    cell.style = "Desk Header"
    is_number = type_ in NUMERIC
    cell.alignment = Alignment(
        horizontal="right" if is_number else "left",
        vertical="center",
        wrap_text=True,
        indent=1 if not is_number else 2 if has_button else 0,
    )


def register_variants(cell: Cell, type_: str) -> None:
    """Make the workbook keep the styles that rows of ``cell``'s column may need."""
    if type_ == "amount":
        normal = cell.number_format
        for exponent in theme.CURRENCY_EXPONENTS:
            cell.number_format = theme.amount_format(exponent)
            _keep(cell)
        cell.number_format = normal
    elif type_ in theme.TEXT_LIKE:
        cell.quotePrefix = True
        _keep(cell)
        cell.quotePrefix = False
    _keep(cell)


def _keep(cell: Any) -> None:
    # A copy: the list keeps the very object, which the cell goes on changing.
    cell.parent.parent._cell_styles.add(copy(cell._style))  # noqa: SLF001 -- as Cell.style_id
