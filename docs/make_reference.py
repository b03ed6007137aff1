"""Make docs/reference from the code; with --check only compare, and name what is stale."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.intake.kinds import FieldShape

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/make_reference.py from the code; edit the code instead. -->\n"


def command_names() -> Iterator[tuple[str, ...]]:
    """Yield every command as words, groups before their commands, in the order of the help."""
    import typer

    from xldesk.cli.app import app

    def walk(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, (*words, name))

    yield from walk(typer.main.get_command(app), ())


def cli_page() -> str:
    """Return the command line's reference: what ``--help`` prints, for every command."""
    # Read when the command line is loaded, which is below.
    os.environ.update(TERMINAL_WIDTH="96", COLUMNS="96", NO_COLOR="1")
    os.environ.pop("XLDESK_DESK", None)
    from xldesk.cli.app import run

    parts = [MADE, "# Command line\n"]
    for words in command_names():
        with redirect_stdout(io.StringIO()) as said:
            code = run([*words, "--help"])
        if code:
            sys.exit(f"xldesk {' '.join(words)} --help ends with {code}")
        shown = said.getvalue()
        lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"## `{' '.join(('xldesk', *words))}`\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


def rules_page() -> str:
    """Return the reference of validation rules."""
    from xldesk.validation.registry import rule_reference

    lines = [MADE, "# Validation rules\n"]
    lines.append("| code | severity | blocks | fires when | why | what to do | owner |")
    lines.append("|---|---|---|---|---|---|---|")
    lines += [
        f"| {rule.code} | {rule.severity} | {rule.scope} | {rule.title} | {rule.why} "
        f"| {rule.remedy} | {rule.owner_role} |"
        for rule in rule_reference()
    ]
    return "\n".join(lines) + "\n"


def reason_codes_page() -> str:
    """Return the reference of reason codes."""
    from xldesk.records.reason import reason_codes

    lines = [MADE, "# Reason codes\n", "| code | category | means | needs evidence |"]
    lines.append("|---|---|---|---|")
    lines += [
        f"| {code.code} | {code.category} | {code.description} "
        f"| {'yes' if code.evidence_required else 'no'} |"
        for code in reason_codes().values()
    ]
    return "\n".join(lines) + "\n"


def controls_page() -> str:
    """Return the reference of the audit checklist's controls."""
    from xldesk.controls.catalogue import catalogue

    lines = [MADE, "# Controls of the audit checklist\n"]
    lines.append(
        "Two people accept the failure of a control with a reason, in the ledger. The commands for "
        "it come with those of the approval, and are not there yet.\n"
    )
    lines.append("| id | control | proves | computed from | owner | can be accepted |")
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| {control.id} | {control.title} | {control.proves} | {control.how} "
        f"| {control.owner} | {'no, only fixed' if control.integrity else 'with a reason'} |"
        for control in catalogue().values()
    ]
    return "\n".join(lines) + "\n"


def lint_rules_page() -> str:
    """Return the reference of the modelling lint's rules."""
    from xldesk.workbooks.check.codes import SEVERITIES
    from xldesk.workbooks.lint import RULES

    lines = [MADE, "# Rules of the modelling lint\n"]
    lines.append(
        "`xldesk check FILE --lint` reads any workbook (.xlsx), the desk's or not, and says where "
        "it is not built by these rules. A rule blocks where a number may be wrong. A formula that "
        "was filled into many cells is told once, at the first of them.\n"
    )
    lines.append("| code | severity | finds | what to do | comes from |\n|---|---|---|---|---|")
    lines += [
        f"| {rule.code} | {SEVERITIES[rule.code]} | {rule.finds()} | {rule.remedy} "
        f"| {rule.source()} |"
        for rule in RULES
    ]
    return "\n".join(lines) + "\n"


