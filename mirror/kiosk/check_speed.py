"""How quick the mirror is, in ``mirror check``: the newest session's pictures, and what slowed it down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hardware.camera.frame import Timed
from hardware.throttling import HOT_C, Board, Throttling, processor_celsius
from mirror.diary.newest_session import PictureAge, faults_of, picture_age
from mirror.diary.reading import reading
from mirror.kiosk.finding import Finding, Verdict
from mirror.kiosk.frame_age import FEELS_LIKE_A_MIRROR_MS
from mirror.problem import Problem
from mirror.therapy.scene import Pace

#: What slows a session down, as the log names it.
KINDS: Final = (*(why.value for why in Throttling), Pace.SLOW_BOARD.value, Pace.SLOW_CAMERA.value)

_TIMED: Final = {
    Timed.SENSOR.value: "",
    Timed.DRIVER.value: " By the stamps of its driver: with many webcams the exposure comes on top.",
    Timed.READ.value: " Counted from when it was read: what the camera took comes on top.",
}


def speed_findings(data_dir: Path) -> Iterator[Finding]:
    """What the log says of the newest session; nothing where it cannot be read, which is found elsewhere."""
    try:
        with reading(data_dir) as db:
            age = None if db is None else picture_age(db)
            faults = () if db is None else faults_of(db, KINDS)
    except Problem:
        # The finding about the log has the sentence.
        return
    yield _picture(age)
    for day, kind, sentence in faults:
        yield Finding("speed", Verdict.NOTE, f"in the newest session, {day}, {kind}: {sentence}")


def _picture(age: PictureAge | None) -> Finding:
    if age is None:
        return Finding("picture", Verdict.NOTE, "no session before a camera has ended yet, so its age is not known.")
    sentence = (
        f"the picture on the glass is {age.median_ms:.0f} ms old at the median, {age.p95_ms:.0f} ms for the slowest "
        f"twentieth (newest session).{_TIMED.get(age.timed, '')} Below {FEELS_LIKE_A_MIRROR_MS:.0f} ms feels like a "
        "mirror."
    )
    if age.median_ms < FEELS_LIKE_A_MIRROR_MS:
        return Finding("picture", Verdict.GOOD, sentence)
    return Finding("picture", Verdict.NOTE, f"{sentence} The camera matters most: another one may be quicker.")


def heat_finding(board: Board, celsius: float | None) -> Finding:
    """How warm the board is now."""
    if Throttling.HEAT in board.throttling():
        return Finding("heat", Verdict.WRONG, "the board is too hot and slows itself down: give it air, or a cooler.")
    if celsius is None:
        return Finding("heat", Verdict.NOTE, "nothing here measures how warm the board is.")
    return Finding("heat", Verdict.GOOD, f"the board is at {celsius:.0f} degrees; it slows down from {HOT_C:.0f} on.")


def heat_now(board: Board) -> Finding:
    """The same of this computer."""
    return heat_finding(board, processor_celsius())
