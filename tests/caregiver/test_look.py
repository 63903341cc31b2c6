"""What the style sheet and the templates promise: contrast, sizes, and no text outside the catalogue."""

import re
from pathlib import Path

import pytest

CAREGIVER = Path(__file__).resolve().parents[2] / "mirror" / "caregiver"
STYLE = (CAREGIVER / "static" / "style.css").read_text(encoding="utf-8")
TEMPLATES = sorted((CAREGIVER / "templates").glob("*.html"))
#: What is read on what; WCAG 2.2, 1.4.6 asks for 7:1.
TEXT = (
    *(("ink", ground) for ground in ("ground", "card", "care", "urgent", "green-soft")),
    *(("quiet", ground) for ground in ("ground", "card")),
    *(("link", ground) for ground in ("ground", "card", "care", "urgent")),
    *(("green", "card"), ("on-green", "green")),
)
#: What has to be seen to be used: 3:1 (WCAG 2.2, 1.4.11).
EDGES = (("control-edge", "ground"), ("control-edge", "card"), ("green", "ground"), ("link", "ground"))


def colours(scheme: str) -> dict[str, str]:
    """The tokens as they hold in light, dark or print."""
    blocks = {
        "light": r"\A.*?:root \{(.*?)\}",
        "dark": r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}",
        "print": r"@media print \{\s*:root \{(.*?)\}",
    }
    found = {}
    for name in dict.fromkeys(("light", scheme)):
        block = re.search(blocks[name], STYLE, re.DOTALL)
        assert block is not None
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[1]))
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_everything_is_read_at_seven_to_one(scheme):
    """In light, in dark and on paper; what is only seen has three to one."""
    found = colours(scheme)
    weak = [(text, ground) for text, ground in TEXT if contrast(found[text], found[ground]) < 7.0]
    faint = [(edge, ground) for edge, ground in EDGES if contrast(found[edge], found[ground]) < 3.0]
    assert (weak, faint) == ([], [])


def test_a_weak_colour_would_be_noticed():
    """The reckoning above: black on white is 21, and a light grey is not enough."""
    assert round(contrast("#000000", "#ffffff")) == 21
    assert contrast("#777777", "#ffffff") < 7.0


def test_no_letter_is_smaller_than_18_px():
    """Sizes are in rem of 16 px, so that a person's own size counts; none is under 1.125."""
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:\s*([\d.]+)rem", STYLE)]
    assert len(sizes) > 4
    assert min(sizes) >= 1.125


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template):
    """Every text is marked, so that every language can say it; and nothing is let through unescaped."""
    source = template.read_text(encoding="utf-8")
    left = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<!doctype html>", " ", source, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", left) + " ".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', left))
    assert re.findall(r"[A-Za-z]{2,}", re.sub(r"&\w+;", " ", shown)) == []
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape" not in source
