"""The guard: one loop that asks everything, decides, writes down and then moves the line, in this order.

The loop itself makes the edges, one half wave per decision.  So there is nothing that could go on without it: whatever
holds it up - a slow disk, a stopped process, an exception - is the end of the edges, and the monostable lets go.  For
the same reason the off does not wait for the disk: the grant has the whole dose in the ledger before the line moves,
and what was not used is given back once the line is low.
"""

from collections.abc import Callable
from typing import Final

from hardware.stimulator.account import DoseAccount
from hardware.stimulator.clock import Clock, Instant
from hardware.stimulator.contacts import ContactReader
from hardware.stimulator.door import Listening
from hardware.stimulator.entry import Entry, Kind
from hardware.stimulator.gate import Off, On, State, Verdict, decide
from hardware.stimulator.inputs import Board, Inputs
from hardware.stimulator.ledger import Book
from hardware.stimulator.line import Line
from hardware.stimulator.prescription import Prescription, Side
from hardware.stimulator.protocol import Answer, Arming
from hardware.stimulator.protocol import State as LineState
from hardware.stimulator.reason import Reason
from hardware.stimulator.report import NO_SESSION, Report, Wanted
from hardware.stimulator.tally import Tally
from hardware.stimulator.timing import PROMPT_S

#: How often the prescription is looked at again; never while the line moves.
PRESCRIPTION_S: Final = 1.0
_LONG_AGO_S: Final = float("-inf")


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
        self._account = DoseAccount(book, clock)
        self._prescribed = prescribed
        self._clock = clock
        self._board = board
        self._state = State(stopped=book.history.stopped)
        self._prescription: Prescription | None = None
        self._prescription_s = _LONG_AGO_S
        self._refusals = Tally()
        self._messages = Tally()
        self._heard: Report | None = None
        last = self._account.last_session
        self._newest = NO_SESSION if last is None else last.session
        """The newest session that was reported; before any, the last that the ledger knows: a kiosk that was killed in
        it has not heard what it came to."""
        self._ended: Reason | None = None
        """Why the newest train ended."""
        self._account.write(Entry(Kind.STARTED, clock.now()))

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
            self._account.train_over("the guard has ended")
            if self._account.writable:
                now = self._clock.now()
                self._write_counts(now, self._refusals.rest(), self._messages.rest())
                self._account.write(Entry(Kind.ENDED, now))
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
        session = NO_SESSION if report is None else report.session
        self._newest = self._newest if session == NO_SESSION else session
        return Inputs(
            prescription=self._prescription,
            report=report,
            hand=contacts.hand,
            loop=contacts.loop,
            ready=contacts.ready,
            board=self._board(now.monotonic_s),
            clock=self._account.clock(now),
            day=now.day,
            ledger=self._account.state(session, self._prescription),
            dose=self._account.dose(session, now),
        )

    def _half_wave(self, now_s: float) -> None:
        assert self._line is not None, "nothing is granted without a prescription"
        assert self._account.reserved, "nothing is granted without a reserved dose"
        self._line.half_wave()
        self._account.edge_made(now_s)

    def _low(self) -> None:
        if self._line is not None:
            self._line.off()

    def _see_to_the_rest(self, reason: Reason, inputs: Inputs, before: State, now_s: float) -> None:
        """Everything that may take its time, now that the line is low."""
        report = inputs.report
        if reason is Reason.RESERVING:
            self._reserve(inputs)
        else:
            self._account.train_over(reason.value)
            if report is not None and report is not self._heard and report.wanted is not Wanted.NOTHING:
                self._refusals.add(reason.value)
        self._heard = report
        for session in self._state.stopped - before.stopped:
            self._account.write(Entry(Kind.STOPPED, self._clock.now(), session=session))
        for what, count in self._door.refused.items():
            for _ in range(count):
                self._messages.add(what)
        self._door.refused.clear()
        self._write_counts(self._clock.now(), self._refusals.due(now_s), self._messages.due(now_s))
        self._account.keep_time(inputs.clock, now_s)
        self._look_at_the_prescription(now_s)

    def _reserve(self, inputs: Inputs) -> None:
        """The whole dose of the coming train goes into the ledger, before the line moves."""
        prescription, report = inputs.prescription, inputs.report
        assert prescription is not None, "nothing is reserved without a prescription"
        assert report is not None, "nothing is reserved without a report"
        self._account.reserve(report.session, prescription)

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
                self._account.write(Entry(kind, now, reason=what, count=count))

    def _answer(self, now_s: float) -> None:
        reason = None if isinstance(self.verdict, On) else self.verdict.reason
        given = self._account.given(self._newest)
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
