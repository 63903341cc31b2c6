"""A figure of matplotlib as SVG that can stand inside a page: no style but attributes, ids of its own, words for who
does not see it.

A page whose content security policy is strict (``style-src 'self'``) drops ``style`` attributes and ``<style>``
elements; presentation attributes say the same and stay.  What is drawn in one of the ``Palette``'s stand-ins gets the
palette's paint, which may be ``currentColor`` or a property of the page, so that a picture follows light and dark.
"""

import io
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
#: matplotlib keeps its settings and its fonts for the whole process; a page may be made by several threads.
_DRAWING: Final = threading.Lock()
#: Typefaces are the page's.
_THE_PAGES: Final = ("font-family", "font-stretch", "font-style", "font-variant")
#: More decimals than these are no longer seen.
_LONG_NUMBER: Final = re.compile(r"\d+\.\d{3,}")


@dataclass(frozen=True, slots=True)
class Palette:
    """What fills and strokes are painted with: any paint of SVG."""

    ink: str
    """Words and axes."""
    line: str
    """Lines of the grid."""
    left: str
    right: str
    ground: str
    """What is behind."""
    typeface: str = ""
    """As CSS names a family; empty: that of the page around."""


#: On a page: its stylesheet may set the properties; without them everything has the colour of the text.
ON_PAGE: Final = Palette(
    ink="currentColor",
    line="var(--chart-line, currentColor)",
    left="var(--chart-left, currentColor)",
    right="var(--chart-right, currentColor)",
    ground="var(--chart-ground, none)",
)
#: On paper, told apart without colour.
ON_PAPER: Final = Palette(
    ink="#000000",
    line="#b0b0b0",
    left="#000000",
    right="#5a5a5a",
    ground="#ffffff",
    typeface="Atkinson Hyperlegible Next, Atkinson Hyperlegible, Inter, DejaVu Sans, Carried",
)
#: Drawn with these; no chart has them as colours of its own.
STAND_INS: Final = Palette(ink="#010101", line="#020202", left="#030303", right="#040404", ground="#050505")


def inline(figure: "Figure", name: str, title: str, description: str, palette: Palette) -> str:
    """The ``<svg>`` element of a figure.

    ``name`` makes its ids its own: no two charts of a page may have the same one.  The same figure gives the same text.
    """
    from matplotlib import rc_context

    drawn = io.BytesIO()
    with _DRAWING, rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(drawn.getvalue())
    _without_what_does_not_show(root)
    _without_styles(root, _paints(palette))
    _own_ids(root, name)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    if palette.typeface:
        root.set("font-family", palette.typeface)
    _named(root, name, title, description)
    return _text(root)


def _paints(palette: Palette) -> dict[str, str]:
    return {getattr(STAND_INS, paint): getattr(palette, paint) for paint in ("ink", "line", "left", "right", "ground")}


def _without_what_does_not_show(root: ElementTree.Element) -> None:
    """Descriptions of the file, styles that are attributes afterwards, empty groups, turns by nothing, long numbers."""
    for parent in list(root.iter()):
        for child in list(parent):
            empty = child.tag == f"{{{_SVG}}}g" and len(child) == 0
            unpainted = child.get("style") == "fill: none" and child.tag == f"{{{_SVG}}}path"
            if child.tag in (f"{{{_SVG}}}style", f"{{{_SVG}}}metadata") or empty or unpainted:
                parent.remove(child)
    for element in root.iter():
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        for key in ("d", "x", "y", "points", "transform"):
            if key in element.attrib:
                shorter = _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", element.attrib[key])
                element.set(key, " ".join(shorter.split()))


def _without_styles(root: ElementTree.Element, paints: dict[str, str]) -> None:
    root.set("stroke-linejoin", "round")
    for element in root.iter():
        for declared in element.attrib.pop("style", "").split(";"):
            prop, stop, value = (part.strip() for part in declared.partition(":"))
            if stop and prop not in _THE_PAGES:
                element.set(prop, value)
        for paint in ("fill", "stroke"):
            if element.get(paint) in paints:
                element.set(paint, paints[element.attrib[paint]])


def _own_ids(root: ElementTree.Element, name: str) -> None:
    """Ids that are referred to get the chart's name before them; the others go."""
    references = {f"{{{_XLINK}}}href", "href", "clip-path", "fill", "mask"}
    used = {
        found
        for element in root.iter()
        for key, value in element.attrib.items()
        if key in references
        for found in re.findall(r"#([\w.-]+)", value)
    }
    for element in root.iter():
        own = element.attrib.pop("id", None)
        if own in used:
            element.set("id", f"{name}-{own}")
        for key, value in list(element.attrib.items()):
            if key in references and (value.startswith(("#", "url(#")) and not re.fullmatch(r"#[0-9a-fA-F]{6}", value)):
                element.set(key, re.sub(r"#", f"#{name}-", value))


def _named(root: ElementTree.Element, name: str, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)


def _text(root: ElementTree.Element) -> str:
    """As HTML wants it: the elements without a prefix, and no declaration before them."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        if (target := element.attrib.pop(f"{{{_XLINK}}}href", None)) is not None:
            element.set("href", target)
    root.set("xmlns", _SVG)
    return ElementTree.tostring(root, encoding="unicode")
