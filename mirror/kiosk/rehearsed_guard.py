"""A guard for the demonstration: the very one of ``mirror stimulator``, in simulated time, with a hand that follows.

Its line goes nowhere and remembers its edges; its ledger is a file in the demonstration's folder.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from hardware.stimulator.clock import Clock, Instant, Trust, day_of
from hardware.stimulator.contacts import Contacts, HeldContacts
from hardware.stimulator.end_mark import SUFFIX
from hardware.stimulator.guard import Guard
from hardware.stimulator.hand import ARMING_S, Hand
from hardware.stimulator.inputs import Board, Loop, Ready
from hardware.stimulator.ledger import Book
from hardware.stimulator.line import RecordedLine
from hardware.stimulator.prescription import Prescription
from hardware.stimulator.protocol import Answer
from hardware.stimulator.report import Report
from hardware.stimulator.timing import TICK_S
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session

#: The ledger of a demonstration; no guard of a real stimulator has this name.
LEDGER_NAME: Final = "rehearsed-stimulation.log"
#: To read how it is armed and take the hand button; to press it once the hold has begun.
READING_S: Final = 3.0
REACTION_S: Final = 0.4
#: The hand presses to arm a little longer than it must.
_PRESS_S: Final = ARMING_S + 0.3


class SimulatedClock(Clock):
    """Time as the demonstration makes it pass, from an instant of the day on."""

    def __init__(self, start: datetime, now_s: float = 0.0) -> None:
        """``now_s`` is what the demonstration's steady clock shows at ``start``."""
        self._start_s = start.timestamp() - now_s
        self.now_s = now_s

    def monotonic_s(self) -> float:
        return self.now_s

    def now(self) -> Instant:
        wall_s = self._start_s + self.now_s
        return Instant(self.now_s, wall_s, day_of(wall_s), "simulated", Trust.SYNCED)


class FollowingHand:
    """Arms when the mirror shows how, presses in each hold that may be accompanied, and lets go after it."""

    def __init__(self) -> None:
        self._shown: tuple[Scene, float] = (Scene.IDLE, 0.0)

    def at(self, session: Session, now_s: float) -> Hand:
        """What the hand does at ``now_s``, having seen this screen."""
        if session.scene is not self._shown[0]:
            self._shown = (session.scene, now_s)
        in_scene_s = now_s - self._shown[1]
        if session.scene is Scene.ARM:
            return Hand.HELD if READING_S <= in_scene_s < READING_S + _PRESS_S else Hand.OPEN
        pressing = session.scene is Scene.HOLD and session.stimulable and in_scene_s >= REACTION_S
        return Hand.HELD if pressing else Hand.OPEN


class WithinProcess:
    """The socket's place where guard and kiosk are one process: what is said last, and what was answered last."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.sequence = 0
        self.heard: Report | None = None
        self.answered: Answer | None = None

    def poll(self, _now_s: float) -> Report | None:
        """See Listening."""
        return self.heard

    def answer(self, answer: Answer) -> None:
        """See Listening."""
        self.answered = answer

    def say(self, report: Report) -> None:
        self.heard, self.sequence = report, self.sequence + 1


class RehearsedGuard:
    """Tell it the kiosk's reports in simulated time; it makes up for the time between two of them."""

    def __init__(
        self,
        folder: Path,
        prescribed: Callable[[], Prescription | None],
        clock: SimulatedClock,
        session: Callable[[], Session],
    ) -> None:
        """``session`` gives what the mirror asks at the moment.  An earlier demonstration's ledger gives way."""
        ledger = folder / LEDGER_NAME
        for earlier in (ledger, ledger.with_suffix(SUFFIX)):
            earlier.unlink(missing_ok=True)
        self._clock = clock
        self.line = RecordedLine(self._clock.monotonic_s)
        self.book = Book(ledger)
        self._contacts = HeldContacts()
        self._door = WithinProcess()
        self._hand = FollowingHand()
        self._session = session
        self._closed = False
        self._guard = Guard(
            open_line=lambda: self.line,
            contacts=self._contacts,
            door=self._door,
            book=self.book,
            prescribed=prescribed,
            clock=self._clock,
            board=lambda _now_s: Board.WELL,
        )

    def tell(self, report: Report) -> Answer | None:
        """See Guarding; ``report.sent_s`` is the simulated now."""
        while self._clock.now_s + TICK_S <= report.sent_s:
            self._clock.now_s += TICK_S
            hand = self._hand.at(self._session(), self._clock.now_s)
            self._contacts.now = Contacts(hand, Loop.CLOSED, Ready.NOT_WIRED)
            self._guard.tick()
        self._door.say(report)
        return self._door.answered

    def close(self) -> None:
        """The line low, and the ledger ended in order.  May be called twice."""
        if not self._closed:
            self._closed = True
            with closing(self.book):
                self._guard.close()
