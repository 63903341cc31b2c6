"""A film in place of a camera."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hardware.camera.camera import Camera, End, Kind, NoFrameInTime, Pace, opened
from hardware.camera.film import FilmBrokeOff, FilmCamera
from hardware.camera.frame import Frame, Size
from hardware.camera.reel import next_time_s
from hardware.camera.spec import AfterLast
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock, FilmMaker


def every_frame(path: Path, clock: "Clock", after_last: AfterLast = AfterLast.STOP) -> FilmCamera:
    return FilmCamera(path, Pace.EVERY_FRAME, clock, clock.sleep, after_last)


def real_time(path: Path, clock: "Clock", after_last: AfterLast = AfterLast.STOP) -> FilmCamera:
    return FilmCamera(path, Pace.REAL_TIME, clock, clock.sleep, after_last)


def read_all(camera: Camera) -> int:
    """The number of frames until the film is over."""
    read = 0
    while isinstance(camera.read(1.0), Frame):
        read += 1
    return read


@pytest.mark.parametrize("name", ["film.mp4", "film.avi", "film.mkv"])
def test_every_frame_comes_once_with_its_time(name: str, films: "FilmMaker", clock: "Clock") -> None:
    """Read frame by frame, a film gives each picture once, in order, stamped by the film's own time."""
    camera: Camera = every_frame(films.write(name, frames=6), clock)
    with opened(camera):
        frames = [camera.read(1.0) for _ in range(6)]
        assert [films.number_of(frame) for frame in frames] == [0, 1, 2, 3, 4, 5]
        assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5], abs=2e-3)
        assert camera.read(1.0) is End.FILM_OVER
        assert camera.read(1.0) is End.FILM_OVER
    assert camera.kind is Kind.FILM
    assert clock.slept_s == []


def test_a_variable_frame_rate_is_kept(films: "FilmMaker", clock: "Clock") -> None:
    """Where a phone recorded unevenly, frames carry the container's stamps and not index over frame rate."""
    path = films.write("phone.mp4", frames=6)
    films.stretch(path, [1, 1, 5, 1, 3, 1])
    with opened(every_frame(path, clock)) as camera:
        times = [camera.read(1.0).t_s for _ in range(6)]
    assert times == pytest.approx([0.0, 0.1, 0.2, 0.7, 0.8, 1.1])


def test_a_phone_held_upright_gives_upright_frames(films: "FilmMaker", clock: "Clock") -> None:
    """The rotation mark is obeyed: the film stands, and its upper left corner is now at the upper right."""
    path = films.write("phone.mp4", frames=2)
    films.turn_upright(path)
    with opened(every_frame(path, clock)) as camera:
        frame = camera.read(1.0)
    assert frame.size == Size(120, 160)
    assert frame.image[20, -20, 2] > 200
    assert frame.image[20, 20, 2] < 60


def test_in_real_time_frames_wait_for_their_instant(films: "FilmMaker", clock: "Clock") -> None:
    """A quick reader gets every frame when it is due, stamped with that instant of the clock."""
    with opened(real_time(films.write("film.mp4", frames=4), clock)) as camera:
        frames = [camera.read(1.0) for _ in range(4)]
        assert camera.read(1.0) is End.FILM_OVER
    assert [films.number_of(frame) for frame in frames] == [0, 1, 2, 3]
    assert [frame.t_s for frame in frames] == pytest.approx([100.0, 100.1, 100.2, 100.3])
    assert clock.now_s == pytest.approx(100.3)


def test_in_real_time_a_slow_reader_gets_the_newest_frame(films: "FilmMaker", clock: "Clock") -> None:
    """Late frames are dropped: what is read is the newest one due, however long nobody asked."""
    with opened(real_time(films.write("film.mp4", frames=10), clock)) as camera:
        seen = []
        for pause_s in (0.05, 0.4, 0.01, 0.33):
            clock.sleep(pause_s)
            seen.append(films.number_of(camera.read(1.0)))
    # Read at 0.05, 0.45, 0.5 (waited for) and 0.83 s.
    assert seen == [0, 4, 5, 8]


