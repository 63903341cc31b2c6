"""What is documented is there, and what is there is documented."""

import ast
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


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of docs/commands.md."""
    page = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    assert rows, f"no table under {heading}"
    return rows


def test_every_option_is_in_the_table_of_options():
    """Of each command every option, with its default; and nothing that is not there."""
    documented = set()
    defaults = {}
    for options, of, default, *_means in rows_of("Options"):
        commands_of = COMMANDS if of == "every command" else re.findall(r"`([^`]+)`", of)
        for option in re.findall(r"`(--?[a-z-]+)[^`]*`", options):
            documented.update((words, option) for words in commands_of)
            defaults[option] = default
    there = {(words, name) for words in COMMANDS for name in ("--help", "-h")}
    for words, command in COMMANDS.items():
        for option in command.params:
            if isinstance(option, click.Option):
                there.update((words, name) for name in option.opts)
                if option.show_default:
                    assert str(option.default) == defaults[option.opts[0]].strip("|"), option.opts
    assert documented == there


def variables_of(source: Path) -> set[str]:
    """The names that a module asks the environment for, or sets in it."""
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=whose, attr="get" | "setdefault" | "pop"), args=[ast.Constant(name), *_]
            ):
                asked = ast.unparse(whose).endswith("environ")
            case ast.Call(func=ast.Attribute(attr="getenv") | ast.Name(id="getenv"), args=[ast.Constant(name), *_]):
                asked = True
            case ast.Subscript(value=whose, slice=ast.Constant(name)):
                asked = ast.unparse(whose).endswith("environ")
            case ast.Constant(str(name)):
                asked = re.fullmatch(r"MIRROR_[A-Z_]+", name) is not None  # asked for under a name of its own
            case _:
                continue
        if asked:
            names.add(name)
    return names


def variables_read(root: Path) -> set[str]:
    """The environment variables of the product: in Python, and in the installer, but for bash's own."""
    sources = [source for room in ("mirror", "hardware", "models") for source in (root / room).rglob("*.py")]
    scripts = [root / "install.sh", *(root / "systemd" / "install").glob("*.sh")]
    script = re.sub(r"(?m)^\s*#.*$", "", "\n".join(path.read_text(encoding="utf-8") for path in scripts))
    in_script = set(re.findall(r"\$\{?([A-Z][A-Z_]+)\b", script)) - {"BASH_SOURCE", "PWD"}
    return in_script.union(*map(variables_of, sources))


def test_every_environment_variable_is_in_the_manual():
    """What the program reads from its surroundings is no secret."""
    read = variables_read(REPOSITORY)
    assert {"MIRROR_DATA", "XDG_CACHE_HOME", "PYTHON", "MIRROR_VENV", "MIRROR_LINE", "LG_WD", "NOTIFY_SOCKET"} <= read
    documented = {name for row in rows_of("Environment") for name in re.findall(r"`([A-Z_]+)`", row[0])}
    assert sorted(read - documented) == []


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_in_the_table_of_the_readme(name):
    """It is where people look what there is."""
    assert f"| `mirror {name}" in README.read_text(encoding="utf-8")


def test_the_readme_shows_the_two_commands():
    """They are how everybody begins."""
    readme = README.read_text(encoding="utf-8")
    assert "./install.sh demo" in readme
    assert "./install.sh test" in readme
