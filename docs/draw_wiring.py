"""Draws docs/wiring.svg and docs/wiring-stimulator.svg: ``python -m docs.draw_wiring``.

The pins are those of the settings as they come; a test holds the drawings to what this script makes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from docs.wiring_symbols import GREEN, INK, LONG, PAPER, QUIET, STOP, WARM, Sheet
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
OUT: Final = 214
END: Final = 620


def header_pin(gpio: int) -> int:
    """Where on the header a GPIO is."""
    return next(pin for pin, what in HEADER.items() if what == gpio)


def pins() -> dict[str, int]:
    """Every pin setting with its default, or with what is proposed for it."""
    named = {name: field.default for name, field in Settings.model_fields.items() if name.startswith("pin_")}
    return {name: PROPOSED[name] if pin is None else pin for name, pin in named.items()}


def _tag(sheet: Sheet, y: float, setting: str) -> None:
    """The end of a wire at the Pi."""
    gpio = pins()[setting]
    optional = setting in PROPOSED
    sheet.box(24, y - 31, OUT - 24, 62, PAPER if optional else "#E3EDE7", GREEN)
    sheet.text(38, y - 5, f"GPIO {gpio}", 21, GREEN, weight="700")
    sheet.text(OUT - 12, y - 5, f"pin {header_pin(gpio)}", 16, QUIET, anchor="end")
    sheet.text(38, y + 19, setting, 16, INK)


def _to_ground(sheet: Sheet, x: float, y: float) -> None:
    """The rest of the wire, down into ground."""
    sheet.wire((x, y), (END, y), (END, y + 16))
    sheet.ground(END, y + 16)


def _section(sheet: Sheet, y: float, title: str, words: str, x: float = 24) -> None:
    sheet.text(x, y, title, 24, INK, weight="700")
    sheet.text(x, y + 26, words, 17, QUIET)


def _contact(sheet: Sheet, y: float, setting: str, what: str) -> None:
    """A button or pedal between its pin and ground, a resistor on the way."""
    _tag(sheet, y, setting)
    sheet.wire((OUT, y), (252, y))
    x = sheet.resistor(252, y, "1 kΩ")
    sheet.wire((x, y), (370, y))
    _to_ground(sheet, sheet.opens(370, y, STOP if setting == "pin_stop" else INK), y)
    sheet.text(452, y - 14, what, 18)


def _sensor(sheet: Sheet, y: float, setting: str, name: tuple[str, str]) -> None:
    """A module with a supply of its own whose output tells the pin."""
    _tag(sheet, y, setting)
    sheet.wire((OUT, y), (252, y))
    x = sheet.resistor(252, y, "1 kΩ")
    sheet.wire((x, y), (392, y))
    sheet.box(392, y - 44, 196, 88)
    sheet.text(404, y + 6, "OUT", 16, QUIET)
    sheet.text(576, y - 14, name[0], 17, anchor="end", weight="600")
    sheet.text(576, y + 8, name[1], 16, QUIET, anchor="end")
    sheet.wire((430, y - 44), (430, y - 58))
    sheet.supply(430, y - 58, "5 V")
    sheet.wire((588, y + 24), (END, y + 24), (END, y + 40))
    sheet.ground(END, y + 40)


def _light(sheet: Sheet, y: float) -> None:
    _tag(sheet, y, "pin_light")
    sheet.wire((OUT, y), (252, y))
    x = sheet.resistor(252, y, "330 Ω")
    sheet.wire((x, y), (388, y))
    _to_ground(sheet, sheet.led(388, y), y)
    sheet.text(452, y - 14, "LED, 3.6 mA", 18)


def _bright_light(sheet: Sheet, y: float) -> None:
    """A white one from 5 V, switched by a transistor."""
    sheet.frame(24, y - 128, WIDTH - 48, 252)
    sheet.text(40, y - 98, "instead, for a brighter or a white light:", 17, QUIET)
    sheet.text(40, y + 6, "pin_light", 16)
    sheet.wire((122, y), (150, y))
    x = sheet.resistor(150, y, "220 Ω")
    sheet.wire((x, y), (330, y))
    sheet.dot(258, y)
    sheet.wire((258, y), (258, y + 22))
    bottom = sheet.resistor_down(258, y + 22, "100 kΩ")
    sheet.wire((258, bottom), (258, bottom + 8))
    sheet.ground(258, bottom + 8)
    sheet.box(330, y - 38, 132, 76)
    sheet.text(340, y + 26, "G", 16, QUIET)
    sheet.text(450, y - 12, "D", 16, QUIET, anchor="end")
    sheet.text(450, y + 26, "S", 16, QUIET, anchor="end")
    sheet.text(400, y + 6, "AO3400A", 16, anchor="middle", weight="600")
    sheet.wire((462, y + 20), (END, y + 20), (END, y + 40))
    sheet.ground(END, y + 40)
    sheet.wire((462, y - 18), (490, y - 18), (490, y - 70))
    # Current flows from the supply on the right to the drain on the left.
    sheet.supply(END, y - 84, "5 V")
    sheet.wire((END, y - 84), (END, y - 70), (604, y - 70))
    sheet.resistor(540, y - 70, "150 Ω")
    sheet.wire((540, y - 70), (530, y - 70))
    sheet.parts.append(f'<path d="M530,{y - 85:g} l-26,15 l26,15 z" fill="{WARM}" stroke="{INK}"/>')
    sheet.wire((504, y - 85), (504, y - 55))
    sheet.wire((504, y - 70), (490, y - 70))
    sheet.text(348, y + 84, "white LED, 13 mA: (5 − 3) V / 150 Ω", 16, QUIET)


def _header(sheet: Sheet, y: float) -> float:
    """The header as it lies on the board, its end at the corner on top."""
    uses = {pin: name for name, pin in pins().items()}
    sheet.box(296, y - 24, 88, 20 * 34 + 14, "#2A2926", INK)
    for pin, what in HEADER.items():
        left = pin % 2 == 1
        x, at = (318 if left else 362), y + (pin - 1) // 2 * 34
        used = isinstance(what, int) and what in uses
        colour = {"GND": "#8A847B", "5 V": STOP, "3.3 V": WARM}.get(str(what), GREEN if used else "#57534D")
        sheet.parts.append(f'<circle cx="{x}" cy="{at}" r="13" fill="{colour}"/>')
        sheet.text(x, at + 5, str(pin), 14, PAPER, anchor="middle", weight="600")
        anchor, edge, far = ("end", 280, 192) if left else ("start", 400, 488)
        words = f"GPIO {what}" if isinstance(what, int) else str(what)
        sheet.text(edge, at + 6, words, 17, INK if used else QUIET, anchor=anchor, weight="700" if used else "400")
        if isinstance(what, int) and used:
            sheet.text(far, at + 6, uses[what], 17, GREEN, anchor=anchor)
    return y + 20 * 34


def panel() -> str:
    """Everything but the stimulator."""
    sheet = Sheet(WIDTH, "Wiring of the mirror's buttons, light and sensors")
    _section(sheet, 52, "Three buttons and stop", "each between its pin and ground; the Pi pulls the pin up")
    y = 132.0
    for setting, what in (
        ("pin_back", "left button"),
        ("pin_select", "middle button"),
        ("pin_next", "right button"),
        ("pin_stop", "stop button"),
    ):
        _contact(sheet, y, setting, what)
        y += 96
    _section(sheet, y, "Reminder light", "lit while its pin is high: (3.3 − 2.1) V / 330 Ω = 3.6 mA")
    _light(sheet, y + 84)
    _bright_light(sheet, y + 268)
    y += 460
    _section(sheet, y, "Where you want them", "their settings are empty until you name a pin; these are free")
    _contact(sheet, y + 80, "pin_foot", "foot switch")
    _sensor(sheet, y + 216, "pin_presence", ("PIR module", "high: somebody"))
    y += 316
    _section(
        sheet, y, "Touchless, in place of the three buttons", "infrared proximity switches with open collector (NPN)"
    )
    _sensor(sheet, y + 124, "pin_back", ("IR switch", "low: a hand"))
    sheet.text(OUT + 6, y + 196, "two more, on pin_select and pin_next", 17, QUIET)
    y += 262
    _section(sheet, y, "Where they are on the header", "seen from above; pin 1 is the one near the board's corner")
    bottom = _header(sheet, y + 76)
    return sheet.svg(round(bottom + 30))


def _divider(sheet: Sheet, y: float, setting: str) -> float:
    """A pin that a closed contact joins to 3.3 V and a resistor holds at ground; returns where the contact begins."""
    _tag(sheet, y, setting)
    sheet.wire((OUT, y), (330, y))
    sheet.dot(270, y)
    sheet.wire((270, y), (270, y + 16))
    bottom = sheet.resistor_down(270, y + 16, "10 kΩ")
    sheet.wire((270, bottom), (270, bottom + 8))
    sheet.ground(270, bottom + 8)
    return 330.0


def _line(sheet: Sheet, y: float) -> None:
    """From the pin over the coupling capacitor to the monostable."""
    _tag(sheet, y, "pin_stimulator")
    sheet.wire((OUT, y), (312, y))
    sheet.dot(250, y)
    sheet.wire((250, y), (250, y + 16))
    bottom = sheet.resistor_down(250, y + 16, "10 kΩ")
    sheet.wire((250, bottom), (250, bottom + 8))
    sheet.ground(250, bottom + 8)
    x = sheet.capacitor(312, y, "10 nF")
    sheet.wire((x, y), (470, y))
    for at in (366, 448):
        sheet.dot(at, y)
    sheet.wire((366, y), (366, y + 16))
    bottom = sheet.resistor_down(366, y + 16, "10 kΩ")
    sheet.wire((366, bottom), (366, bottom + 8))
    sheet.ground(366, bottom + 8)
    sheet.diode_up(448, y + 30)
    sheet.wire((448, y), (448, y + 30))
    sheet.ground(448, y + 76)
    sheet.text(470, y + 80, "BAT54", 16)
    sheet.box(470, y - 56, 186, 112)
    sheet.text(482, y + 6, "A", 16, QUIET)
    sheet.text(563, y - 26, "74HC4538", 19, anchor="middle", weight="700")
    sheet.text(563, y - 2, "retriggerable", 16, QUIET, anchor="middle")
    sheet.text(563, y + 20, "169 kΩ · 1 µF", 16, anchor="middle")
    sheet.text(563, y + 42, "118 ms", 16, anchor="middle")
    sheet.wire((563, y + 56), (563, y + 118))
    sheet.text(575, y + 82, "Q", 16, QUIET)


def _driver(sheet: Sheet, y: float) -> None:
    """The monostable lights the diode of the opto-isolator."""
    sheet.box(508, y - 32, 110, 64)
    sheet.text(563, y + 6, "2N7002", 17, anchor="middle", weight="600")
    sheet.wire((618, y + 14), (644, y + 14), (644, y + 40))
    sheet.ground(644, y + 40)
    sheet.text(574, y - 40, "G", 15, QUIET)
    sheet.wire((508, y), (470, y))
    sheet.text(500, y - 8, "D", 15, QUIET, anchor="end")
    # The diode of the opto-isolator, its current from the left.
    sheet.supply(236, y - 14, "3.3 V")
    sheet.wire((236, y - 14), (236, y), (262, y))
    x = sheet.resistor(262, y, "390 Ω")
    sheet.wire((x, y), (398, y))
    end = sheet.led(398, y, WARM)
    sheet.wire((end, y), (470, y))
    sheet.frame(372, y - 52, 86, 190, WARM)
    sheet.text(360, y + 84, "AQY212EH", 17, anchor="end", weight="600")
    sheet.text(360, y + 106, "reinforced, 5 kV", 16, QUIET, anchor="end")


def stimulator() -> str:
    """The stimulator's line, its loop, and what the guard reads."""
    sheet = Sheet(WIDTH, "Wiring of a stimulator's enable input: line, monostable, opto-isolator, stop and hand button")
    _section(sheet, 52, "The line", "edges, not a level: 20 Hz while permitted, and the monostable holds 118 ms")
    _line(sheet, 158)
    _driver(sheet, 312)
    barrier = 372
    sheet.parts.append(
        f'<line x1="24" y1="{barrier}" x2="{WIDTH - 24}" y2="{barrier}" stroke="{STOP}" stroke-width="3" '
        'stroke-dasharray="14 8"/>'
    )
    sheet.text(24, barrier - 12, "the mirror", 16, STOP)
    sheet.text(24, barrier + 24, "the stimulator's side", 16, STOP)
    # The contact of the opto-isolator, across the barrier.
    y = 424.0
    sheet.wire((388, y), (400, y), (428, y - 12))
    sheet.wire((430, y), (442, y))
    _section(sheet, 478, "The enable loop", "in series, by hand and without any software", x=78)
    loop = 574.0
    sheet.wire((388, y), (48, y), (48, loop), (96, loop))
    x = sheet.closed(96, loop, STOP)
    sheet.text(128, loop + 34, "STOP, pole 1", 16, anchor="middle")
    sheet.wire((x, loop), (210, loop))
    x = sheet.opens(210, loop)
    sheet.text(242, loop + 34, "HAND, pole 1", 16, anchor="middle")
    sheet.wire((x, loop), (356, loop))
    x = sheet.led(356, loop)
    sheet.text(369, loop + 34, "lit by the loop", 16, anchor="middle")
    sheet.wire((x, loop), (440, loop))
    sheet.box(440, loop - 56, 216, 112, "#F7E4DE", STOP)
    sheet.text(548, loop - 20, "ENABLE", 20, STOP, anchor="middle", weight="700")
    sheet.text(548, loop + 6, "certified stimulator", 16, anchor="middle")
    sheet.text(548, loop + 30, "closed: it may act", 16, QUIET, anchor="middle")
    sheet.wire((442, y), (664, y), (664, loop + 20), (656, loop + 20))
    _section(sheet, 692, "What the guard reads", "the second poles of the same two buttons, and its ready signal")
    y = 786.0
    for setting, what, symbol in (
        ("pin_stop_loop", "STOP, pole 2", "closed"),
        ("pin_hand", "HAND, pole 2", "opens"),
    ):
        x = _divider(sheet, y, setting)
        draw = sheet.closed if symbol == "closed" else sheet.opens
        x = draw(x + 40, y, STOP if symbol == "closed" else INK)
        sheet.wire((330, y), (370, y))
        sheet.wire((x, y), (END - 20, y), (END - 20, y - 16))
        sheet.supply(END - 20, y - 16, "3.3 V")
        sheet.text(370 + LONG / 2, y + 34, what, 17, anchor="middle")
        y += 136
    x = _divider(sheet, y, "pin_stimulator_ready")
    sheet.wire((330, y), (392, y))
    sheet.box(392, y - 36, 228, 72)
    sheet.text(506, y - 6, "opto-isolator", 17, anchor="middle", weight="600")
    sheet.text(506, y + 18, "closes to 3.3 V when ready", 16, QUIET, anchor="middle")
    return sheet.svg(round(y + 120))


DRAWINGS: Final[dict[str, Callable[[], str]]] = {"wiring.svg": panel, "wiring-stimulator.svg": stimulator}


def main() -> None:
    """Write both drawings beside this script."""
    for name, draw in DRAWINGS.items():
        (FOLDER / name).write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
