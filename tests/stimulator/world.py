"""A guard with everything around it, in simulated time: real ledger and real socket, a line that remembers."""

import os
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hardware.stimulator.client import Client
from hardware.stimulator.clock import Instant, Trust, day_of
from hardware.stimulator.contacts import Contacts, HeldContacts
from hardware.stimulator.door import Door
from hardware.stimulator.gate import On
from hardware.stimulator.guard import Guard
from hardware.stimulator.hand import Hand
from hardware.stimulator.inputs import Board, Loop, Ready
from hardware.stimulator.ledger import FILE_NAME, Book, entries_in
from hardware.stimulator.line import RecordedLine
from hardware.stimulator.monostable import output_of
from hardware.stimulator.report import Activity, Answers, Report, Sight, Wanted
from tests.stimulator.given import PRESCRIPTION, SESSION

NOON_S = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
TICK_S = 0.025
ME = os.geteuid()


class SimulatedClock:
    """Every clock of a machine, set by hand; ``passes`` is called for each bit of time that passes."""

    def __init__(self):
        self.monotonic = 500.0
        self.wall_s = NOON_S
        self.boot_id = "boot-a"
        self.trust = Trust.SYNCED
        self.held_up_s = []

    def monotonic_s(self):
        """Now; the guard, which asks, is held up afterwards for as long as the next of ``held_up_s`` says."""
        now_s = self.monotonic
        if self.held_up_s:
            self.pass_s(self.held_up_s.pop(0))
        return now_s

    def now(self):
        return Instant(self.monotonic, self.wall_s, day_of(self.wall_s), self.boot_id, self.trust)

    def pass_s(self, seconds):
        self.monotonic += seconds
        self.wall_s += seconds

    def reboot(self, off_s=60.0):
        self.monotonic, self.boot_id = 10.0, self.boot_id + "'"
        self.wall_s += off_s


class World:
    """Call :meth:`run` to let time pass; set the rest directly."""

    def __init__(self, folder: Path, prescription=PRESCRIPTION):
        self.folder = folder
        self.clock = SimulatedClock()
        self.prescription = prescription
        self.board = Board.WELL
        self.line = RecordedLine(self.clock.monotonic_s)
        self.lines_opened = 0
        self.contacts = HeldContacts()
        self.closes_loop()
        self.kiosk_speaks = True
        self.face_fresh = True
        self.report = Report(
            sent_s=0.0,
            session=SESSION,
            activity=Activity.HOLD,
            wanted=Wanted.LEFT,
            stage=PRESCRIPTION.stage,
            sight=Sight.SEEN,
            answers=Answers.CLEAR,
        )
        self.face_s = None
        self.answers = []
        self.verdicts = []
        self._stack = ExitStack()
        self.client = None
        self.start()

    def start(self):
        """The guard and the kiosk begin."""
        self.book = self._stack.enter_context(closing(Book(self.folder / FILE_NAME)))
        self.door = self._stack.enter_context(closing(Door(self.folder / "guard.sock", {ME})))
        self.guard = Guard(
            self.open_line,
            self.contacts,
            self.door,
            self.book,
            lambda: self.prescription,
            self.clock,
            lambda now_s: self.board,
        )
        self.connect()

    def connect(self):
        if self.client is not None:
            self.client.close()
        self.client = Client(self.folder / "guard.sock", lambda: self.clock.monotonic)

    def close_client(self):
        """The kiosk is gone and stays away."""
        self.client.close()
        self.kiosk_speaks = False
        return self

    def open_line(self):
        self.lines_opened += 1
        return self.line

    def closes_loop(self):
        self.contacts.now = replace(self.contacts.now, loop=Loop.CLOSED, ready=Ready.READY)

    def opens_loop(self):
        self.contacts.now = replace(self.contacts.now, loop=Loop.OPEN)

    def holds(self):
        self.contacts.now = replace(self.contacts.now, hand=Hand.HELD)

    def lets_go(self):
        self.contacts.now = replace(self.contacts.now, hand=Hand.OPEN)

    def run(self, seconds, on_tick=None):
        """In steps of a tick; the kiosk speaks in each, as it does with every picture."""
        for _ in range(round(seconds / TICK_S)):
            self.clock.pass_s(TICK_S)
            if self.kiosk_speaks:
                if self.face_fresh:
                    self.face_s = self.clock.monotonic
                self.answers.append(self.client.tell(replace(self.report, face_s=self.face_s, answered_on=self.today)))
            self.verdicts.append((self.clock.monotonic, self.guard.tick()))
            if on_tick is not None:
                on_tick()
        return self

    def arm(self):
        """From open: two seconds held, and let go."""
        self.lets_go()
        self.run(0.2)
        self.holds()
        self.run(2.2)
        self.lets_go()
        return self.run(0.2)

    def train(self, seconds=0.5):
        """The button pressed for so long."""
        self.holds()
        return self.run(seconds)

    @property
    def today(self):
        return day_of(self.clock.wall_s)

    @property
    def on(self):
        return isinstance(self.verdicts[-1][1], On)

    @property
    def reason(self):
        verdict = self.verdicts[-1][1]
        return None if isinstance(verdict, On) else verdict.reason

    def output(self):
        """When the stimulator was enabled."""
        return output_of(self.line.edges)

    def entries(self):
        return entries_in(self.folder / FILE_NAME)

    def kinds(self):
        return [(entry.kind.value, entry.reason) for entry in self.entries()]

    def recorded_s(self):
        """All the stimulation that the ledger knows of."""
        return sum(one.given_s for one in self.book.history.sessions)

    def power_cut(self, off_s=60.0):
        """Everything stops where it is: nothing is closed, nothing is said.  Then the machine starts again."""
        self.client.close()
        self._stack.close()
        self.line.edges.append((self.clock.monotonic, False))
        self.line.high = False
        self.clock.reboot(off_s)
        self.contacts.now = Contacts(loop=Loop.CLOSED, ready=Ready.READY)
        self.start()

    def close(self):
        self.client.close()
        self._stack.close()
