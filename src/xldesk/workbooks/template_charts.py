"""Native charts of a template: restrained, titled, with units; data come with the stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.utils import get_column_letter

from xldesk.workbooks import theme
from xldesk.workbooks.layout import FIRST_COLUMN, LINE_HEIGHT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from xldesk.workbooks.layout import PlacedChart, PlacedTable
    from xldesk.workbooks.parts import ChartKind

_CM_PER_POINT = 2.54 / 72
_CM_PER_WIDTH = 7 * 2.54 / 96
_WIDEST_CM = 38.0
_NARROWEST_CM = 12.0


def add_chart(sheet: Worksheet, placed: PlacedChart, source: PlacedTable, tab: str) -> None:
    """Add the chart over the model row of ``source``, which stands on sheet ``tab``."""
    spec = placed.chart
    chart = BarChart()
    chart.type = "bar" if spec.kind in {"bar", "stacked_bar"} else "col"
    chart.grouping = _grouping(spec.kind)
    is_stacked = chart.grouping != "clustered"
    chart.overlap = 100 if is_stacked else -5
    chart.gapWidth = 70
    chart.varyColors = False
    chart.title = _title(spec.title, theme.SECTION_SIZE, bold=True, colour=theme.INK)
    chart.title.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.02))
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.roundedCorners = False
    _axes(chart, spec.unit)
    names = {column.name: index for index, column in enumerate(source.table.columns)}
    percentages = all(source.table.columns[names[name]].type == "percent" for name in spec.series)
    if percentages or chart.grouping == "percentStacked":
        _as_percentages(chart)
    row = source.first_row
    outline = LineProperties(noFill=True)
    if is_stacked:  # a white line between parts, for grey print
        outline = LineProperties(solidFill="FFFFFF", w=9525)
    for index, name in enumerate(spec.series):
        values = _ref(tab, FIRST_COLUMN + names[name], row)
        series = Series(idx=index, order=index, val=NumDataSource(NumRef(f=values)))
        series.tx = SeriesLabel(
            strRef=StrRef(f=_ref(tab, FIRST_COLUMN + names[name], source.header_row))
        )
        series.cat = AxDataSource(
            strRef=StrRef(f=_ref(tab, FIRST_COLUMN + names[spec.category], row))
        )
        colours = spec.colours or theme.SERIES_ORDER
        fill = theme.CHART_COLOURS[colours[index % len(colours)]]
        series.graphicalProperties = GraphicalProperties(solidFill=fill, ln=outline)
        series.invertIfNegative = False
        chart.series.append(series)
    if len(spec.series) > 1:
        chart.legend.position = "b"
        chart.legend.txPr = _text(theme.CAPTION_SIZE, theme.INK)
    else:
        chart.legend = None
    chart.width = min(_WIDEST_CM, max(_NARROWEST_CM, placed.width * _CM_PER_WIDTH))
    chart.height = (spec.rows - 1) * LINE_HEIGHT * _CM_PER_POINT
    sheet.add_chart(chart, f"{get_column_letter(placed.column)}{placed.first_row}")


def _grouping(kind: ChartKind) -> str:
    """Return the format's word for how the series of one category stand together."""
    if kind == "share_column":
        return "percentStacked"
    return "stacked" if kind.startswith("stacked") else "clustered"


def _ref(tab: str, column: int, row: int) -> str:
    letter = get_column_letter(column)
    return f"'{tab}'!${letter}${row}"


def _axes(chart: BarChart, unit: str) -> None:
    horizontal = chart.type == "bar"
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.x_axis.txPr = _text(theme.CAPTION_SIZE, theme.INK)
    chart.y_axis.txPr = _text(theme.CAPTION_SIZE, theme.MUTED)
    hairline = LineProperties(solidFill=theme.HAIRLINE, w=9525)
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=hairline)
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=hairline)
    chart.x_axis.majorTickMark = "none"
    chart.y_axis.majorTickMark = "none"
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.tickLblPos = "nextTo"
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.numFmt.sourceLinked = False
    chart.y_axis.title = _title(unit, theme.CAPTION_SIZE, bold=False, colour=theme.MUTED)
    chart.x_axis.axPos, chart.y_axis.axPos = ("l", "b") if horizontal else ("b", "l")
    if horizontal:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"


def _as_percentages(chart: BarChart) -> None:
    """Mark the value axis in quarters of 100 %, where stacked parts end."""
    chart.y_axis.number_format = "0%"
    chart.y_axis.numFmt.sourceLinked = False
    chart.y_axis.majorUnit = 0.25
    if chart.grouping == "stacked":
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1


def _characters(size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=theme.FONT)
    )


def _text(size: int, colour: str) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(size, colour))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_characters(size, colour))])


def _title(text: str, size: int, *, bold: bool, colour: str) -> Title:
    characters = _characters(size, colour, bold=bold)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=characters), r=[RegularTextRun(rPr=characters, t=text)]
    )
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
