"""docs/install.md is held to the installer and to what it puts on the machine."""

import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = (REPOSITORY / "docs" / "install.md").read_text(encoding="utf-8")
PARTS = sorted((REPOSITORY / "systemd" / "install").glob("*.sh"))


def options() -> list[str]:
    """The options that the installer reads."""
    (reading,) = re.findall(r"read_options\(\) \{(.*?)\n\}", (REPOSITORY / "systemd/install/wall.sh").read_text(), re.S)
    return sorted(set(re.findall(r"^\s*(--[a-z-]+)[)=|]", reading, re.M)))


@pytest.mark.parametrize("option", options())
def test_every_option_of_the_installer_is_documented(option):
    """In the page, and in the short help."""
    assert f"`{option}" in PAGE
    usage = subprocess.run([REPOSITORY / "install.sh", "--help"], capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  {option} ", usage, re.M)


def test_no_option_is_documented_that_is_not_there():
    """A page is no place for a wish."""
    (table,) = re.findall(r"\| option \| does \|\n(.*?)\n\n", PAGE, re.S)
    assert set(re.findall(r"(--[a-z][a-z-]+)", table)) - {"--help"} == set(options())


def test_the_options_were_found():
    """All kinds of them."""
    assert {"--unattended", "--camera", "--purge", "--with-stimulator"} <= set(options())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_says_what_it_is(part):
    """In a comment at its top."""
    comments = [line for line in part.read_text(encoding="utf-8").splitlines()[:8] if re.match(r"# [A-Z]", line)]
    assert comments


@pytest.mark.parametrize(
    "folder",
    re.findall(r"^    \w+=\$(?:root|etc)(/[a-z/-]+)", (REPOSITORY / "systemd/install/places.sh").read_text(), re.M),
)
def test_every_place_is_documented(folder):
    """What is put where."""
    place = folder if folder.startswith(("/var", "/opt", "/usr", "/etc", "/boot")) else f"/etc{folder}"
    assert place in PAGE or place in ("/etc", "/boot/firmware", "/boot")


@pytest.mark.parametrize("sentence", re.findall(r'\| "(?:\.\.\. )?([^"]+)"', PAGE))
def test_every_sentence_to_look_for_is_one_that_is_said(sentence):
    """Whoever reads it in the page must find it on the screen."""
    sources = [*PARTS, *(REPOSITORY / "mirror" / "screen").glob("*.py")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in sources).replace("$bits-bit", "32-bit")
    said = said.replace("'Raspberry Pi OS", "Raspberry Pi OS")
    assert sentence.replace("and not with trixie", "and not with trixie") in said


def test_the_units_are_named_where_people_look_for_them():
    """Every unit that is shipped is one of those the page speaks of."""
    for unit in (REPOSITORY / "systemd").glob("*.service"):
        assert unit.name.startswith("mirror") or unit.name == "avahi.service"
    for user in ("mirror", "mirror-caregiver", "mirror-stimulator"):
        assert f"`{user}`" in PAGE
