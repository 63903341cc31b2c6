"""The dose of the train under way: reserved in the ledger before the line moves, and given back when it is low.

Everything that the guard writes goes through here, and with it whether the ledger takes anything at all.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hardware.stimulator.clock import Clock, ClockState, Instant, clock_state, steady_at
from hardware.stimulator.dose import Dose, SessionDose, dose_at
from hardware.stimulator.entry import Entry, Kind
from hardware.stimulator.inputs import Ledger
from hardware.stimulator.ledger import Book
from hardware.stimulator.prescription import Prescription
from hardware.stimulator.timing import MOST_HOLD_S

#: The time is written down once it is trusted and then this often: a clock that is set is noticed over a power cut too.
CLOCK_ENTRY_S: Final = 3600.0
#: A ledger that refused is tried again after this long.
LEDGER_AGAIN_S: Final = 5.0
#: The reason of a grant.
ALL_HOLDS: Final = "every condition holds"
_LONG_AGO_S: Final = float("-inf")


@dataclass(frozen=True, slots=True)
class Train:
    """A train whose dose is in the ledger."""

    session: bytes
    prescription: Prescription
    begun_s: float | None = None
    """Its first edge, monotonic seconds; None before it."""
    edge_s: float = 0.0
    """Its last edge so far."""

    @property
    def dose_s(self) -> float:
        """What it has had at the stimulator's input, the monostable's hold included."""
        return 0.0 if self.begun_s is None else self.edge_s - self.begun_s + MOST_HOLD_S


class DoseAccount:
    """The guard's ledger, and the train that it has a dose for."""

    def __init__(self, book: Book, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._train: Train | None = None
        self._writable = True
        self._refused_s = _LONG_AGO_S
        """When the ledger last refused to be written."""
        self._clock_entry_s = clock.monotonic_s()

    @property
    def last_session(self) -> SessionDose | None:
        """The newest session that the ledger knows; None before the first."""
        sessions = self._book.history.sessions
        return sessions[-1] if sessions else None

    @property
    def writable(self) -> bool:
        """Whether the last entry reached the disk."""
        return self._writable

    @property
    def reserved(self) -> bool:
        """Whether there is a train with its dose."""
        return self._train is not None

    def clock(self, now: Instant) -> ClockState:
        """What the wall clock is good for, by the ledger's last trusted instant."""
        return clock_state(self._book.history.anchor, now)

    def state(self, session: bytes, prescribed: Prescription | None) -> Ledger:
        """Whether a train of this session by this prescription has its dose."""
        if not self._writable:
            return Ledger.REFUSES
        train = self._train
        own = train is not None and train.session == session and train.prescription == prescribed
        return Ledger.RESERVED if own else Ledger.WRITABLE

    def dose(self, session: bytes, now: Instant) -> Dose:
        """What was given before the train under way."""
        return dose_at(self._past, session, steady_at(self._book.history.anchor, now), now.day)

    def given(self, session: bytes) -> SessionDose:
        """What a session has had, a train under way included."""
        nothing = SessionDose(session, date.min, 0.0, 0.0, 0.0, trains=0)
        given = next((one for one in self._past if one.session == session), nothing)
        train = self._train
        if train is None or train.session != session or train.begun_s is None:
            return given
        return replace(
            given,
            trains=given.trains + 1,
            given_s=given.given_s + train.dose_s,
            side=train.prescription.side.value,
            wall_s=self._clock.now().wall_s,
        )

    def reserve(self, session: bytes, prescribed: Prescription) -> None:
        """The whole dose of the coming train goes into the ledger, before the line moves."""
        self.train_over("prescribed anew")
        entry = Entry(
            Kind.GRANT,
            self._clock.now(),
            reason=ALL_HOLDS,
            session=session,
            side=prescribed.side.value,
            prescription=prescribed.name,
            dose_s=prescribed.train_s,
        )
        if self.write(entry):
            self._train = Train(session, prescribed)

    def edge_made(self, decided_s: float) -> None:
        """Of the train under way.  ``decided_s`` is the instant of the decision, monotonic seconds."""
        assert self._train is not None, "nothing is granted without a reserved dose"
        begun_s = decided_s if self._train.begun_s is None else self._train.begun_s
        # Read after the edge: a process that was stopped between decision and edge must not count too little.
        self._train = replace(self._train, begun_s=begun_s, edge_s=self._clock.monotonic_s())

    def train_over(self, why: str) -> None:
        """What was reserved and not used is given back; where that cannot be written the reserved dose stands."""
        train, self._train = self._train, None
        if train is None:
            return
        self.write(
            Entry(
                Kind.END,
                self._clock.now(),
                reason=why,
                session=train.session,
                side=train.prescription.side.value,
                prescription=train.prescription.name,
                dose_s=train.dose_s,
            )
        )

    def keep_time(self, clock: ClockState, now_s: float) -> None:
        """The time is written down where it is due, and where the ledger is tried again."""
        if not self._writable and now_s - self._refused_s < LEDGER_AGAIN_S:
            return
        now, anchor = self._clock.now(), self._book.history.anchor
        # From the first trusted instant of a boot on, setting the clock is noticed.
        first = anchor is None or anchor.boot_id != now.boot_id
        due = first or now_s - self._clock_entry_s >= CLOCK_ENTRY_S
        if (due and clock is ClockState.GOOD) or clock is ClockState.JUMPED or not self._writable:
            self._clock_entry_s = now_s
            self.write(Entry(Kind.CLOCK, now))

    def write(self, entry: Entry) -> bool:
        """Whether it is on the disk now.  Where not, nothing more is granted until the disk takes something again."""
        try:
            self._book.write(entry)
        except OSError:
            self._writable, self._refused_s = False, entry.at.monotonic_s
            return False
        self._writable = True
        return True

    @property
    def _past(self) -> tuple[SessionDose, ...]:
        """What was given before the train under way.

        A train that is over and could not be written down stays in the history with all that was reserved for it.
        """
        history = self._book.history
        return history.sessions if self._train is None or history.before is None else history.before
