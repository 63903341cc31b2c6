"""What is documented is there, and what is there is documented."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest

from mirror.cli import cli

REPOSITORY: Final = Path(__file__).resolve().parent.parent
README: Final = REPOSITORY / "README.md"
#: Where what can be typed is written down: the ways to begin in the first, all of it in the second.
MANUAL: Final = (README, REPOSITORY / "docs" / "commands.md")


def documents() -> list[Path]:
    return [
        *sorted(REPOSITORY.glob("*.md")),
        *sorted((REPOSITORY / "docs").rglob("*.md")),
        REPOSITORY / "models/README.md",
    ]


def manual() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in MANUAL if page.exists())


def commands(group: click.Group = cli, path: tuple[str, ...] = ("mirror",)) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be typed: its words and what it is."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS: Final = dict(commands())


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_in_the_manual(words):
    """Who reads knows what can be typed."""
    assert re.search(rf"{words}\b", manual()), f"neither README.md nor docs/commands.md mentions `{words}`"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_says_what_it_does(words):
    """`--help` is a document too."""
    command = COMMANDS[words]
    assert command.help, words
    silent = [option.opts[-1] for option in command.params if isinstance(option, click.Option) and not option.help]
    assert silent == []


def quoted_commands() -> Iterator[str]:
    """Every `mirror ...` line in a code block and in a pair of backticks."""
    for document in documents():
        text = document.read_text(encoding="utf-8")
        blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
        for line in [*blocks.splitlines(), *re.findall(r"`([^`\n]+)`", text)]:
            if match := re.match(r"(?:\$ )?(?:\.venv/bin/)?(mirror [a-z].*)", line.strip()):
                yield match[1].partition(" #")[0]


def test_every_command_the_documents_show_exists():
    """So do its options; a document is no place for a wish."""
    strangers = []
    for line in quoted_commands():
        words = shlex.split(line)[1:]
        command: click.Command = cli
        while isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        options = {name for option in command.params for name in option.opts} | {"--help"}
        if (isinstance(command, click.Group) and words and not words[0].startswith("-")) or any(
            word.partition("=")[0] not in options for word in words if word.startswith("--")
        ):
            strangers.append(line)
    assert strangers == []


def test_every_link_to_a_file_leads_to_one():
    """In every document, from where the document lies."""
    broken = [
        f"{document.relative_to(REPOSITORY)}: {target}"
        for document in documents()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target) and not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_environment_variable_is_in_the_manual():
    """What the program reads from its surroundings is no secret."""
    sources = [
        REPOSITORY / "install.sh",
        *(REPOSITORY / "mirror").rglob("*.py"),
        *(REPOSITORY / "hardware").rglob("*.py"),
    ]
    read = {name for source in sources for name in re.findall(r"\bMIRROR_[A-Z]+\b", source.read_text(encoding="utf-8"))}
    assert read, "none found: has the way they are read changed?"
    assert sorted(name for name in read if name not in manual()) == []


def test_the_readme_shows_the_two_commands():
    """They are how everybody begins."""
    readme = README.read_text(encoding="utf-8")
    assert "./install.sh demo" in readme
    assert "./install.sh test" in readme
