"""Every command says of each of its options what it is and what it takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer

from xldesk.cli.app import app


def commands(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Yield every command under ``command`` that does something, with its words."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(words), command
        return
    for name, found in inner.items():
        yield from commands(found, (*words, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_options_and_arguments_are_told(name: str) -> None:
    for given in COMMANDS[name].params:
        assert given.help, given.name
        if not getattr(given, "is_flag", False):
            assert given.metavar, f"{given.name} is shown as a type"
            assert given.metavar.strip("[]<>") == given.metavar
            assert given.metavar.upper() == given.metavar


def test_one_word_means_one_thing() -> None:
    meant = {
        option: {p.metavar for c in COMMANDS.values() for p in c.params if option in p.opts}
        for option in ("--role", "--actor", "--approver", "--reason", "--as-of", "--limit")
    }
    assert meant == {
        "--role": {"ROLE"},
        "--actor": {"NAME"},
        "--approver": {"NAME"},
        "--reason": {"TEXT"},
        "--as-of": {"T"},
        "--limit": {"N"},
    }
