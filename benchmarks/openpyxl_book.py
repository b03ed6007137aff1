"""Builds a workbook of plain values with openpyxl, as its manual shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.text import Font as TextFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.table import Table, TableStyleInfo

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

_EMU_A_POINT, _EMU_A_CENTIMETRE = 12_700, 360_000


def write(plain: dict[str, Any], path: Path) -> None:
    """Write what ``plain_book.taken_apart`` returned as ``path``."""
    book = Workbook()
    book.remove(book.active)
    names = [f"format {number}" for number in range(len(plain["formats"]))]
    for name, found in zip(names, plain["formats"], strict=True):
        book.add_named_style(_style(name, found))
    styles = [_differential(found) for found in plain["styles"]]
    for one in plain["sheets"]:
        sheet = book.create_sheet(one["name"])
        _fill(sheet, one, names)
        _look(sheet, one, styles)
        _set_up_print(sheet, one["print"])
        for chart in one["charts"]:
            sheet.add_chart(_chart(chart), chart["place"])
    for name, place in plain["names"].items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    for name, value in plain["properties"].items():
        setattr(book.properties, name, value)
    book.save(path)


def _fill(sheet: Worksheet, plain: dict[str, Any], names: list[str]) -> None:
    sheet.freeze_panes = plain["freeze"]
    for letters, width in plain["widths"].items():
        sheet.column_dimensions[letters].width = width
    for row, height in plain["heights"].items():
        sheet.row_dimensions[row].height = height
    for row, column, written, _, number in plain["cells"]:
        sheet.cell(row, column, written).style = names[number]
    for name, reference, _ in plain["tables"]:
        table = Table(displayName=name, ref=reference)
        table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
        sheet.add_table(table)
    for rule in plain["validations"]:
        validation = DataValidation(
            rule["type"],
            *rule["formulas"],
            operator=rule["operator"],
            allow_blank=rule["blank"],
            showInputMessage=rule["tells"],
            showErrorMessage=rule["stops"],
            promptTitle=rule["title"],
            prompt=rule["prompt"],
            errorTitle=rule["error_title"],
            error=rule["error"],
            sqref=" ".join(rule["ranges"]),
        )
        sheet.add_data_validation(validation)


def _look(sheet: Worksheet, plain: dict[str, Any], styles: list[DifferentialStyle]) -> None:
    """Give the sheet its conditional rules, links, tab, view and protection."""
    for rule in plain["rules"]:
        sheet.conditional_formatting.add(
            " ".join(rule["ranges"]),
            Rule(
                rule["type"],
                operator=rule["operator"],
                formula=rule["formulas"],
                stopIfTrue=rule["stop"] or None,
                dxf=styles[rule["style"]],
            ),
        )
    for row, column, location, display in plain["links"]:
        cell = sheet.cell(row, column)
        cell.hyperlink = Hyperlink(cell.coordinate, location=location, display=display)
    sheet.sheet_properties.tabColor = plain["tab"]
    sheet.sheet_view.showGridLines = plain["grid"]
    if plain["protection"]:
        sheet.protection = SheetProtection(sheet=True, **plain["protection"])


def _set_up_print(sheet: Worksheet, plain: dict[str, Any]) -> None:
    if plain["titles"]:
        first, last = plain["titles"]
        sheet.print_title_rows = f"{first}:{last}"
    if plain["area"]:
        sheet.print_area = plain["area"]
    sheet.page_setup.orientation = plain["orientation"]
    sheet.page_setup.paperSize = plain["paper"]
    if plain["fit"]:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = plain["fit"]
    sheet.page_margins = PageMargins(**plain["margins"])
    _set_edge(sheet.oddHeader, plain["header"])
    _set_edge(sheet.oddFooter, plain["footer"])


def _set_edge(edge: HeaderFooterItem, parts: dict[str, dict[str, Any]]) -> None:
    for name, found in parts.items():
        part = getattr(edge, name)
        part.text, part.font = found["text"], found["font"]
        part.size, part.color = found["size"], found["color"]


def _chart(plain: dict[str, Any]) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping = "col", plain["grouping"]
    chart.gapWidth, chart.overlap = plain["gap"], plain["overlap"]
    chart.width, chart.height = (length / _EMU_A_CENTIMETRE for length in plain["size"])
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(ln=_line(plain["border"]))
    chart.title = _title(plain["title"])
    x, y = plain["title"]["corner"]
    chart.title.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=x, y=y))
    for one in plain["series"]:
        series = Series(one["values"])
        series.tx = SeriesLabel(strRef=StrRef(one["name"]))
        series.cat = AxDataSource(strRef=StrRef(one["categories"]))
        series.spPr = GraphicalProperties(solidFill=one["fill"], ln=_line(one["line"]))
        chart.append(series)
    for axis, found in ((chart.x_axis, plain["x"]), (chart.y_axis, plain["y"])):
        axis.delete = False
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.txPr = _text(found["font"])
        axis.spPr = GraphicalProperties(ln=_line(found["line"]))
    chart.x_axis.tickLblPos = plain["x"]["labels"]
    chart.y_axis.title = _title(plain["y"]["title"])
    chart.y_axis.number_format = plain["y"]["number"]
    chart.y_axis.majorUnit = plain["y"]["step"]
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=_line(plain["y"]["grid"])))
    chart.legend.position = plain["legend"]["position"]
    chart.legend.txPr = _text(plain["legend"]["font"])
    return chart


def _title(plain: dict[str, Any]) -> Title:
    font = _letters(plain["font"])
    run = RegularTextRun(rPr=font, t=plain["text"])
    words = Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])
    return Title(Text(rich=RichText(p=[words])), overlay=False)


def _text(font: dict[str, Any]) -> RichText:
    found = _letters(font)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=found), endParaRPr=found)])


def _letters(font: dict[str, Any]) -> CharacterProperties:
    return CharacterProperties(
        sz=int(font["size"] * 100),
        b=font["bold"],
        solidFill=font["color"],
        latin=TextFont(typeface=font["name"]),
    )


def _line(found: dict[str, Any] | None) -> LineProperties:
    if found is None:
        return LineProperties(noFill=True)
    return LineProperties(w=int(found["width"] * _EMU_A_POINT), solidFill=found["color"])


def _differential(found: dict[str, Any]) -> DifferentialStyle:
    """Return what a rule changes: it is made once and shared by the rules that name it."""
    return DifferentialStyle(
        font=Font(b=found["bold"] or None, color=found["color"]),
        fill=PatternFill("solid", bgColor=found["fill"]) if found["fill"] else None,
    )


def _style(name: str, found: dict[str, Any]) -> NamedStyle:
    bottom = Side(found["bottom"], found["bottom_color"]) if found["bottom"] else None
    return NamedStyle(
        name,
        font=Font(
            name=found["font"],
            sz=found["size"],
            b=found["bold"],
            i=found["italic"],
            color=found["color"],
        ),
        fill=PatternFill("solid", fgColor=found["fill"]) if found["fill"] else PatternFill(),
        border=Border(bottom=bottom) if bottom else Border(),
        alignment=Alignment(
            found["horizontal"], found["vertical"], wrap_text=found["wrap"], indent=found["indent"]
        ),
        number_format=found["number"],
        protection=Protection(locked=found["locked"]),
    )
