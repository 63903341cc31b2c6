"""Draws docs/wiring.svg and docs/wiring-stimulator.svg: ``python -m docs.draw_wiring``.

The pins are those of the settings as they come; a test holds the drawings to what this script makes.
"""

from collections.abc import Callable
from pathlib import Path
from textwrap import wrap
from typing import Final

from docs.wiring_symbols import GREEN, HALF, INK, LARGE, PAPER, PLAIN, QUIET, SMALL, STOP, WARM, Sheet
from mirror.settings import Settings

FOLDER: Final = Path(__file__).resolve().parent
#: The 40-pin header of every Raspberry Pi since 2014: the BCM number of each of its pins, or what else it is.
HEADER: Final[dict[int, int | str]] = {
    **{1: "3.3 V", 2: "5 V", 3: 2, 4: "5 V", 5: 3, 6: "GND", 7: 4, 8: 14, 9: "GND", 10: 15},
    **{11: 17, 12: 18, 13: 27, 14: "GND", 15: 22, 16: 23, 17: "3.3 V", 18: 24, 19: 10, 20: "GND"},
    **{21: 9, 22: 25, 23: 11, 24: 8, 25: "GND", 26: 7, 27: 0, 28: 1, 29: 5, 30: "GND"},
    **{31: 6, 32: 12, 33: 13, 34: "GND", 35: 19, 36: 16, 37: 26, 38: 20, 39: "GND", 40: 21},
}
#: Free pins that the drawings propose for what has none by default.
PROPOSED: Final = {"pin_foot": 5, "pin_presence": 4, "pin_stimulator_ready": 6}
WIDTH: Final = 680
#: Where wires leave the tag of a pin, and where they end in ground.
OUT: Final = 240
END: Final = 630
#: Of a line of words that fits the width in every typeface.
MOST_LETTERS: Final = 46


def header_pin(gpio: int) -> int:
    """Where on the header a GPIO is."""
    return next(pin for pin, what in HEADER.items() if what == gpio)


def pins() -> dict[str, int]:
    """Every pin setting with its default, or with what is proposed for it."""
    named = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("pin_")}
    return {name: PROPOSED[name] if pin is None else pin for name, pin in named.items()}


def _tag(sheet: Sheet, y: float, setting: str, out: float = OUT) -> None:
    """The end of a wire at the Pi."""
    gpio = pins()[setting]
    optional = setting in PROPOSED
    sheet.box(24, y - 38, out - 24, 76, PAPER if optional else "#E3EDE7", GREEN)
    sheet.text(38, y - 6, f"GPIO {gpio}", LARGE, GREEN, weight="700")
    sheet.text(out - 12, y - 6, f"pin {header_pin(gpio)}", colour=QUIET, anchor="end")
    sheet.text(38, y + 25, setting)


def _to_ground(sheet: Sheet, x: float, y: float) -> None:
    """The rest of the wire, down into ground."""
    sheet.wire((x, y), (END, y), (END, y + 16))
    sheet.ground(END, y + 16)


def _section(sheet: Sheet, y: float, title: str, words: str, x: float = 24) -> float:
    """A heading and what it is about; returns where its last line stands."""
    sheet.text(x, y, title, 32, INK, weight="700")
    for line in wrap(words, MOST_LETTERS):
        y += 34
        sheet.text(x, y, line, colour=QUIET)
    return y


def _held_low(sheet: Sheet, x: float, y: float, below: float, ohms: str) -> None:
    """A resistor from a wire to ground; it begins so far ``below`` the wire."""
    sheet.dot(x, y)
    sheet.wire((x, y), (x, y + below))
    bottom = sheet.resistor_down(x, y + below, ohms)
    sheet.wire((x, bottom), (x, bottom + 8))
    sheet.ground(x, bottom + 8)


def _contact(sheet: Sheet, y: float, setting: str, what: str) -> None:
    """A button or pedal between its pin and ground, a resistor on the way."""
    _tag(sheet, y, setting)
    sheet.wire((OUT, y), (262, y))
    x = sheet.resistor(262, y, "1 kΩ")
    sheet.wire((x, y), (356, y))
    _to_ground(sheet, sheet.opens(356, y, STOP if setting == "pin_stop" else INK), y)
    sheet.text(434, y - 16, what)


