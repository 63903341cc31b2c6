"""A stimulator beside a session: nothing at all until a plan prescribes one.

This module knows no device: without a prescription ``hardware.stimulator`` is not even imported.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mirror.kiosk.trace import Trace
from mirror.perception.observation import Observation
from mirror.therapy.effects import StimulationDone
from mirror.therapy.press import Press
from mirror.therapy.session import Session
from mirror.therapy.stimulator import Stimulator


@dataclass(frozen=True, slots=True)
class Earlier:
    """What became of a session that the mirror may have been killed in."""

    done: StimulationDone
    wall_s: float
    """When its newest train was written down, seconds since 1970, on a clock that was known to be right."""


class Permitting(Protocol):
    """What the kiosk has beside a session."""

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> Stimulator | None:
        """Tell the guard how things are at ``now_s``, monotonic seconds.

        Returns what it does; None where nothing is prescribed.
        """

    def done(self, now_s: float) -> StimulationDone | None:
        """What became of a session that is over, once."""

    def last(self) -> StimulationDone | None:
        """The same at the end of the mirror, as far as it is known by then."""

    def earlier(self) -> Earlier | None:
        """What the guard tells of a session of before, which ended without the mirror; once each."""

    def close(self) -> None:
        """The line to the guard is gone, and with it every permission.  May be called twice."""


class NotPermitting:
    """For a mirror that has no plan."""

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> Stimulator | None:
        """See Permitting."""
        del session, observation, now_s, presses
        return None

    def done(self, now_s: float) -> StimulationDone | None:
        """See Permitting."""
        del now_s
        return None

    def last(self) -> StimulationDone | None:
        """See Permitting."""
        return None

    def earlier(self) -> Earlier | None:
        """See Permitting."""
        return None

    def close(self) -> None:
        """See Permitting."""


class OncePrescribed:
    """The same until a session has a prescription for the first time; from then on what ``begin`` makes."""

    def __init__(self, begin: Callable[[float], Permitting]) -> None:
        """``begin`` gets the instant, monotonic seconds."""
        self._begin = begin
        self._begun: Permitting = NotPermitting()
        self._prescribed = False

    def tick(
        self, session: Session, observation: Observation | None, now_s: float, presses: Iterable[Press] = ()
    ) -> Stimulator | None:
        """See Permitting."""
        if session.brief.stimulation is not None and not self._prescribed:
            self._prescribed, self._begun = True, self._begin(now_s)
        return self._begun.tick(session, observation, now_s, presses)

    def done(self, now_s: float) -> StimulationDone | None:
        """See Permitting."""
        return self._begun.done(now_s)

    def last(self) -> StimulationDone | None:
        """See Permitting."""
        return self._begun.last()

    def earlier(self) -> Earlier | None:
        """See Permitting."""
        return self._begun.earlier()

    def close(self) -> None:
        """See Permitting."""
        self._begun.close()


def by_guard(data_dir: Path, trace: Trace) -> OncePrescribed:
    """On the wall: the installed guard, or the one that was started beside this data."""

    def begin(_now_s: float) -> Permitting:
        from hardware.stimulator.client import Client
        from mirror.kiosk.prescribed import guard_socket
        from mirror.kiosk.stimulating import StimulationBeside

        return StimulationBeside(Client(guard_socket(data_dir), time.monotonic), trace)

    return OncePrescribed(begin)


def rehearsed(
    plan: Path, folder: Path, wall: Callable[[float], datetime], trace: Trace, session: Callable[[], Session]
) -> OncePrescribed:
    """In a demonstration: a guard in simulated time, with the hand of the drawn patient, and its ledger in ``folder``.

    ``wall`` gives the wall's time at an instant, ``session`` what the mirror asks at the moment.
    """

    def begin(now_s: float) -> Permitting:
        from mirror.kiosk.prescribed import PrescriptionFile
        from mirror.kiosk.rehearsed_guard import RehearsedGuard, SimulatedClock
        from mirror.kiosk.stimulating import StimulationBeside

        clock = SimulatedClock(wall(now_s), now_s)
        return StimulationBeside(RehearsedGuard(folder, PrescriptionFile(plan).now, clock, session), trace)

    return OncePrescribed(begin)
