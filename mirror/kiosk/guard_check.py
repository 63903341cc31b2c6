"""What ``mirror check`` says of a prescribed stimulator: its guard and its ledger.  Looks on, and asks neither."""

import fcntl
from pathlib import Path

from hardware.stimulator.ledger import FILE_NAME, History, entries_in
from mirror.kiosk.prescribed import guard_folders
from mirror.problem import Problem
from mirror.therapy.plan import Stimulation


def guard_and_ledger(data_dir: Path, prescribed: Stimulation) -> str:
    """What there is to say when all is well.

    Raises Problem where nothing can be stimulated although it is prescribed, DeviceProblem for a damaged ledger.
    """
    ledger = guard_folders(data_dir)[0] / FILE_NAME
    until = f"prescribed for the {prescribed.side.value} {prescribed.zone.value} until {prescribed.expires}"
    if not ledger.exists():
        raise Problem(f"stimulation is {until}, but its guard has never run: start `mirror stimulator`.")
    history = History()
    for entry in entries_in(ledger):
        history = history.with_entry(entry)
    if not _held(ledger):
        raise Problem(f"stimulation is {until}, but its guard is not running: start `mirror stimulator`.")
    sessions = history.sessions
    last = f", the last on {sessions[-1].day}" if sessions else ""
    return f"{until}; the guard is running, and {ledger} is whole ({len(sessions)} sessions{last})."


def _held(ledger: Path) -> bool:
    """Whether a guard holds it: it locks its ledger for as long as it runs."""
    with ledger.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