def _sensor(sheet: Sheet, y: float, setting: str, name: tuple[str, str]) -> None:
    """A module with a supply of its own whose output tells the pin."""
    _tag(sheet, y, setting)
    sheet.wire((OUT, y), (262, y))
    x = sheet.resistor(262, y, "1 kΩ")
    sheet.wire((x, y), (372, y))
    sheet.box(372, y - 54, 230, 108)
    sheet.text(384, y + 8, "OUT", SMALL, QUIET)
    sheet.text(590, y - 22, name[0], anchor="end", weight="600")
    sheet.text(590, y + 40, name[1], colour=QUIET, anchor="end")
    sheet.wire((410, y - 54), (410, y - 68))
    sheet.supply(410, y - 68, "5 V")
    sheet.wire((602, y + 28), (END, y + 28), (END, y + 44))
    sheet.ground(END, y + 44)


def _light(sheet: Sheet, y: float) -> None:
    _tag(sheet, y, "pin_light")
    sheet.wire((OUT, y), (262, y))
    x = sheet.resistor(262, y, "330 Ω")
    sheet.wire((x, y), (374, y))
    _to_ground(sheet, sheet.led(374, y), y)
    sheet.text(434, y - 16, "LED, 3.6 mA")


def _bright_light(sheet: Sheet, y: float) -> None:
    """A white one from 5 V, switched by a transistor."""
    sheet.frame(24, y - 150, WIDTH - 48, 296)
    sheet.text(40, y - 112, "instead, for a brighter or a white light:", colour=QUIET)
    sheet.text(40, y + 8, "pin_light")
    sheet.wire((150, y), (168, y))
    x = sheet.resistor(168, y, "220 Ω")
    sheet.wire((x, y), (370, y))
    _held_low(sheet, 262, y, 22, "100 kΩ")
    sheet.box(370, y - 52, 130, 104)
    sheet.text(380, y + 42, "G", SMALL, QUIET)
    sheet.text(490, y - 26, "D", SMALL, QUIET, anchor="end")
    sheet.text(490, y + 42, "S", SMALL, QUIET, anchor="end")
    sheet.text(435, y + 8, "AO3400A", SMALL, anchor="middle", weight="600")
    sheet.wire((500, y + 34), (END, y + 34), (END, y + 50))
    sheet.ground(END, y + 50)
    sheet.wire((500, y - 34), (512, y - 34), (512, y - 80), (522, y - 80))
    # Current flows from the supply on the right to the drain on the left.
    sheet.wire((522, y - 95), (522, y - 65))
    sheet.parts.append(f'<path d="M548,{y - 95:g} l-26,15 l26,15 z" fill="{WARM}" stroke="{INK}"/>')
    sheet.wire((548, y - 80), (556, y - 80))
    x = sheet.resistor(556, y - 80, "150 Ω", below=HALF + 26)
    sheet.supply(END, y - 96, "5 V")
    sheet.wire((END, y - 96), (END, y - 80), (x, y - 80))
    sheet.text(284, y + 122, "white, 13 mA: (5 − 3) V / 150 Ω", colour=QUIET)


def _header(sheet: Sheet, y: float) -> float:
    """The header as it lies on the board, its end at the corner on top."""
    uses = {pin: name for name, pin in pins().items()}
    sheet.box(318, y - 30, 104, 20 * 44 + 16, "#2A2926", INK)
    for pin, what in HEADER.items():
        left = pin % 2 == 1
        x, at = (346 if left else 394), y + (pin - 1) // 2 * 44
        used = isinstance(what, int) and what in uses
        colour = {"GND": "#8A847B", "5 V": STOP, "3.3 V": WARM}.get(str(what), GREEN if used else "#57534D")
        sheet.parts.append(f'<circle cx="{x}" cy="{at}" r="18" fill="{colour}"/>')
        sheet.text(x, at + 7, str(pin), 21, PAPER, anchor="middle", weight="600")
        anchor, edge, far = ("end", 306, 211) if left else ("start", 434, 528)
        words = f"GPIO {what}" if isinstance(what, int) else str(what)
        sheet.text(edge, at + 8, words, SMALL, INK if used else QUIET, anchor=anchor, weight="700" if used else "400")
        if isinstance(what, int) and used:
            sheet.text(far, at + 8, uses[what], 20, GREEN, anchor=anchor)
    return y + 20 * 44


