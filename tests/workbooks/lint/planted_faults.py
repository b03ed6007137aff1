"""A fault for each modelling rule, to be planted in the sound workbook."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook


@dataclass(frozen=True)
class Fault:
    """What is planted, the code that must find it, and where; its name is the test's."""

    name: str
    code: str
    place: str
    plant: Callable[[Workbook], object]
    removes_sheet: bool = False


def _set(sheet: str, cell: str, value: object) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        book[sheet][cell] = value

    return plant


def _style(sheet: str, cell: str, **parts: object) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        for name, value in parts.items():
            setattr(book[sheet][cell], name, value)

    return plant


def _name(name: str, text: str) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        book.defined_names[name] = DefinedName(name, attr_text=text)

    return plant


def _colours(text: str, fill: str) -> Callable[[Workbook], object]:
    return _style("Plan", "A3", font=Font(color=text), fill=PatternFill("solid", fgColor=fill))


def _rule_over(formula: str) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        rule = FormulaRule([formula], font=Font(bold=True))
        book["Plan"].conditional_formatting.add("B3:B7", rule)

    return plant


def _limit(kind: str, formula: str) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        validation = DataValidation(kind, formula1=formula, sqref="B3:B7")
        book["Plan"].add_data_validation(validation)

    return plant


def _highlight(book: Workbook) -> None:
    rule = CellIsRule("greaterThan", ["0"], font=Font(color="FFC000"))
    book["Plan"].conditional_formatting.add("B3:B7 C2", rule)


def _without_summary(book: Workbook) -> None:
    del book["Summary"]
    book["Deals"]["H1"] = '=IF(Checks_Failed=0,"all checks hold","checks fail")'


def _sheet(name: str, **parts: object) -> Callable[[Workbook], object]:
    def plant(book: Workbook) -> None:
        for path, value in parts.items():
            *before, last = path.split("__")
            thing: object = book[name]
            for part in before:
                thing = getattr(thing, part)
            setattr(thing, last, value)

    return plant


def _without_about(book: Workbook) -> None:
    del book["About"]


def _without_checks(book: Workbook) -> None:
    del book["Checks"]


def _second_table_formula(book: Workbook) -> None:
    for row in (9, 12):
        book["Deals"][f"D{row}"] = "=Deals[[#This Row],[Amount]]"


def _undescribed_chart(book: Workbook) -> None:
    chart = deepcopy(book["Summary"]._charts[0])
    book["Plan"].add_chart(chart, "K9")


def _without_title(book: Workbook) -> None:
    book["Summary"]._charts[0].title = None


def _without_unit(book: Workbook) -> None:
    book["Summary"]._charts[0].y_axis.title = None


def _locked_structure(book: Workbook) -> None:
    book.security.lockStructure = True
    book.security.workbookPassword = "CC1A"


