"""The sheets every workbook has: Lists for validations, Checks, and About."""

from __future__ import annotations

from dataclasses import replace

from xldesk.workbooks.parts import (
    Block,
    Check,
    CheckList,
    Column,
    Field,
    Fields,
    Sheet,
    Table,
    TextBlock,
)

MASTER_FLAG = "Checks_Failed"
"""Name of the cell with the number of checks that fail."""

TOLERANCE_NAME = "Checks_Tolerance"

TOLERANCE = 0.0005
"""Differences up to this are the spreadsheet's own rounding: half of the smallest minor unit."""

CHECKS_TABLE = "Checks"
LISTS_TABLE = "Lists"
CONTENTS_TABLE = "Contents"
OWN_TABLES = (CHECKS_TABLE, LISTS_TABLE, CONTENTS_TABLE)

ABOUT_FIELDS = (
    Field("Desk", "about.desk"),
    Field("Scope", "about.scope"),
    Field("Period", "about.period"),
    Field("As of (UTC)", "about.as_of", type="time"),
    Field("Snapshot taken (UTC)", "about.snapshot_at", type="time"),
    Field("Ledger position", "about.position", type="integer", name="About_Position"),
    Field("Ledger head hash", "about.head_hash", name="About_Head"),
    Field("Policy version", "about.policy_version", name="About_Policy"),
    Field("Digest of the data", "about.digest", name="About_Digest"),
    Field("Made by", "about.generator"),
)
"""What the About sheet says; the engine fills these from the content's provenance."""

_ABOUT_TEXT = (
    "The desk's ledger is the authority; this file is a picture of it at one position.",
    "The digest covers every value of the tables below, except cells that people fill in.",
    "Blue on cream is for you to fill in. Black is calculated, and locked without a password.",
    "Green leads to another sheet.",
)


def list_name(choices: str) -> str:
    """Return the defined name of a list of words, as validations use it."""
    return f"List_{choices}"


def pages(title: str, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return ``sheets`` in order, with Lists (where needed) and About."""
    own = tuple(
        replace(sheet, blocks=tuple(part for block in sheet.blocks for part in _expanded(block)))
        for sheet in sheets
    )
    lists = _lists_sheet(own)
    return (
        *(sheet for sheet in own if sheet.kind != "checks"),
        *([lists] if lists else []),
        *(sheet for sheet in own if sheet.kind == "checks"),
        _about_sheet(title),
    )


def _expanded(block: Block) -> tuple[Block, ...]:
    return _check_blocks(block.checks) if isinstance(block, CheckList) else (block,)


def _check_blocks(checks: tuple[Check, ...]) -> tuple[Fields, Table]:
    facts = Fields(
        None,
        (
            Field(
                "Checks that fail",
                "checks.failed",
                type="integer",
                formula=f"=SUM({CHECKS_TABLE}[Fails])",
                name=MASTER_FLAG,
            ),
            Field("Tolerance", "checks.tolerance", type="number", name=TOLERANCE_NAME),
        ),
    )
    table = Table(
        CHECKS_TABLE,
        (
            Column("Check", "check", width=34, wrap=True),
            Column("What it proves", "proves", width=64, wrap=True),
            Column("Difference", "difference", type="number", role="calculated"),
            Column(
                "Fails",
                "fails",
                type="integer",
                formula=f"=IF(ISNUMBER([@Difference]),IF(ABS([@Difference])<={TOLERANCE_NAME},0,1),1)",
            ),
            Column("Status", "status", type="status", formula='=IF([@Fails]=0,"pass","fail")'),
        ),
        row_formulas=tuple((check.formula,) for check in checks),
    )
    return facts, table


def named_choices(sheets: tuple[Sheet, ...]) -> tuple[str, ...]:
    """Return the names of the lists that columns and fields choose from, in order."""
    names: dict[str, None] = {}
    for sheet in sheets:
        for block in sheet.blocks:
            parts = (
                block.columns
                if isinstance(block, Table)
                else block.items
                if isinstance(block, Fields)
                else ()
            )
            names |= {part.choices: None for part in parts if isinstance(part.choices, str)}
    return tuple(names)


def _lists_sheet(sheets: tuple[Sheet, ...]) -> Sheet | None:
    names = named_choices(sheets)
    if not names:
        return None
    columns = tuple(Column(name.replace("_", " ").capitalize(), name, width=26) for name in names)
    return Sheet(
        name="Lists",
        kind="reference",
        title="Lists",
        note="The words that drop-down cells offer, from the policy in force.",
        blocks=(Table(LISTS_TABLE, columns),),
    )


def _about_sheet(title: str) -> Sheet:
    contents = Table(
        CONTENTS_TABLE,
        (
            Column("Table", "table", width=26),
            Column("Sheet", "sheet", type="link", role="link", width=70),
            Column("Rows", "rows", type="integer"),
            Column("Digest", "digest", width=68),
        ),
        heading="Contents",
    )
    return Sheet(
        name="About",
        kind="about",
        title=f"About: {title}",
        note="Where these numbers come from.",
        blocks=(Fields(None, ABOUT_FIELDS), TextBlock(None, _ABOUT_TEXT), contents),
    )


FLAG_FORMULA = (
    f'=IF({MASTER_FLAG}=0,"This workbook adds up",CONCATENATE({MASTER_FLAG}," of ",'
    f'ROWS({CHECKS_TABLE}[Check])," checks of this workbook fail"))'
)
"""What the summary says about the checks: of the file alone, not of what it reports."""


def flag_text(failed: int, checks: int) -> str:
    """Return the value of ``FLAG_FORMULA``."""
    if failed == 0:
        return "This workbook adds up"
    return f"{failed} of {checks} checks of this workbook fail"
