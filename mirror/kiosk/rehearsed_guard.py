"""A guard for the demonstration: the very one of ``mirror stimulator``, in simulated time, with a hand that follows.

Its line goes nowhere and remembers its edges; its ledger is a file in the demonstration's folder.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from hardware.stimulator.clock import Clock, Instant, Trust, day_of
from hardware.stimulator.contacts import Contacts, HeldContacts
from hardware.stimulator.guard import Guard
from hardware.stimulator.hand import ARMING_S, Hand
from hardware.stimulator.inputs import Board, Loop, Ready
from hardware.stimulator.ledger import Book
from hardware.stimulator.line import RecordedLine
from hardware.stimulator.prescription import Prescription, Stage
from hardware.stimulator.protocol import Answer, Arming
from hardware.stimulator.report import Activity, Answers, Report
from hardware.stimulator.timing import TICK_S
from mirror.kiosk.prescribed import prescription_of
from mirror.kiosk.stimulating import DayAnswers, NoStimulation, Stimulating, Stimulation
from mirror.kiosk.trace import Trace
from mirror.therapy.plan import Plan

#: The ledger of a demonstration; no guard of a real stimulator has this name.
LEDGER_NAME: Final = "rehearsed-stimulation.log"
#: The hand presses to arm a little longer than it must, and rests between two presses.
_PRESS_S: Final = ARMING_S + 0.3
_PAUSE_S: Final = 0.4


class SimulatedClock(Clock):
    """Time as the demonstration makes it pass, from an instant of the day on."""

    def __init__(self, start: datetime) -> None:
        self._start_s = start.timestamp()
        self.now_s = 0.0

    def monotonic_s(self) -> float:
        return self.now_s

    def now(self) -> Instant:
        wall_s = self._start_s + self.now_s
        return Instant(self.now_s, wall_s, day_of(wall_s), "simulated", Trust.SYNCED)


class FollowingHand:
    """Arms when a session runs, then presses in each hold and lets go after it."""

    def __init__(self) -> None:
        self._since_s = 0.0
        self._hand = Hand.OPEN

    def at(self, report: Report | None, arming: Arming, now_s: float) -> Hand:
        """What the hand does at ``now_s``, having seen what the mirror asks and whether it is armed."""
        in_phase_s = now_s - self._since_s
        holding = report is not None and report.activity is Activity.HOLD
        if arming is Arming.ARMED:
            wanted = Hand.HELD if holding else Hand.OPEN
        elif report is None or report.activity is Activity.NONE:
            wanted = Hand.OPEN
        elif self._hand is Hand.HELD:
            wanted = Hand.HELD if in_phase_s < _PRESS_S else Hand.OPEN
        else:
            wanted = Hand.OPEN if in_phase_s < _PAUSE_S else Hand.HELD
        if wanted is not self._hand:
            self._hand, self._since_s = wanted, now_s
        return self._hand


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

    def __init__(self, folder: Path, prescription: Prescription, start: datetime) -> None:
        """``start`` is the wall's time at the simulated instant 0.  An earlier demonstration's ledger gives way."""
        (folder / LEDGER_NAME).unlink(missing_ok=True)
        self._clock = SimulatedClock(start)
        self.line = RecordedLine(self._clock.monotonic_s)
        self.book = Book(folder / LEDGER_NAME)
        self._contacts = HeldContacts()
        self._door = WithinProcess()
        self._hand = FollowingHand()
        self._closed = False
        self._guard = Guard(
            open_line=lambda: self.line,
            contacts=self._contacts,
            door=self._door,
            book=self.book,
            prescribed=_always(prescription),
            clock=self._clock,
            board=lambda _now_s: Board.WELL,
        )

    def tell(self, report: Report) -> Answer | None:
        """See Guarding; ``report.sent_s`` is the simulated now."""
        while self._clock.now_s + TICK_S <= report.sent_s:
            self._clock.now_s += TICK_S
            arming = Arming.NOT_ARMED if self._door.answered is None else self._door.answered.arming
            hand = self._hand.at(self._door.heard, arming, self._clock.now_s)
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


def _always(prescription: Prescription) -> Callable[[], Prescription | None]:
    return lambda: prescription


@contextmanager
def rehearsed(plan: Plan, folder: Path, start: datetime, trace: Trace) -> Iterator[Stimulating]:
    """What a demonstration of this plan has beside its session.

    Nothing where the plan prescribes nothing.  The drawn patient has nothing to say against it.
    """
    prescription = prescription_of(plan)
    if prescription is None:
        yield NoStimulation()
        return
    answers = DayAnswers(Answers.CLEAR, day_of(start.timestamp()))
    with closing(RehearsedGuard(folder, prescription, start)) as guard:
        yield Stimulation(guard, prescription, lambda: Stage(plan.stage.value), lambda: answers, trace)
