"""From the therapist's plan to what the guard of the stimulator keeps to.

The plan's own rules have been applied before (``mirror.therapy.plan_rules``); the guard's hard caps apply once more.
"""

import os
from pathlib import Path
from typing import Final

from hardware.stimulator.prescription import MOST_SESSION_S, MOST_SESSION_TRAINS, Prescription, Side, Stage
from mirror.plan_file import followable_content_of
from mirror.problem import Problem
from mirror.therapy.plan import Plan
from mirror.therapy.plan_reading import Read, read_plan
from mirror.therapy.prescribing import prescription_name

#: Where the installed guard keeps its own things; its unit makes the folders (systemd/mirror-stimulator.service).
INSTALLED_STATE: Final = Path("/var/lib/mirror-stimulator")
INSTALLED_RUN: Final = Path("/run/mirror-stimulator")
SOCKET_NAME: Final = "guard.sock"


def guard_folders(data_dir: Path) -> tuple[Path, Path]:
    """Where the guard keeps its ledger, and where its socket: the installed places, else beside the patient's data."""
    own = data_dir / "stimulator"
    return (
        INSTALLED_STATE if INSTALLED_STATE.is_dir() else own,
        INSTALLED_RUN if INSTALLED_RUN.is_dir() else own,
    )


def guard_socket(data_dir: Path) -> Path:
    """Where the kiosk finds the guard."""
    return guard_folders(data_dir)[1] / SOCKET_NAME


def prescription_of(plan: Plan) -> Prescription | None:
    """What the plan prescribes; None for one that nobody has signed or that has no such table."""
    asked = plan.stimulation
    if asked is None or not plan.prescribed:
        return None
    return Prescription(
        name=prescription_name(plan),
        side=Side(asked.side.value),
        stage=Stage(plan.stage.value),
        first_day=plan.written_on,
        last_day=min(asked.expires, plan.valid_until),
        train_s=asked.on_s,
        rest_s=asked.off_s,
        session_s=MOST_SESSION_S if asked.minutes_per_session is None else 60.0 * asked.minutes_per_session,
        session_trains=MOST_SESSION_TRAINS if asked.pulses_per_session is None else asked.pulses_per_session,
        week_sessions=asked.sessions_per_week,
        course_weeks=asked.total_weeks,
    )


class PrescriptionFile:
    """The plan on the disk, read again whenever it has changed.  Whether it is in date is for the gate."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, int, int] | None = None
        self._prescription: Prescription | None = None

    def now(self) -> Prescription | None:
        """What it prescribes at this moment; None where it cannot be read or is out of order."""
        seen = self._seen()
        if seen is None or seen != self._read:
            self._read, self._prescription = seen, self._fresh()
        return self._prescription

    def _seen(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _fresh(self) -> Prescription | None:
        try:
            content = followable_content_of(self._path)
        except Problem:
            return None
        if content is None:
            return None
        read = read_plan(str(self._path), content)
        return prescription_of(read.plan) if isinstance(read, Read) else None