def fields_page() -> str:
    """Return the reference of records: kinds, keys, fields, and what each field takes."""
    from xldesk.intake.headings import CONTACT_FIELDS
    from xldesk.intake.kinds import INTAKE_KINDS, field_shapes
    from xldesk.records.kinds import KINDS, column_types

    parts = [MADE, "# Records and their fields\n"]
    parts.append(
        "**Amounts** stand in CSV files in whole units, such as 1,234.50; they are kept as minor "
        "units (cents) of the currency beside them, and tables show those. **Dates** are written "
        "2026-03-31, **times** 2026-03-31T09:00:00Z and kept in UTC. A **fraction** is 0.25 or "
        "25%, with up to six decimals. **Yes/no** is yes or no, true or false, 1 or 0. A **list** "
        "has `;` between its texts. Words of a choice may have any case, with spaces or hyphens.\n"
    )
    parts.append(
        "Files in another form need a [mapping](mapping.md). A required field needs a column or a "
        "constant, and a value in every row.\n"
    )
    for kind, record in KINDS.items():
        parts.append(f"## {kind}\n\n{summary(record)}\n")
        if kind not in INTAKE_KINDS:
            parts.append("The desk makes these itself: no file brings them.\n")
        shapes = field_shapes(kind)
        parts.append("| field | takes | required | key |\n|---|---|---|---|")
        parts += [
            f"| {name} | {taken(kind, shapes[name])} | {'yes' if shapes[name].required else 'no'} "
            f"| {'key' if name in record.KEY else ''} |"
            for name in column_types(kind)
        ]
        if kind == "partner":
            parts += [
                f"| {name} | text, kept apart and erasable | no | |" for name in CONTACT_FIELDS
            ]
        parts.append("")
    return "\n".join(parts)


TAKEN = {
    "text": "text",
    "currency": "currency code, such as EUR",
    "amount": "amount",
    "integer": "whole number",
    "fraction": "fraction",
    "boolean": "yes/no",
    "date": "date",
    "time": "time",
    "choice": "one of",
    "stage": "a stage of the policy",
    "list": "list of text separated by `;`",
    "external_ids": "identifiers by system, as JSON",
}


def summary(record: type) -> str:
    """Return the first line of what a record says of itself, in Markdown."""
    return (record.__doc__ or "").strip().splitlines()[0].replace("``", "`")


def taken(kind: str, field: FieldShape) -> str:
    """Return in words what a field takes, and what it is where nothing is said."""
    from xldesk.intake.parsing import DERIVED

    words = TAKEN[field.shape]
    if field.choices:
        words += f": {', '.join(field.choices)}"
    if kind == "opportunity" and field.name in DERIVED:
        return f"{words} (else as the policy says of the stage)"
    if field.default in (None, "", "[]", "{}"):
        return words
    default = {"true": "yes", "false": "no"}.get(field.default, field.default)
    return f"{words} (else {default})"


def mapping_page() -> str:
    """Return the reference of mappings: keys, kinds of rows, and why a row is rejected."""
    from xldesk.intake.kinds import INTAKE_KINDS
    from xldesk.intake.mapping import Mapping
    from xldesk.intake.reject import reasons
    from xldesk.records.kinds import KINDS

    parts = [MADE, "# Mappings, and why rows are rejected\n"]
    parts.append(
        "A mapping is a small TOML file that says what an export does not say itself: "
        "`xldesk intake EXPORT.csv --map MAPPING.toml`. Every key is optional. Keys without a "
        "table come first, then the tables `[columns]`, `[same_as]`, `[if_new]`, `[constants]` and "
        "`[values.FIELD]`. Column names are compared without case, spaces and punctuation. "
        "`xldesk intake EXPORT.csv --suggest-map` drafts one; `--set FIELD=VALUE` adds a constant "
        "on the command line.\n"
    )
    parts.append("| key | means | allowed | where it is not said |\n|---|---|---|---|")
    examples = []
    for name, info in Mapping.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict):
            raise TypeError(f"{name} says nothing for its reference")
        parts.append(f"| {name} | {info.description} | {extra['allowed']} | {extra['unsaid']} |")
        examples += [str(example) for example in info.examples or ()]
    parts.append("\nA mapping with every key; yours will need a few of them:\n")
    parts.append(f"```toml\n{mapping_example(examples)}\n```\n")
    parts.append(
        "`--as KIND` goes before the mapping's `kind`. Of several files, those that plainly are of "
        "another kind than the mapping names, and do not have all columns that it names, are read "
        "without it; a file that it fits, or that cannot be told, is read with it.\n"
    )
    parts += shipped_mappings()
    parts.append("## Kinds of rows\n\nTheir fields: [records and fields](records.md).\n")
    parts.append("| kind | a row is | key |\n|---|---|---|")
    parts += [
        f"| {kind} | {summary(KINDS[kind])} | {', '.join(KINDS[kind].KEY)} |"
        for kind in INTAKE_KINDS
    ]
    parts.append("\n## Why a row is rejected\n")
    parts.append(
        "A rejected row is kept with file, row and reason, and cleared once a later file brings it "
        "in order.\n"
    )
    parts.append("| code | means | what to do |\n|---|---|---|")
    parts += [f"| {code} | {why.title} | {why.remedy} |" for code, why in reasons().items()]
    return "\n".join(parts) + "\n"