FAULTS = [
    Fault("rate in formula", "LINT-CONSTANT", "Plan!K2", _set("Plan", "K2", "=D2*1.19")),
    Fault("percent in formula", "LINT-CONSTANT", "Plan!K2", _set("Plan", "K2", "=D2*5%")),
    Fault("table of numbers", "LINT-CONSTANT", "Plan!K2", _set("Plan", "K2", "=SUM({1,2})")),
    Fault("other formula", "LINT-PATTERN", "Deals!D9", _second_table_formula),
    Fault("typed over in table", "LINT-PATTERN", "Deals!D20", _set("Deals", "D20", 7)),
    Fault("other formula in run", "LINT-PATTERN", "Plan!C5", _set("Plan", "C5", "=B5+$D$2")),
    Fault("fixed row in run", "LINT-PATTERN", "Plan!C5", _set("Plan", "C5", "=B$5*$D$2")),
    Fault("typed over in run", "LINT-PATTERN", "Plan!C4", _set("Plan", "C4", 140)),
    Fault("day of opening", "LINT-VOLATILE", "Plan!K4", _set("Plan", "K4", "=TODAY()")),
    Fault("day in a highlight", "LINT-VOLATILE", "Plan!B3", _rule_over("B3>TODAY()")),
    Fault("rate in a highlight", "LINT-CONSTANT", "Plan!B3", _rule_over("B3>77777")),
    Fault("list that moves", "LINT-VOLATILE", "Plan!B3", _limit("list", 'INDIRECT("Rate")')),
    Fault("rate in a validation", "LINT-CONSTANT", "Plan!B3", _limit("custom", "B3>77777")),
    Fault("moving range", "LINT-VOLATILE", "", _name("Range", "OFFSET(Plan!$B$2,0,0,12,1)")),
    Fault("other workbook", "LINT-EXTERNAL", "Plan!K6", _set("Plan", "K6", "=[1]Rates!A1")),
    Fault("quoted path", "LINT-EXTERNAL", "Plan!K6", _set("Plan", "K6", "='C:\\[a b.xlsx]S'!A1")),
    Fault("other's name", "LINT-EXTERNAL", "", _name("Rate", "[2]!Rate")),
    Fault("checks fail", "LINT-CHECKS-FAIL", "Checks!B5", _set("Checks", "B5", 3)),
    Fault("no checks", "LINT-CHECKS", "", _without_checks, removes_sheet=True),
    Fault("no summary", "LINT-CHECKS", "", _without_summary, removes_sheet=True),
    Fault("flag not shown", "LINT-CHECKS", "Summary", _set("Summary", "A1", "fine")),
    Fault("flag elsewhere", "LINT-CHECKS", "Checks", _name("Checks_Failed", "'Plan'!$Z$9")),
    Fault("no about", "LINT-ABOUT", "", _without_about, removes_sheet=True),
    Fault("no hash", "LINT-ABOUT", "About", _set("About", "B2", "to follow")),
    Fault("no version", "LINT-ABOUT", "About", _set("About", "B1", None)),
    Fault("cell of table", "LINT-REFERENCE", "Plan!K8", _set("Plan", "K8", "=Deals!B4")),
    Fault("part of table", "LINT-REFERENCE", "Plan!K8", _set("Plan", "K8", "=SUM(Deals!B4:B9)")),
    Fault("column", "LINT-REFERENCE", "Plan!K8", _set("Plan", "K8", "=SUM('Deals'!B:B)")),
    Fault("row", "LINT-REFERENCE", "Plan!K8", _set("Plan", "K8", "=COUNT(Deals!$5:$5)")),
    Fault("lookup", "LINT-FUNCTION", "Plan!K10", _set("Plan", "K10", "=_xlfn.IFS(D2>0,1)")),
    Fault("spilled", "LINT-FUNCTION", "Plan!K10", _set("Plan", "K10", "=_xlfn._xlws.SORT(B2:B7)")),
    Fault(
        "three deep",
        "LINT-NESTED-IF",
        "Plan!K12",
        _set("Plan", "K12", "=IF(D2>0,IF(D2>1,IF(D2>12,1,0),0),0)"),
    ),
    Fault("long", "LINT-LENGTH", "Plan!K14", _set("Plan", "K14", f"={'+'.join(['D2'] * 101)}")),
    Fault(
        "unlocked label",
        "LINT-INPUT",
        "Plan!A3",
        _style("Plan", "A3", protection=Protection(locked=False)),
    ),
    Fault(
        "locked input",
        "LINT-INPUT",
        "Plan!B3",
        _style("Plan", "B3", protection=Protection(locked=True)),
    ),
    Fault("plain number", "LINT-INPUT", "Plan!D2", _style("Plan", "D2", style="Normal")),
    Fault(
        "unlocked formula",
        "LINT-LOCK",
        "Plan!C3",
        _style("Plan", "C3", protection=Protection(locked=False)),
    ),
    Fault("open sheet", "LINT-LOCK", "Plan!C2", _sheet("Plan", protection__sheet=False)),
    Fault("sheet", "LINT-PASSWORD", "Plan", _sheet("Plan", protection__password="x")),
    Fault("structure", "LINT-PASSWORD", "", _locked_structure),
    Fault("in table", "LINT-MERGED", "Deals!A7", lambda book: book["Deals"].merge_cells("A7:A8")),
    Fault("beside", "LINT-MERGED", "Plan!A4", lambda book: book["Plan"].merge_cells("A4:A5")),
    Fault(
        "minus",
        "LINT-AMOUNT-FORMAT",
        "Deals!B9",
        _style("Deals", "B9", number_format="#,##0.00"),
    ),
    Fault(
        "minus after currency",
        "LINT-AMOUNT-FORMAT",
        "Plan!D2",
        _style("Plan", "D2", number_format="[$€-407] #,##0;-[$€-407] #,##0"),
    ),
    Fault(
        "which currency",
        "LINT-AMOUNT-FORMAT",
        "Plan!D2",
        _style("Plan", "D2", number_format=r"#,##0.00_);\(#,##0.00\)"),
    ),
    Fault("no area", "LINT-PRINT", "Plan", _sheet("Plan", print_area=None)),
    Fault("no titles", "LINT-PRINT", "Plan", _sheet("Plan", _print_rows=None)),
    Fault("wide", "LINT-PRINT", "Plan", _sheet("Plan", page_setup__fitToWidth=2)),
    Fault("grid", "LINT-GRIDLINES", "Summary", _sheet("Summary", sheet_view__showGridLines=True)),
    Fault("not frozen", "LINT-FREEZE", "Deals", _sheet("Deals", freeze_panes=None)),
    Fault("header scrolls", "LINT-FREEZE", "Deals", _sheet("Deals", freeze_panes="A2")),
    Fault("chart", "LINT-ALT-TEXT", "Plan!K9", _undescribed_chart),
    Fault("no title", "LINT-CHART-TITLE", "Summary!B4", _without_title),
    Fault("no unit", "LINT-CHART-TITLE", "Summary!B4", _without_unit),
    Fault("white on yellow", "LINT-CONTRAST", "Plan!A3", _colours("FFFFFF", "FFFF00")),
    Fault("only in grey", "LINT-CONTRAST", "Plan!A3", _colours("FF0000", "000000")),
    Fault("highlight", "LINT-CONTRAST", "Plan!B3", _highlight),
]