def panel() -> str:
    """Everything but the stimulator."""
    sheet = Sheet(WIDTH, "Wiring of the mirror's buttons, light and sensors")
    y = 74 + _section(sheet, 58, "Three buttons and stop", "each between its pin and ground; the Pi pulls the pin up")
    for setting, what in (
        ("pin_back", "left button"),
        ("pin_select", "middle button"),
        ("pin_next", "right button"),
        ("pin_stop", "stop button"),
    ):
        _contact(sheet, y, setting, what)
        y += 108
    y = 74 + _section(
        sheet,
        y + 20,
        "Reminder light",
        "lit while its pin is high: (3.3\u00a0−\u00a02.1)\u00a0V\u00a0/\u00a0330\u00a0Ω\u00a0=\u00a03.6\u00a0mA",
    )
    _light(sheet, y)
    _bright_light(sheet, y + 220)
    y = 74 + _section(
        sheet, y + 440, "Where you want them", "their settings are empty until you name a pin; these are free"
    )
    _contact(sheet, y, "pin_foot", "foot switch")
    _sensor(sheet, y + 160, "pin_presence", ("PIR module", "high: somebody"))
    y = 124 + _section(
        sheet,
        y + 300,
        "Touchless, in place of the buttons",
        "infrared proximity switches with open collector (NPN)",
    )
    _sensor(sheet, y, "pin_back", ("IR switch", "low: a hand"))
    sheet.text(24, y + 110, "two more, on pin_select and pin_next", colour=QUIET)
    y = 60 + _section(
        sheet, y + 190, "Where they are on the header", "seen from above; pin 1 is the one near the board's corner"
    )
    return sheet.svg(round(_header(sheet, y) + 20))


#: The tags of what the guard reads: one of their names is long.
_WIDE_OUT: Final = 280


def _divider(sheet: Sheet, y: float, setting: str) -> float:
    """A pin that a closed contact joins to 3.3 V and a resistor holds at ground; returns where the contact begins."""
    _tag(sheet, y, setting, _WIDE_OUT)
    sheet.wire((_WIDE_OUT, y), (380, y))
    _held_low(sheet, 308, y, 16, "10 kΩ")
    return 380.0


def _line(sheet: Sheet, y: float) -> None:
    """From the pin over the coupling capacitor to the monostable."""
    _tag(sheet, y, "pin_stimulator")
    sheet.wire((OUT, y), (318, y))
    _held_low(sheet, 262, y, 16, "10 kΩ")
    x = sheet.capacitor(318, y, "10 nF")
    sheet.wire((x, y), (502, y))
    _held_low(sheet, 376, y, 16, "10 kΩ")
    sheet.dot(480, y)
    sheet.diode_up(480, y + 30)
    sheet.wire((480, y), (480, y + 30))
    sheet.ground(480, y + 76)
    sheet.text(502, y + 100, "BAT54", SMALL)
    sheet.text(496, y - 12, "A", SMALL, QUIET, anchor="end")
    sheet.box(502, y - 76, 160, 148)
    sheet.text(582, y - 42, "74HC4538", PLAIN, anchor="middle", weight="700")
    sheet.text(582, y - 12, "retriggerable", SMALL, QUIET, anchor="middle")
    sheet.text(582, y + 20, "169 kΩ · 1 µF", SMALL, anchor="middle")
    sheet.text(582, y + 52, "118 ms", SMALL, anchor="middle")
    sheet.wire((596, y + 72), (596, y + 122))
    sheet.text(606, y + 94, "Q", SMALL, QUIET)


def _driver(sheet: Sheet, y: float) -> None:
    """The monostable lights the diode of the opto-isolator."""
    sheet.box(530, y - 40, 110, 80)
    sheet.text(585, y + 8, "2N7002", SMALL, anchor="middle", weight="600")
    sheet.wire((640, y + 18), (656, y + 18), (656, y + 42))
    sheet.ground(656, y + 42)
    sheet.text(606, y - 46, "G", SMALL, QUIET)
    sheet.wire((530, y), (470, y))
    sheet.text(522, y - 10, "D", SMALL, QUIET, anchor="end")
    # The diode of the opto-isolator, its current from the left.
    sheet.supply(196, y - 16, "3.3 V")
    sheet.wire((196, y - 16), (196, y), (246, y))
    x = sheet.resistor(246, y, "390 Ω")
    sheet.wire((x, y), (382, y))
    end = sheet.led(382, y, WARM)
    sheet.wire((end, y), (470, y))
    sheet.frame(352, y - 52, 90, 240, WARM)
    sheet.text(456, y + 108, "AQY212EH", PLAIN, weight="600")
    sheet.text(456, y + 138, "reinforced, 5 kV", SMALL, QUIET)