def shipped_mappings() -> Iterator[str]:
    """Yield the section on the mappings that come with xldesk."""
    from xldesk.intake.shipped import shipped_mapping, shipped_names

    yield (
        "## Shipped mappings\n\n"
        "`xldesk intake EXPORT.csv --map NAME` reads with one, `xldesk mapping show NAME` prints "
        "it to be copied. Without `--map` a file that carries the whole signature of one, and has "
        "not only the desk's own column names, is read with it; the report says so. A mapping that "
        "names neither kind nor columns adds to it.\n"
    )
    yield "| name | reads | as | told by its header | columns as in |\n|---|---|---|---|---|"
    for name in shipped_names():
        mapping = shipped_mapping(name)
        told = "yes" if mapping.signature else "no"
        yield f"| {name} | {mapping.title} | {mapping.kind} | {told} | {mapping.source} |"
    yield ""
    for name in shipped_names():
        yield f"**{name}**\n\n" + "\n".join(f"- {note}" for note in shipped_mapping(name).notes)
        yield ""


def mapping_example(examples: Sequence[str]) -> str:
    """Return the keys' examples as one mapping: plain keys first, then the tables."""
    plain = [example for example in examples if not example.startswith("[")]
    tables = [example for example in examples if example.startswith("[")]
    return "\n\n".join(["\n".join(plain), *tables])


def headless_engine_page() -> str:
    """Return the reference of the headless engine: which members of xlwings it has."""
    from xldesk.excel.engine.coverage import DIFFERENCES, Support, coverage

    found: dict[str, dict[Support, list[str]]] = {}
    for entry in coverage():
        if entry.ours and entry.support is not Support.MISSING:
            of_kind = found.setdefault(entry.kind, {Support.THERE: [], Support.READ: []})
            of_kind[entry.support].append(f"`{entry.member}`")
    lines = [MADE, "# Headless engine\n"]
    lines.append(
        "`xldesk.excel.engine` is an xlwings engine over workbook files, named `openpyxl`: the "
        "same macro runs in a desktop Excel and without one. This is what it has of xlwings' "
        "interface (`xlwings.base_classes`). Any other member, and every class that is not here, "
        "raises an error that names the member. Why it is built so: "
        "[decision 21](../decisions/0021-headless-engine.md).\n"
    )
    lines.append("| class | there | to read only |\n|---|---|---|")
    lines += [
        f"| {kind} | {', '.join(sorted(members[Support.THERE]))} "
        f"| {', '.join(sorted(members[Support.READ]))} |"
        for kind, members in found.items()
    ]
    lines.append("\n## What behaves otherwise than in Excel\n")
    lines += [f"- {sentence}" for sentence in DIFFERENCES]
    return "\n".join(lines) + "\n"


def functions_page() -> str:
    """Return the reference of the Excel functions, made of their docstrings."""
    from xldesk_udfs.registry import excel_functions

    parts = [MADE, "# Excel functions\n"]
    parts.append(
        "Arguments in brackets may be left out, in the middle by two commas. Empty cells are not "
        "given. Dates are dates, day numbers or text; ids are text or whole numbers. An unknown id "
        "is `#N/A`, a wrong argument `#VALUE!`, an error among the arguments is passed on. How to "
        "use them: [use functions in Excel](../how-to/use-functions-in-excel.md); why they are so: "
        "[decision 22](../decisions/0022-excel-functions.md).\n"
    )
    for function in excel_functions():
        parts.append(f"## `{function.usage}`\n\n{function.summary} {function.details}".rstrip())
        if function.arguments:
            parts.append("\n| argument | means |\n|---|---|")
            parts += [
                f"| {argument.name}{' (or a range)' if argument.takes_range else ''} "
                f"| {argument.help} |"
                for argument in function.arguments
            ]
        examples = "\n".join(function.examples)
        parts.append(f"\nReturns: {function.returns}\n\n```text\n{examples}\n```\n")
    return "\n".join(parts)


PAGES = {
    "cli.md": cli_page,
    "rules.md": rules_page,
    "reason-codes.md": reason_codes_page,
    "controls.md": controls_page,
    "lint-rules.md": lint_rules_page,
    "records.md": fields_page,
    "mapping.md": mapping_page,
    "functions.md": functions_page,
    "headless-engine.md": headless_engine_page,
}


def main() -> int:
    """Write or compare every page; return 1 where a page is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    REFERENCE.mkdir(exist_ok=True)
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, "utf-8")
    if check and stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/make_reference.py\n")
        return 1
    sys.stdout.write(f"reference: {'all current' if not stale else 'made ' + ', '.join(stale)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
