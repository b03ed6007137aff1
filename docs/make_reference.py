"""Make docs/reference from the code; with --check only compare, and name what is stale."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
    environment = {**os.environ, "TERMINAL_WIDTH": "96", "COLUMNS": "96", "NO_COLOR": "1"}
    environment.pop("XLDESK_DESK", None)
    parts = [MADE, "# Command line\n"]
    for words in command_names():
        shown = subprocess.run(
            [sys.executable, "-m", "xldesk", *words, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        ).stdout
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
    lines.append("| id | control | proves | computed from | owner | can be accepted |")
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| {control.id} | {control.title} | {control.proves} | {control.how} "
        f"| {control.owner} | {'no, only fixed' if control.integrity else 'with a reason'} |"
        for control in catalogue().values()
    ]
    return "\n".join(lines) + "\n"


def fields_page() -> str:
    """Return the reference of records: kinds, keys, fields and their types."""
    from xldesk.records.kinds import KINDS, column_types

    parts = [MADE, "# Records and their fields\n"]
    parts.append(
        "Amounts are minor units of the currency beside them in tables, whole units in CSV files. "
        "Times are UTC. Fractions have six decimals (0.25 is 25 %).\n"
    )
    for kind, record in KINDS.items():
        parts.append(f"## {kind}\n\n{(record.__doc__ or '').strip().splitlines()[0]}\n")
        parts.append("| field | type | key |\n|---|---|---|")
        parts += [
            f"| {name} | {sql_type} | {'key' if name in record.KEY else ''} |"
            for name, sql_type in column_types(kind).items()
        ]
        parts.append("")
    return "\n".join(parts)


PAGES = {
    "cli.md": cli_page,
    "rules.md": rules_page,
    "reason-codes.md": reason_codes_page,
    "controls.md": controls_page,
    "records.md": fields_page,
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