def _loop(sheet: Sheet, y: float, loop: float) -> None:
    """The contact of the opto-isolator, across the barrier, and what is in series with it."""
    sheet.wire((368, y), (380, y), (410, y - 13))
    sheet.wire((412, y), (426, y))
    sheet.wire((368, y), (44, y), (44, loop), (64, loop))
    x = sheet.closed(64, loop, STOP)
    sheet.wire((x, loop), (192, loop))
    x = sheet.opens(192, loop)
    sheet.wire((x, loop), (326, loop))
    x = sheet.led(326, loop)
    for at, words in ((96, ("STOP", "pole 1")), (224, ("HAND", "pole 1")), (339, ("lit by", "the loop"))):
        for row, word in enumerate(words):
            sheet.text(at, loop + 44 + 28 * row, word, SMALL, anchor="middle")
    sheet.wire((x, loop), (420, loop))
    sheet.box(420, loop - 68, 232, 136, "#F7E4DE", STOP)
    sheet.text(536, loop - 24, "ENABLE", LARGE, STOP, anchor="middle", weight="700")
    sheet.text(536, loop + 10, "certified stimulator", SMALL, anchor="middle")
    sheet.text(536, loop + 42, "closed: it may act", SMALL, QUIET, anchor="middle")
    sheet.wire((426, y), (666, y), (666, loop + 24), (652, loop + 24))


def stimulator() -> str:
    """The stimulator's line, its loop, and what the guard reads."""
    sheet = Sheet(WIDTH, "Wiring of a stimulator's enable input: line, monostable, opto-isolator, stop and hand button")
    y = 100 + _section(
        sheet, 58, "The line", "edges, not a level: 20 Hz while permitted, and the monostable holds 118 ms"
    )
    _line(sheet, y)
    _driver(sheet, y + 162)
    barrier = y + 232
    sheet.parts.append(
        f'<line x1="24" y1="{barrier:g}" x2="{WIDTH - 24}" y2="{barrier:g}" stroke="{STOP}" stroke-width="3" '
        'stroke-dasharray="14 8"/>'
    )
    sheet.text(24, barrier - 14, "the mirror", SMALL, STOP)
    sheet.text(24, barrier + 32, "the stimulator's side", SMALL, STOP)
    y += 326
    loop = 110 + _section(sheet, y + 62, "The enable loop", "in series, by hand and without any software", x=78)
    _loop(sheet, y, loop)
    y = 100 + _section(
        sheet,
        loop + 146,
        "What the guard reads",
        "the second poles of the same two buttons, and its ready signal",
    )
    for setting, what, draw, colour in (
        ("pin_stop_loop", "STOP, pole 2", sheet.closed, STOP),
        ("pin_hand", "HAND, pole 2", sheet.opens, INK),
    ):
        x = draw(_divider(sheet, y, setting), y, colour)
        sheet.wire((x, y), (END, y), (END, y - 46))
        sheet.supply(END, y - 46, "3.3 V")
        sheet.text(x + 12, y + 34, what)
        y += 150
    sheet.wire((_divider(sheet, y, "pin_stimulator_ready"), y), (412, y))
    sheet.box(412, y - 56, 232, 112)
    sheet.text(528, y - 20, "opto-isolator", anchor="middle", weight="600")
    sheet.text(528, y + 10, "closes to 3.3 V", SMALL, QUIET, anchor="middle")
    sheet.text(528, y + 38, "when ready", SMALL, QUIET, anchor="middle")
    return sheet.svg(round(y + 120))


DRAWINGS: Final[dict[str, Callable[[], str]]] = {"wiring.svg": panel, "wiring-stimulator.svg": stimulator}


def main() -> None:
    """Write both drawings beside this script."""
    for name, draw in DRAWINGS.items():
        (FOLDER / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
