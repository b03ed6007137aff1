"""``xldesk mapping``: the mappings that come with xldesk."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from xldesk.cli.context import AsJson
from xldesk.cli.output import Heading, as_json, say, table

app = typer.Typer(help="The mappings that come with xldesk.", no_args_is_help=True)


@app.command(name="list")
def list_all(json_wanted: AsJson = False) -> None:
    """List the shipped mappings: what each one reads, and into which kind of rows."""
    from xldesk.intake.shipped import shipped_mapping, shipped_names

    found = [(name, shipped_mapping(name)) for name in shipped_names()]
    if json_wanted:
        as_json(
            [
                {
                    "name": name,
                    "title": mapping.title,
                    "kind": mapping.kind,
                    "source": mapping.source,
                    "notes": list(mapping.notes),
                    "told_by_header": bool(mapping.signature),
                }
                for name, mapping in found
            ]
        )
        return
    table(
        [Heading("name"), Heading("reads"), Heading("as"), Heading("told by its header")],
        [
            (name, mapping.title, mapping.kind, "yes" if mapping.signature else "no")
            for name, mapping in found
        ],
    )
    say("next: xldesk intake FILE --map NAME, or xldesk mapping show NAME > mappings/my.toml")


@app.command()
def show(name: Annotated[str, typer.Argument(metavar="NAME", help="As list prints it.")]) -> None:
    """Print a shipped mapping, to be copied and changed."""
    from xldesk.intake.shipped import shipped_text

    sys.stdout.write(shipped_text(name))
