"""Symbols of a schematic, drawn as SVG text: wires, resistors, contacts, lights, blocks.

Everything stands on a grid of its own row: a symbol takes the wire at its left end and gives it back at its right.
"""

from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

PAPER: Final = "#FBF8F3"
INK: Final = "#1E1B18"
QUIET: Final = "#6A645C"
GREEN: Final = "#17614E"
WARM: Final = "#A65E00"
STOP: Final = "#B3402A"
SOFT: Final = "#EFE8DC"
FONT: Final = "'Atkinson Hyperlegible', Inter, 'DejaVu Sans', sans-serif"
#: Letters: of everything that is read at the bench, also on a phone; of letters at a leg; of names.
SMALL: Final = 22
PLAIN: Final = 24
LARGE: Final = 28
#: Half the height of a resistor, and how long symbols are.
HALF: Final = 11
LONG: Final = 64


@dataclass
class Sheet:
    """A drawing that grows.  Lengths in SVG units: on a phone one is about half a pixel."""

    width: int
    title: str
    parts: list[str] = field(default_factory=list)

    def svg(self, height: int) -> str:
        """The finished drawing."""
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" '
                f'font-family="{FONT}" role="img" aria-label="{escape(self.title)}">',
                f"<title>{escape(self.title)}</title>",
                f'<rect width="{self.width}" height="{height}" rx="18" fill="{PAPER}"/>',
                *self.parts,
                "</svg>\n",
            )
        )

    def text(self, x: float, y: float, words: str, size: int = PLAIN, colour: str = INK, **more: str) -> None:
        """One line, its baseline at ``y``; ``more`` are attributes (anchor, weight)."""
        anchor, weight = more.get("anchor", "start"), more.get("weight", "400")
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{escape(words)}</text>'
        )

    def wire(self, *points: tuple[float, float], colour: str = INK) -> None:
        """Straight from point to point."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def dot(self, x: float, y: float, colour: str = INK) -> None:
        """Where wires are joined."""
        self.parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="4.5" fill="{colour}"/>')

    def box(self, x: float, y: float, width: float, height: float, fill: str = SOFT, edge: str = INK) -> None:
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="{fill}" '
            f'stroke="{edge}" stroke-width="2"/>'
        )

    def frame(self, x: float, y: float, width: float, height: float, colour: str = QUIET) -> None:
        """Something that is optional or belongs together."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="12" fill="none" '
            f'stroke="{colour}" stroke-width="1.6" stroke-dasharray="7 7"/>'
        )

    def resistor(self, x: float, y: float, words: str, below: float = -HALF - 8) -> float:
        """From ``x`` to the right, its value so far below the wire; returns where it ends."""
        self.box(x, y - HALF, LONG, 2 * HALF, PAPER)
        self.text(x + LONG / 2, y + below, words, anchor="middle")
        return x + LONG

    def resistor_down(self, x: float, y: float, words: str) -> float:
        """From ``y`` downwards; returns where it ends."""
        self.box(x - HALF, y, 2 * HALF, 52, PAPER)
        self.text(x + HALF + 8, y + 34, words)
        return y + 52

    def capacitor(self, x: float, y: float, words: str) -> float:
        """In the wire; returns where it ends."""
        for plate in (x + 8, x + 18):
            self.wire((plate, y - 18), (plate, y + 18))
        self.wire((x, y), (x + 8, y))
        self.wire((x + 18, y), (x + 26, y))
        self.text(x + 13, y - 26, words, anchor="middle")
        return x + 26

    def ground(self, x: float, y: float) -> None:
        """Below a wire that ends there."""
        for half, below in ((15, 0), (9.5, 7), (4, 14)):
            self.wire((x - half, y + below), (x + half, y + below))

    def supply(self, x: float, y: float, words: str) -> None:
        """Above a wire that ends there."""
        self.wire((x - 13, y), (x + 13, y), colour=STOP)
        self.text(x, y - 9, words, PLAIN, STOP, anchor="middle", weight="600")

    def opens(self, x: float, y: float, colour: str = INK) -> float:
        """A push button, open until it is pressed; returns where it ends."""
        self._contacts(x, y, colour)
        self.wire((x + 6, y - 15), (x + LONG - 6, y - 15), colour=colour)
        self.wire((x + LONG / 2, y - 15), (x + LONG / 2, y - 30), colour=colour)
        return x + LONG

    def closed(self, x: float, y: float, colour: str = INK) -> float:
        """A push button, closed until it is pressed; returns where it ends."""
        self._contacts(x, y, colour)
        self.wire((x + 6, y + 5), (x + LONG - 6, y + 5), colour=colour)
        self.wire((x + LONG / 2, y + 5), (x + LONG / 2, y - 24), colour=colour)
        return x + LONG

    def _contacts(self, x: float, y: float, colour: str) -> None:
        for at in (x + 6, x + LONG - 6):
            self.parts.append(
                f'<circle cx="{at:g}" cy="{y:g}" r="5" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
            )

    def led(self, x: float, y: float, colour: str = GREEN) -> float:
        """A light-emitting diode whose current flows to the right; returns where it ends."""
        self.parts.append(f'<path d="M{x:g},{y - 15:g} l26,15 l-26,15 z" fill="{colour}" stroke="{INK}"/>')
        self.wire((x + 26, y - 15), (x + 26, y + 15))
        for shift in (0, 12):
            start, top = x + 10 + shift, y - 20
            self.wire((start, top), (start + 11, top - 13), colour=colour)
            self.wire((start + 4, top - 12), (start + 11, top - 13), (start + 11, top - 6), colour=colour)
        return x + 26

    def diode_up(self, x: float, y: float) -> None:
        """From ground at ``y + 46`` up to the wire at ``y``: it catches what falls below ground."""
        self.wire((x, y), (x, y + 12))
        self.parts.append(
            f'<path d="M{x - 11:g},{y + 32:g} l11,-20 l11,20 z" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>'
        )
        self.wire((x - 11, y + 12), (x + 11, y + 12))
        self.wire((x, y + 32), (x, y + 46))
