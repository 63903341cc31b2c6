"""The guard: one loop that asks everything, decides, writes down and then moves the line, in this order.

The loop itself makes the edges, one half wave per decision.  So there is nothing that could go on without it: whatever
holds it up - a slow disk, a stopped process, an exception - is the end of the edges, and the monostable lets go.  For
the same reason the off does not wait for the disk: the grant has the whole dose in the ledger before the line moves,
and what was not used is given back once the line is low.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hardware.stimulator.clock import Clock, ClockState, Instant, clock_state, steady_at
from hardware.stimulator.contacts import ContactReader
from hardware.stimulator.door import Listening
from hardware.stimulator.dose import SessionDose, dose_at
from hardware.stimulator.entry import Entry, Kind
from hardware.stimulator.gate import Off, On, State, Verdict, decide
from hardware.stimulator.inputs import Board, Inputs, Ledger
from hardware.stimulator.ledger import Book
from hardware.stimulator.line import Line
from hardware.stimulator.prescription import Prescription, Side
from hardware.stimulator.protocol import Answer, Arming
from hardware.stimulator.protocol import State as LineState
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, Report, Wanted
from hardware.stimulator.tally import Tally
from hardware.stimulator.timing import MOST_HOLD_S, PROMPT_S

#: How often the prescription is looked at again; never while the line moves.
PRESCRIPTION_S: Final = 1.0
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


class Guard:
    """Call :meth:`tick` every TICK_S; call :meth:`close` whatever happens."""

    def __init__(
        self,
        open_line: Callable[[], Line],
        contacts: ContactReader,
        door: Listening,
        book: Book,
        prescribed: Callable[[], Prescription | None],
        clock: Clock,
        board: Callable[[float], Board],
    ) -> None:
        """``open_line`` is called only once something is prescribed; ``board`` gets the monotonic time."""
        self.verdict: Verdict = Off(Reason.NO_PRESCRIPTION)
        self._open_line = open_line
        self._line: Line | None = None
        self._contacts = contacts
        self._door = door
        self._book = book
        self._prescribed = prescribed
        self._clock = clock
        self._board = board
        self._state = State(stopped=book.history.stopped)
        self._train: Train | None = None
        self._prescription: Prescription | None = None
        self._prescription_s = _LONG_AGO_S
        self._clock_entry_s = clock.monotonic_s()
        self._refused_s = _LONG_AGO_S
        """When the ledger last refused to be written."""
        self._writable = True
        self._refusals = Tally()
        self._messages = Tally()
        self._heard: Report | None = None
        self._newest = book.history.sessions[-1].session if book.history.sessions else NO_SESSION
        """The newest session that was reported; before any, the last that the ledger knows: a kiosk that was killed in
        it has not heard what it came to."""
        self._ended: Reason | None = None
        """Why the newest train ended."""
        self._write(Entry(Kind.STARTED, clock.now()))

    def tick(self) -> Verdict:
        """One decision, and what follows from it.  Whatever is raised here, the line is low before it leaves."""
        try:
            self._tick()
        except BaseException:
            self._low()
            raise
        return self.verdict

    def close(self) -> None:
        """The line low and given back, and the last entry; contacts, door and book are for whoever opened them."""
        try:
            self._low()
            self._train_over("the guard has ended")
            if self._writable:
                now = self._clock.now()
                self._write_counts(now, self._refusals.rest(), self._messages.rest())
                self._write(Entry(Kind.ENDED, now))
        finally:
            if self._line is not None:
                self._line.close()

    def _tick(self) -> None:
        now = self._clock.now()
        inputs = self._inputs(now)
        # The instant of the decision is read last: whatever was slow above has made what it told older.
        now_s = self._clock.monotonic_s()
        before = self._state
        state, verdict = decide(before, inputs, now_s)
        if isinstance(verdict, On) and self._clock.monotonic_s() - now.monotonic_s > PROMPT_S:
            return  # held up since it looked: as if it had not, and the next instant judges anew
        self._state, self.verdict = state, verdict
        if isinstance(self.verdict, On):
            self._half_wave(now_s)
        else:
            self._low()
            self._ended = self._ended if before.on_since_s is None else self.verdict.reason
            self._see_to_the_rest(self.verdict.reason, inputs, before, now_s)
        self._answer(now_s)

    def _inputs(self, now: Instant) -> Inputs:
        report = self._door.poll(now.monotonic_s)
        contacts = self._contacts.read()
        history = self._book.history
        session = NO_SESSION if report is None else report.session
        self._newest = self._newest if session == NO_SESSION else session
        return Inputs(
            prescription=self._prescription,
            report=report,
            hand=contacts.hand,
            loop=contacts.loop,
            ready=contacts.ready,
            board=self._board(now.monotonic_s),
            clock=clock_state(history.anchor, now),
            day=now.day,
            ledger=self._ledger(session),
            dose=dose_at(self._past, session, steady_at(history.anchor, now), now.day),
        )

    @property
    def _past(self) -> tuple[SessionDose, ...]:
        """What was given before the train under way.

        A train that is over and could not be written down stays in the history with all that was reserved for it.
        """
        history = self._book.history
        return history.sessions if self._train is None or history.before is None else history.before

    def _ledger(self, session: bytes) -> Ledger:
        if not self._writable:
            return Ledger.REFUSES
        train = self._train
        own = train is not None and train.session == session and train.prescription == self._prescription
        return Ledger.RESERVED if own else Ledger.WRITABLE

    def _half_wave(self, now_s: float) -> None:
        assert self._line is not None, "nothing is granted without a prescription"
        assert self._train is not None, "nothing is granted without a reserved dose"
        self._line.half_wave()
        begun_s = now_s if self._train.begun_s is None else self._train.begun_s
        # Read after the edge: a process that was stopped between decision and edge must not count too little.
        self._train = Train(self._train.session, self._train.prescription, begun_s, self._clock.monotonic_s())

    def _low(self) -> None:
        if self._line is not None:
            self._line.off()

    def _see_to_the_rest(self, reason: Reason, inputs: Inputs, before: State, now_s: float) -> None:
        """Everything that may take its time, now that the line is low."""
        report = inputs.report
        if reason is Reason.RESERVING:
            self._reserve(inputs)
        else:
            self._train_over(reason.value)
            if report is not None and report is not self._heard and report.wanted is not Wanted.NOTHING:
                self._refusals.add(reason.value)
        self._heard = report
        for session in self._state.stopped - before.stopped:
            self._write(Entry(Kind.STOPPED, self._clock.now(), session=session))
        for what, count in self._door.refused.items():
            for _ in range(count):
                self._messages.add(what)
        self._door.refused.clear()
        self._write_counts(self._clock.now(), self._refusals.due(now_s), self._messages.due(now_s))
        self._keep_time(inputs.clock, now_s)
        self._look_at_the_prescription(now_s)

    def _reserve(self, inputs: Inputs) -> None:
        """The whole dose of the coming train goes into the ledger, before the line moves."""
        prescription, report = inputs.prescription, inputs.report
        assert prescription is not None, "nothing is reserved without a prescription"
        assert report is not None, "nothing is reserved without a report"
        self._train_over("prescribed anew")
        entry = Entry(
            Kind.GRANT,
            self._clock.now(),
            reason=ALL_HOLDS,
            session=report.session,
            side=prescription.side.value,
            prescription=prescription.name,
            dose_s=prescription.train_s,
        )
        if self._write(entry):
            self._train = Train(report.session, prescription)

    def _train_over(self, why: str) -> None:
        """What was reserved and not used is given back; where that cannot be written the reserved dose stands."""
        train, self._train = self._train, None
        if train is None:
            return
        self._write(
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

    def _keep_time(self, clock: ClockState, now_s: float) -> None:
        if not self._writable and now_s - self._refused_s < LEDGER_AGAIN_S:
            return
        now, anchor = self._clock.now(), self._book.history.anchor
        # From the first trusted instant of a boot on, setting the clock is noticed.
        first = anchor is None or anchor.boot_id != now.boot_id
        due = first or now_s - self._clock_entry_s >= CLOCK_ENTRY_S
        if (due and clock is ClockState.GOOD) or clock is ClockState.JUMPED or not self._writable:
            self._clock_entry_s = now_s
            self._write(Entry(Kind.CLOCK, now))

    def _look_at_the_prescription(self, now_s: float) -> None:
        if now_s - self._prescription_s < PRESCRIPTION_S:
            return
        self._prescription_s = now_s
        self._prescription = self._prescribed()
        if self._prescription is not None and self._line is None:
            self._line = self._open_line()

    def _write_counts(self, now: Instant, refusals: dict[str, int], messages: dict[str, int]) -> None:
        for kind, counts in ((Kind.REFUSAL, refusals), (Kind.MESSAGES, messages)):
            for what, count in counts.items():
                self._write(Entry(kind, now, reason=what, count=count))

    def _write(self, entry: Entry) -> bool:
        """Whether it is on the disk now.  Where not, nothing more is granted until the disk takes something again."""
        try:
            self._book.write(entry)
        except OSError:
            self._writable, self._refused_s = False, entry.at.monotonic_s
            return False
        self._writable = True
        return True

    def _answer(self, now_s: float) -> None:
        reason = None if isinstance(self.verdict, On) else self.verdict.reason
        given = self._given()
        self._door.answer(
            Answer(
                LineState.ON if reason is None else LineState.OFF,
                reason,
                Arming.ARMED if self._state.grip.armed(now_s) else Arming.NOT_ARMED,
                self._door.sequence,
                given.trains,
                given.given_s,
                self._ended,
                self._newest,
                Side(given.side) if given.side else None,
                given.wall_s,
            )
        )

    def _given(self) -> SessionDose:
        """What the newest session has had, a train under way included."""
        nothing = SessionDose(self._newest, date.min, 0.0, 0.0, 0.0, trains=0)
        given = next((one for one in self._past if one.session == self._newest), nothing)
        train = self._train
        if train is None or train.session != self._newest or train.begun_s is None:
            return given
        return replace(
            given,
            trains=given.trains + 1,
            given_s=given.given_s + train.dose_s,
            side=train.prescription.side.value,
            wall_s=self._clock.now().wall_s,
        )
