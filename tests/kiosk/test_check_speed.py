"""`mirror check` about speed: how old the picture was in the newest session, and what slowed it down."""

import pytest
from sqlite_utils import Database

from hardware.throttling import PretendedBoard, Throttling
from mirror.diary.reading import FILE_NAME
from mirror.diary.schema import migrations
from mirror.kiosk.check_speed import heat_finding, speed_findings
from mirror.kiosk.finding import Verdict
from mirror.therapy.effects import FaultNoted, FramesAged, Outcome, SessionBegan, SessionEnded
from tests.diary.records import running, stamp


def session(log, at_s, *records):
    log.keep(SessionBegan(("smile",)), stamp(at_s))
    for record in (*records, SessionEnded(Outcome.DONE)):
        log.keep(record, stamp(at_s + 1.0))


def aged(median_ms, p95_ms, timed="sensor", frames=100):
    return FramesAged(timed, frames, median_ms, p95_ms, (0,) * 101)


def test_the_newest_session_tells_how_old_the_picture_was(tmp_path):
    """Not an older one; by whoever timed most of its frames."""
    with running(tmp_path) as log:
        session(log, 0.0, aged(200.0, 300.0))
        session(log, 10.0, aged(62.4, 90.2), aged(20.0, 30.0, "read", 3))
    (picture,) = speed_findings(tmp_path)
    assert (picture.what, picture.verdict, picture.sentence) == (
        "picture",
        Verdict.GOOD,
        "the picture on the glass is 62 ms old at the median, 90 ms for the slowest twentieth (newest session). "
        "Below 125 ms feels like a mirror.",
    )


@pytest.mark.parametrize(
    ("timed", "words"),
    [("driver", "with many webcams the exposure comes on top."), ("read", "what the camera took comes on top.")],
)
def test_what_is_not_counted_in_is_said(tmp_path, timed, words):
    """A driver's stamp and a moment of reading leave something out."""
    with running(tmp_path) as log:
        session(log, 0.0, aged(62.0, 90.0, timed))
    (picture,) = speed_findings(tmp_path)
    assert words in picture.sentence


def test_a_picture_that_is_too_old_is_noted_with_a_way_out(tmp_path):
    """It is no fault of the program's, so nothing is called wrong."""
    with running(tmp_path) as log:
        session(log, 0.0, aged(125.0, 180.0))
    (picture,) = speed_findings(tmp_path)
    assert picture.verdict is Verdict.NOTE
    assert picture.sentence.endswith("The camera matters most: another one may be quicker.")


def an_older_log(folder):
    with running(folder):
        pass
    (folder / FILE_NAME).unlink()
    db = Database(folder / FILE_NAME)
    migrations.apply(db, stop_before="m009_frame_ages")
    db.close()


@pytest.mark.parametrize(
    "make", [lambda folder: None, lambda folder: running(folder).__enter__().close(), an_older_log], ids=str
)
def test_without_a_session_before_a_camera_nothing_is_claimed(tmp_path, make):
    """No log, a log without sessions, and one of an earlier version: it is not known, and no fault."""
    make(tmp_path)
    (picture,) = speed_findings(tmp_path)
    assert picture.verdict is Verdict.NOTE
    assert "is not known" in picture.sentence


def test_a_log_that_cannot_be_read_is_told_by_the_finding_about_the_log(tmp_path):
    """Not twice."""
    (tmp_path / FILE_NAME).write_text("no database at all, only words")
    assert list(speed_findings(tmp_path)) == []


def test_what_slowed_the_newest_session_down_is_told(tmp_path):
    """Each kind with its day and its sentence; other faults and other sessions have their own places."""
    with running(tmp_path) as log:
        session(log, 0.0, FaultNoted("heat", "Of an older session."))
        session(
            log,
            10.0,
            aged(62.0, 90.0),
            FaultNoted("slow board", "A look took 190 ms."),
            FaultNoted("undervoltage", "The supply is too weak."),
            FaultNoted("button", "The left button is down."),
        )
    _, *slowed = speed_findings(tmp_path)
    assert [(one.what, one.verdict, one.sentence) for one in slowed] == [
        ("speed", Verdict.NOTE, "in the newest session, 2026-11-21, slow board: A look took 190 ms."),
        ("speed", Verdict.NOTE, "in the newest session, 2026-11-21, undervoltage: The supply is too weak."),
    ]


@pytest.mark.parametrize(
    ("board", "celsius", "verdict", "words"),
    [
        (PretendedBoard(), 52.4, Verdict.GOOD, "the board is at 52 degrees; it slows down from 80 on."),
        (PretendedBoard(), None, Verdict.NOTE, "nothing here measures"),
        (PretendedBoard(Throttling.UNDERVOLTAGE), 52.4, Verdict.GOOD, "at 52 degrees"),
        (PretendedBoard(Throttling.HEAT), 81.0, Verdict.WRONG, "too hot and slows itself down: give it air"),
    ],
)
def test_a_hot_board_is_wrong_and_a_cool_one_good(board, celsius, verdict, words):
    """Now, at the time of the check."""
    found = heat_finding(board, celsius)
    assert (found.what, found.verdict, words in found.sentence) == ("heat", verdict, True), found
