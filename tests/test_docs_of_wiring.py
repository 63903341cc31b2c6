"""docs/wiring.md and its drawings are held to the settings."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from docs.draw_wiring import DRAWINGS, HEADER, PROPOSED, header_pin, pins
from mirror.settings import Settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
SVG = "{http://www.w3.org/2000/svg}"
PIN_SETTINGS = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("pin_")}


def rows():
    """The table of pins: each setting with its GPIO and its place on the header."""
    page = (DOCS / "wiring.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(pin_\w+)` \| ([^|]+) \| (\d+) \|", page, re.M)
    return {name: (gpio, int(header)) for name, gpio, header in found}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawing_is_what_the_script_makes(name):
    """Nobody draws by hand what the settings say."""
    assert (DOCS / name).read_text(encoding="utf-8") == DRAWINGS[name]()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_phone_shows_letters_that_can_be_read(name):
    """At 360 px, where the workbench has its drawing: nothing under 10 px, and what has a value over 12."""
    drawing = ET.fromstring(DRAWINGS[name]())
    scale = 360 / float(drawing.get("viewBox").split()[2])
    sizes = {text.text: float(text.get("font-size")) * scale for text in drawing.iter(f"{SVG}text")}
    assert min(sizes.values()) > 10
    assert min(size for words, size in sizes.items() if words.endswith(("Ω", "nF"))) > 12


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_words_leave_the_drawing(name):
    """As wide as they are in the usual typefaces, some 0.48 of a letter's height each, bold 0.56."""
    drawing = ET.fromstring(DRAWINGS[name]())
    width = float(drawing.get("viewBox").split()[2])
    for text in drawing.iter(f"{SVG}text"):
        part = 0.48 if text.get("font-weight") == "400" else 0.56
        long = len(text.text) * part * float(text.get("font-size"))
        start = float(text.get("x")) - long * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        assert 8 <= start <= start + long <= width - 8, text.text


def test_every_pin_is_in_the_table_with_its_default_and_its_place():
    """In the order of the settings; what has no default is free to be chosen."""
    expected = {
        name: (f"none, {PROPOSED[name]} is free" if gpio is None else str(gpio), header_pin(pins()[name]))
        for name, gpio in PIN_SETTINGS.items()
    }
    assert rows() == expected


@pytest.mark.parametrize("name", PIN_SETTINGS)
def test_every_pin_is_drawn_with_its_number(name):
    """With its GPIO and where that is on the header, one below the other."""
    drawn = [text.text for drawing in DRAWINGS.values() for text in ET.fromstring(drawing()).iter() if text.text]
    assert drawn.count(name) >= 2, "once at its wire, once on the header"
    assert f"GPIO {pins()[name]}" in drawn
    assert f"pin {header_pin(pins()[name])}" in drawn


def test_what_is_proposed_is_free_and_the_pins_together_are_allowed():
    """A maker who takes every proposal has settings that the mirror accepts."""
    assert len(set(pins().values())) == len(pins())
    settings = Settings(**pins())
    assert settings.pin_foot == PROPOSED["pin_foot"]


def test_the_header_has_every_pin_of_the_board_once():
    """Forty of them; GPIO 0 to 27, eight grounds, two of each supply."""
    assert sorted(HEADER) == list(range(1, 41))
    assert sorted(what for what in HEADER.values() if isinstance(what, int)) == list(range(28))
    assert [list(HEADER.values()).count(word) for word in ("GND", "3.3 V", "5 V")] == [8, 2, 2]


def test_the_page_names_the_grounds_and_supplies_where_they_are():
    """A wire on the wrong one of two neighbours ends a Pi."""
    page = (DOCS / "wiring.md").read_text(encoding="utf-8")
    ground = [pin for pin, what in HEADER.items() if what == "GND"]
    assert (
        f"Ground is on {', '.join(map(str, ground[:-1]))} and {ground[-1]}; 3.3 V on 1 and 17; 5 V on 2 and 4." in page
    )


def within(page, pattern):
    """The figures of a calculation on the page."""
    found = re.search(pattern, page)
    assert found, pattern
    return [float(one) for one in found.groups()]


@pytest.mark.parametrize(
    ("pattern", "reckon"),
    [
        (r"\((\d\.\d) V − (\d\.\d) V\) / (330) Ω = (3\.6) mA", lambda v, f, r: 1000 * (v - f) / r),
        (r"\((5) V − (3) V\) / (150) Ω = (13) mA", lambda v, f, r: 1000 * (v - f) / r),
        (r"\((3\.3) V − (1\.25) V\) / (390) Ω = (5\.3) mA", lambda v, f, r: 1000 * (v - f) / r),
        (r"(0\.7) × (169) kΩ × (1) µF = (118) ms", lambda k, r, c: k * r * c),
    ],
)
def test_the_reckonings_are_right(pattern, reckon):
    """Resistors and the monostable's time."""
    *given, result = within((DOCS / "wiring.md").read_text(encoding="utf-8"), pattern)
    assert reckon(*given) == pytest.approx(result, rel=0.03)