def test_a_reader_who_comes_after_the_end_gets_the_last_frame_then_the_end(films: "FilmMaker", clock: "Clock") -> None:
    """Sleeping through the rest of a film does not lose its last picture."""
    with opened(real_time(films.write("film.mp4", frames=5), clock)) as camera:
        clock.sleep(60.0)
        assert films.number_of(camera.read(1.0)) == 4
        assert camera.read(1.0) is End.FILM_OVER


def test_a_pause_in_the_film_longer_than_the_time_out_says_so(films: "FilmMaker", clock: "Clock") -> None:
    """The reader gets its thread back after its time-out, and the frame when it is due."""
    path = films.write("film.mp4", frames=3)
    films.stretch(path, [50, 1, 1])
    with opened(real_time(path, clock)) as camera:
        camera.read(1.0)
        with pytest.raises(NoFrameInTime, match=r"no new picture for 2 s"):
            camera.read(2.0)
        assert clock.now_s == pytest.approx(102.0)
        assert camera.read(5.0).t_s == pytest.approx(105.0)


def test_a_looped_film_begins_again_and_its_time_goes_on(films: "FilmMaker", clock: "Clock") -> None:
    """After the last frame comes the first, one period later, in both paces."""
    path = films.write("film.mp4", frames=3)
    for camera, zero_s in (
        (every_frame(path, clock, AfterLast.BEGIN_AGAIN), 0.0),
        (real_time(path, clock, AfterLast.BEGIN_AGAIN), clock.now_s),
    ):
        with opened(camera):
            frames = [camera.read(1.0) for _ in range(7)]
        assert [films.number_of(frame) for frame in frames] == [0, 1, 2, 0, 1, 2, 0]
        assert [frame.t_s - zero_s for frame in frames] == pytest.approx([0.1 * i for i in range(7)])


def test_a_looped_film_left_alone_for_hours_catches_up_at_once(films: "FilmMaker", clock: "Clock") -> None:
    """Whole missed rounds are left out rather than decoded."""
    with opened(real_time(films.write("film.mp4", frames=3), clock, AfterLast.BEGIN_AGAIN)) as camera:
        for _ in range(4):
            camera.read(1.0)
        clock.sleep(36_000.0)
        frame = camera.read(1.0)
    assert clock.now_s - 0.1 <= frame.t_s <= clock.now_s + 0.1


def test_opened_again_a_film_begins_at_its_first_frame(films: "FilmMaker", clock: "Clock") -> None:
    """A restart of the camera is a fresh start."""
    camera = every_frame(films.write("film.mp4", frames=3), clock)
    for _ in range(2):
        with opened(camera):
            assert films.number_of(camera.read(1.0)) == 0
            assert films.number_of(camera.read(1.0)) == 1
    with pytest.raises(DeviceProblem, match="closed"):
        camera.read(1.0)


def test_frames_do_not_share_memory(films: "FilmMaker", clock: "Clock") -> None:
    """A frame handed out stays as it was when the next one is read."""
    with opened(every_frame(films.write("film.mp4", frames=2), clock)) as camera:
        first = camera.read(1.0)
        before = first.image.copy()
        camera.read(1.0)
        assert (first.image == before).all()


@pytest.mark.parametrize("after_last", AfterLast)
@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("name", ["film.mp4", "film.avi", "film.mkv"])
def test_a_film_that_breaks_off_says_after_how_many_frames(
    name: str, pace: Pace, after_last: AfterLast, films: "FilmMaker", clock: "Clock"
) -> None:
    """What could be read is given, then the sentence, as often as it is asked for; a whole film has none."""
    path = films.write(name, frames=28)
    if path.suffix == ".mp4":
        films.spoil(path, 11)
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with opened(FilmCamera(path, pace, clock, clock.sleep, after_last)) as camera:
        with pytest.raises(FilmBrokeOff) as told:
            read_all(camera)
        with pytest.raises(FilmBrokeOff):
            camera.read(1.0)
    found = re.fullmatch(rf".*{name} broke off after (\d+) of 28 frames; the rest could not be read\.", str(told.value))
    assert found is not None
    assert 8 <= int(found[1]) <= 20


