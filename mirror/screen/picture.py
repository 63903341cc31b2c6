"""What a screen shows, as data.  Nothing here knows how it is drawn."""

from dataclasses import dataclass
from enum import Enum

from mirror.therapy.scene import Scene


class Page(Enum):
    """How a screen is arranged."""

    CLOCK = "clock"
    """The time, today's sentence, much mirror."""
    TEXT = "text"
    """A headline and what belongs to it."""
    QUESTION = "question"
    """A question, its remark well below."""
    TABLE = "table"
    """A headline and rows of figures."""
    FACE = "face"
    """The own face alone, with a sentence."""
    PRACTICE = "practice"
    """Demonstration and own face side by side, ring, instruction, balance.

    Without a demonstration the own face stands in the middle.
    """
    MENU = "menu"
    """Lines to choose from."""
    CONNECT = "connect"
    """A picture for a phone's camera, and a code for its keys."""
    GAUGE = "gauge"
    """How much there is of something, in steps."""
    ROUTINE = "routine"
    """What is done for a time: its name, how it is done, and a big ring."""


class Tone(Enum):
    """What a colour means."""

    GO = "go"
    WARM = "warm"
    QUIET = "quiet"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Dots:
    """Repetitions: how many are done, how many there are, and which one is going on (counted from 0), if any."""

    done: int
    total: int
    current: int | None = None


class Guide(Enum):
    """The oval that helps a face to find its place."""

    NONE = "none"
    SEEKING = "seeking"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Panels:
    """The faces on the screen.  An empty ``demo`` label: the own face is alone."""

    live: str
    demo: str = ""
    guide: Guide = Guide.NONE


@dataclass(frozen=True, slots=True)
class Ring:
    """The ring: how far it is filled (0..1) and what stands in it."""

    fraction: float = 0.0
    numeral: str = ""
    """Big figure."""
    word: str = ""
    """Instead of the figure."""
    label: str = ""
    """Small word below."""
    tone: Tone = Tone.GO
    breath: float | None = None
    """Where in a breath a waiting ring is, 0 (out) to 1 (in); None: it does not wait."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Left against right: -1 only left moves, 0 both alike, 1 only right moves; ``band`` counts as together."""

    value: float
    band: float


@dataclass(frozen=True, slots=True)
class Label:
    """The word above a button; empty when the button does nothing here."""

    text: str = ""
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot and a word or two about a stimulator."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise in the table of details."""

    name: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Table:
    """Exercises with their figures per side."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The repetitions of one movement, in mm per side, in order."""

    name: str
    left_mm: tuple[float, ...]
    right_mm: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """What connects a phone: a link for its camera, or a code for its keys."""

    link: str
    code: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Lines to choose from, and which one is chosen, counted from 0."""

    words: tuple[str, ...]
    chosen: int


class GaugeShape(Enum):
    """How the steps of a gauge are drawn."""

    RISING = "rising"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Gauge:
    """How much there is of something: ``part`` of 0..1, shown in so many steps."""

    part: float
    steps: int
    shape: GaugeShape


Labels = tuple[Label, Label, Label]


@dataclass(frozen=True, slots=True)
class Picture:
    """One screen."""

    scene: Scene
    page: Page
    buttons: Labels
    title: str = ""
    note: str = ""
    """A small word at the other end of the title's line."""
    headline: str = ""
    sentence: str = ""
    detail: str = ""
    """What may be read last; in a practice in place of the sentence."""
    clock: str = ""
    date: str = ""
    caution: str = ""
    """What must be minded before it begins, and while it goes on."""
    at_once: str = ""
    """In a question in place of the sentence: what an answer asks for without delay."""
    urgent: bool = False
    """Whether help is needed at once."""
    notice: str = ""
    news: str = ""
    """What may be known and asks for nothing; it gives way to a notice."""
    mark: Mark | None = None
    stop: str = ""
    """The word of the stop button, which is there while a stimulator may act; empty: it has none."""
    dots: Dots | None = None
    panels: Panels | None = None
    ring: Ring | None = None
    balance: Balance | None = None
    table: Table | None = None
    chart: Chart | None = None
    choices: Choices | None = None
    connection: Connection | None = None
    gauge: Gauge | None = None
