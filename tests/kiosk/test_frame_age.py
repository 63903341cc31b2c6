"""How old the picture on the glass is: counted per frame, kept once per session."""

import threading
import tracemalloc

import numpy as np
import pytest

from hardware.camera.frame import Frame, Timed
from hardware.throttling import PretendedBoard
from mirror.diary.export import export_json
from mirror.kiosk.frame_age import BIN_MS, BINS, FrameAges, percentile_ms
from mirror.kiosk.live import LiveMirror
from mirror.screen.display import Display, DisplayKind
from mirror.therapy.effects import FramesAged, SessionEnded
from mirror.therapy.press import Button, Press
from mirror.therapy.scene import Scene
from tests.diary.records import running, stamp
from tests.kiosk.test_kiosk_story import Mirror
from tests.kiosk.test_live import CountingShow, EndlessCamera, parts, started_by_key  # noqa: F401

BLANK = np.zeros((8, 8, 3), np.uint8)


def test_median_and_slowest_twentieth_are_those_of_the_ages():
    """Nineteen of twenty pictures at about 60 ms, one at 90."""
    ages = FrameAges()
    for number in range(200):
        ages.shown(Timed.SENSOR, 0.0925 if number % 20 == 0 else 0.0605 + 0.0001 * (number % 20))
    (kept,) = ages.records()
    assert (kept.timed, kept.frames) == ("sensor", 200)
    assert kept.median_ms == pytest.approx(61.0, abs=BIN_MS)
    assert 60.0 <= kept.p95_ms <= 65.0
    ages.shown(Timed.SENSOR, 0.0925)
    assert 90.0 <= ages.records()[0].p95_ms <= 95.0


@pytest.mark.parametrize(("age_s", "index"), [(-0.001, 0), (0.0049, 0), (0.005, 1), (0.4999, 99), (7.0, BINS)])
def test_every_age_has_its_bin(age_s, index):
    """Also one that a clock's grain puts before its light, and one that a stalled camera leaves on the glass."""
    ages = FrameAges()
    ages.shown(Timed.READ, age_s)
    (kept,) = ages.records()
    assert [kept.counts[index], sum(kept.counts), len(kept.counts)] == [1, 1, BINS + 1]


def test_what_is_older_than_the_last_bin_claims_no_more_than_its_edge():
    """Nothing is known of it but that it is older."""
    assert percentile_ms([0] * BINS + [5], 0.5) == BIN_MS * BINS


def test_each_source_of_the_time_has_a_histogram_of_its_own_and_films_have_none():
    """A stamp of the sensor and a moment of reading are not the same measure."""
    ages = FrameAges()
    for timed, times in ((Timed.DRIVER, 2), (Timed.READ, 1), (None, 5)):
        for _ in range(times):
            ages.shown(timed, 0.05)
    assert [(kept.timed, kept.frames) for kept in ages.records()] == [("driver", 2), ("read", 1)]
    ages.begin()
    assert ages.records() == ()


def test_a_frame_leaves_nothing_behind():
    """A hundred thousand of them are no more memory than one."""
    ages = FrameAges()
    ages.shown(Timed.SENSOR, 0.06)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(100_000):
            ages.shown(Timed.SENSOR, 0.0001 * (number % 6000))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 1000


def practised(frames) -> Mirror:
    """A session in which these were on the glass, stopped."""
    mirror = Mirror("smile")
    mirror.kiosk.shown(Frame(BLANK, mirror.now_s - 5.0, Timed.READ), mirror.now_s)
    mirror.look(presses=(Press(Button.SELECT),))
    for timed, age_s in frames:
        mirror.kiosk.shown(Frame(BLANK, mirror.now_s - age_s, timed), mirror.now_s)
    mirror.until(Scene.MOVE)
    mirror.look(presses=(Press(Button.STOP),))
    return mirror


def test_the_ages_are_kept_once_and_belong_to_their_session(tmp_path):
    """What was on the glass outside it is not in them; in the log they stand in the session's own row."""
    mirror = practised([(Timed.DRIVER, 0.0611), (Timed.DRIVER, 0.0621), (Timed.DRIVER, 0.0931)])
    aged = [record for record in mirror.writer.records if isinstance(record, FramesAged)]
    assert [(one.timed, one.frames) for one in aged] == [("driver", 3)]
    with running(tmp_path) as log:
        for number, record in enumerate(mirror.writer.records):
            log.keep(record, stamp(number))
    (session,) = export_json(tmp_path)["sessions"]
    (row,) = export_json(tmp_path)["frame_ages"]
    assert (row["session_id"], session["outcome"]) == (session["id"], "stopped")
    assert (row["frames"], sum(row["counts"]), len(row["counts"])) == (3, 3, BINS + 1)
    assert 60.0 <= row["median_ms"] <= 65.0 < row["p95_ms"] <= 95.0


@pytest.mark.parametrize("frames", [[], [(None, 0.05)]], ids=["no picture", "a film"])
def test_a_session_without_a_camera_has_no_ages(frames):
    """A film's and a drawing's pictures have no light to count from."""
    mirror = practised(frames)
    assert not [record for record in mirror.writer.records if isinstance(record, FramesAged)]
    assert any(isinstance(record, SessionEnded) for record in mirror.writer.records)


class SensorCamera(EndlessCamera):
    """Its light fell in 40 ms before it is read."""

    def read(self, timeout_s):
        frame = super().read(timeout_s)
        return Frame(frame.image, frame.t_s - 0.040, Timed.SENSOR)


def test_the_live_loop_counts_from_the_light_to_the_flip(parts):  # noqa: F811
    """What drawing says is on the glass is counted when it returns: here 40 ms of camera and 20 ms of drawing."""
    _, tracker, writer, live = parts
    tracker.go_on.set()

    class Drawing(CountingShow):
        def draw(self, display, kiosk, sight, notice, now_s):
            super().draw(display, kiosk, sight, notice, now_s)
            threading.Event().wait(0.020)
            return sight.frame

    live = LiveMirror(live.kiosk, SensorCamera, lambda: tracker, 15.0, board=PretendedBoard())
    display = Display(DisplayKind.NONE, (480, 800))
    live.run(display, started_by_key(display), Drawing(display, 10, lambda: None), lambda: "")
    (aged,) = [record for record in writer.records if isinstance(record, FramesAged)]
    assert aged.timed == "sensor"
    assert aged.frames >= 9
    assert sum(aged.counts[: 60 // BIN_MS]) == 0, "nothing is younger than camera and drawing"
    assert aged.counts[BINS] == 0, "nor older than the histogram reaches"