def test_a_film_that_stops_a_few_frames_early_is_whole(films: "FilmMaker", clock: "Clock") -> None:
    """Containers round their length; three of thirty frames are no damage."""
    path = films.write("film.mp4", frames=28)
    films.spoil(path, 25)
    with opened(every_frame(path, clock)) as camera:
        assert read_all(camera) >= 24
        assert camera.read(1.0) is End.FILM_OVER


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _path: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(os.urandom(5000)), "not a film that can be read here"),
        (lambda path: path.write_text("To whom it may concern\n" * 100), "not a film that can be read here"),
    ],
)
def test_what_is_no_film_is_named_in_a_sentence(
    make, sentence: str, tmp_path: Path, clock: "Clock", capfd: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the file and what is the matter, and nothing else is printed."""
    path = tmp_path / "recording.mp4"
    make(path)
    with pytest.raises(DeviceProblem, match=sentence) as raised:
        every_frame(path, clock).open()
    assert str(path) in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_a_film_cut_off_before_its_index_is_named_in_a_sentence(films: "FilmMaker", clock: "Clock") -> None:
    """A copy that was interrupted is no traceback."""
    path = films.write("film.mp4", frames=5)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(DeviceProblem, match="damaged or cut off"):
        every_frame(path, clock).open()


def test_a_film_without_frames_is_named_in_a_sentence(films: "FilmMaker", clock: "Clock") -> None:
    """An empty recording opens like a film and has nothing to show."""
    path = films.write("film.avi", frames=0)
    with pytest.raises(DeviceProblem, match=r"has no frames|not a film"):
        every_frame(path, clock).open()


@pytest.mark.parametrize(
    ("stamp_ms", "previous_s", "expected_s"),
    [
        (0.0, None, 0.0),
        (80.0, None, 0.08),
        (float("nan"), None, 0.0),
        (-40.0, None, 0.0),
        (250.0, 0.1, 0.25),
        (0.0, 0.1, 0.15),
        (100.0, 0.1, 0.15),
        (float("inf"), 0.1, 0.15),
        (3_600_000.0, 0.1, 0.15),
    ],
)
def test_only_sane_stamps_are_believed(stamp_ms: float, previous_s: float | None, expected_s: float) -> None:
    """A stamp that stands still, goes back or leaps is replaced by one frame period after the last frame."""
    assert next_time_s(stamp_ms, previous_s, period_s=0.05) == pytest.approx(expected_s)


@pytest.mark.parametrize("name", ["10:30.mp4", "http:film.mp4"])
def test_a_colon_in_a_films_name_is_no_protocol(
    name: str, films: "FilmMaker", clock: "Clock", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named from inside its folder, as at a terminal."""
    films.write("film.mp4", frames=3).rename(films.folder / name)
    monkeypatch.chdir(films.folder)
    with opened(every_frame(Path(name), clock)) as camera:
        assert read_all(camera) == 3


def test_a_name_that_is_not_utf_8_is_a_sentence(films: "FilmMaker", clock: "Clock") -> None:
    """As copied from an old stick.  OpenCV would end the whole process on it."""
    path = films.folder / os.fsdecode(b"\xff\xfe.mp4")
    films.write("film.mp4", frames=3).rename(path)
    with pytest.raises(DeviceProblem, match=r"not UTF-8.*rename it"):
        every_frame(path, clock).open()


@pytest.mark.parametrize("after_last", AfterLast)
def test_a_single_picture_is_no_film(after_last: AfterLast, films: "FilmMaker", clock: "Clock") -> None:
    """Nothing moves in a photograph; two pictures are let through."""
    with pytest.raises(DeviceProblem, match="holds a single picture"):
        every_frame(films.write("photo.mp4", frames=1), clock, after_last).open()
    with opened(every_frame(films.write("short.mp4", frames=2), clock)) as camera:
        assert read_all(camera) == 2
