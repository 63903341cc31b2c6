"""Films are made once, whole or not at all, and a therapist's own comes first."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.clips import library as library_module
from mirror.clips.choreography import LOOP_S, Demonstration, Phase
from mirror.clips.film import Image, write_film
from mirror.clips.fitting import fitted
from mirror.clips.library import FPS, HEIGHT, WIDTH, Clip, Library, Source, drawn_frames
from mirror.clips.player import ClipPlayer
from mirror.problem import Problem


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with one drawn film."""
    library = Library(tmp_path_factory.mktemp("data"))
    library.build([Demonstration.SMILE])
    return library


@pytest.fixture
def smile(built: Library) -> Clip:
    clip = built.find("smile")
    assert clip is not None
    return clip


def film_of(path: Path, seconds: float, brightness: Callable[[int], int] = lambda _: 120) -> Path:
    """A small film of even grey frames at 10 frames a second."""
    frames = (np.full((64, 64, 3), brightness(n), np.uint8) for n in range(round(seconds * 10)))
    write_film(path, frames, 64, 64, 10.0)
    return path


def a_face(_: Image) -> bool:
    return True


def no_face(_: Image) -> bool:
    return False


def bright(image: Image) -> bool:
    """Stands for "there is a face" in films that tell it by their brightness."""
    return float(image.mean()) > 100


def test_a_drawn_film_decodes_to_what_was_drawn(smile: Clip) -> None:
    """Every frame is there, colours are right to a shade, and black stays black."""
    drawn = list(drawn_frames(Demonstration.SMILE))
    assert len(drawn) == round(LOOP_S * FPS)
    with ClipPlayer(smile) as player:
        for number in (0, 90, 209):
            seen = player.frame_at(number / FPS)
            assert seen.shape == (HEIGHT, WIDTH, 3)
            assert cv2.PSNR(seen, cv2.flip(drawn[number], 1)) > 36
            assert np.abs(seen.astype(float).mean((0, 1)) - drawn[number].mean((0, 1))).max() < 3
            assert seen[:30, :30].max() <= 2


def test_the_last_frame_leads_into_the_first(smile: Clip) -> None:
    """The step over the seam is no larger than what coding alone changes between still frames."""
    with ClipPlayer(smile) as player:
        last, first = player.frame_at(209 / FPS), player.frame_at(210 / FPS)
        assert np.abs(last.astype(float) - first).mean() < 1.5


def test_a_player_gives_the_same_picture_for_the_same_moment(smile: Clip) -> None:
    """Forwards, backwards and over the seam, a moment is a picture."""
    moments = (0.0, 1.0, 1.02, 3.5, 0.5, 6.9, 7.1, 2.0, 9.0, 16.0)
    with ClipPlayer(smile) as player:
        seen = {t: player.frame_at(t).copy() for t in moments}
        assert np.array_equal(seen[2.0], seen[9.0])
        assert np.array_equal(player.frame_at(2.0), seen[16.0])
        assert player.phase_at(9.0) is Phase.HOLD


def test_a_player_fits_its_pictures_into_the_panel(smile: Clip) -> None:
    """The same picture as fitting it afterwards, turned the same way, from the first to the last."""
    width, height = 246, 308
    with ClipPlayer(smile) as large, ClipPlayer(smile, size=(width, height)) as player:
        for t_s in (0.0, 3.0, 6.9):
            seen, wanted = player.frame_at(t_s), fitted(large.frame_at(t_s), width, height)
            assert seen.shape == (height, width, 3)
            assert cv2.PSNR(seen, wanted) > 40 > cv2.PSNR(seen, cv2.flip(wanted, 1))


def test_films_are_drawn_once_and_again_when_the_drawing_changes(
    built: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build leaves the file alone; a new fingerprint replaces it and leaves no old one behind."""
    before = built.find("smile")
    assert before is not None
    written = before.path.stat().st_mtime_ns
    built.build([Demonstration.SMILE])
    assert before.path.stat().st_mtime_ns == written

    with monkeypatch.context() as changed:
        changed.setattr(library_module, "fingerprint", lambda: "0123456789ab")
        changed.setattr(library_module, "drawn_frames", lambda _: iter([np.zeros((HEIGHT, WIDTH, 3), np.uint8)] * 3))
        assert built.find("smile") is None
        told: list[str] = []
        for _ in range(2):
            built.build([Demonstration.SMILE], told.append)
        assert told == ["smile"]
        assert [p.name for p in built.folder.glob("smile-*.mp4")] == ["smile-0123456789ab.mp4"]
    built.build([Demonstration.SMILE])


def test_an_interrupted_drawing_leaves_nothing_behind(tmp_path: Path) -> None:
    """A film that could not be finished is not there, not even in part."""

    def breaking_off() -> Iterator[Image]:
        yield np.zeros((64, 64, 3), np.uint8)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write_film(tmp_path / "film.mp4", breaking_off(), 64, 64, 10.0)
    assert not list(tmp_path.iterdir())


def test_what_a_power_cut_left_is_cleared_away(built: Library) -> None:
    """A film that was half written when the power went is removed by the next build."""
    (built.folder / ".smile-abc.77.part.mp4").write_bytes(b"half a film")
    built.build([Demonstration.SMILE])
    assert not list(built.folder.glob(".*.part.*"))


def test_an_own_film_is_shown_from_then_on(tmp_path: Path) -> None:
    """It comes before the drawn one, keeps its kind of file and has no drawn phases."""
    library = Library(tmp_path / "data")
    own = library.add(film_of(tmp_path / "Therapy.MP4", 4), "pucker", a_face)
    assert own.path.name == "pucker-own.mp4"
    assert own.source is Source.OWN
    assert (own.duration_s, own.fps) == pytest.approx((4.0, 10.0))
    assert library.find("pucker") == own
    assert library.list() == (own,)
    with ClipPlayer(own) as player:
        assert player.phase_at(1.0) is None
        assert player.frame_at(1.0).shape == (64, 64, 3)


def test_a_newer_own_film_sets_the_older_aside(tmp_path: Path) -> None:
    """Nothing a therapist brought is deleted."""
    library = Library(tmp_path / "data")
    library.add(film_of(tmp_path / "first.mp4", 3, lambda _: 50), "smile", a_face)
    library.add(film_of(tmp_path / "second.mp4", 5, lambda _: 200), "smile", a_face)
    clip = library.find("smile")
    assert clip is not None
    assert clip.duration_s == pytest.approx(5.0)
    assert sorted(p.name for p in library.folder.glob("smile*")) == ["smile-before.mp4", "smile-own.mp4"]


def test_without_the_own_film_the_drawn_one_is_shown_again(tmp_path: Path) -> None:
    """Every film that was ever added is still there, each with its own bytes."""
    library = Library(tmp_path / "data")
    for name, seconds in (("first.mp4", 3), ("second.mp4", 5), ("third.mp4", 4)):
        library.add(film_of(tmp_path / name, seconds), "smile", a_face)
    aside = library.remove("smile")
    assert library.find("smile") is None
    assert aside.read_bytes() == (tmp_path / "third.mp4").read_bytes()
    kept = {path.read_bytes() for path in library.folder.glob("smile-before*.mp4")}
    assert kept == {(tmp_path / name).read_bytes() for name in ("first.mp4", "second.mp4", "third.mp4")}
    with pytest.raises(Problem, match=r"no film of your own for smile.*clips list"):
        library.remove("smile")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """The lock cannot be taken there: the sentence names the folder and the way out."""
    library = Library(tmp_path)
    (library.folder / ".lock").mkdir(parents=True)
    with pytest.raises(Problem, match=r"clips cannot be changed \(Is a directory\).*--data DIR"):
        library.build([Demonstration.SMILE])


@pytest.mark.parametrize(
    ("seconds", "face_in", "sentence"),
    [
        (1.5, a_face, r"film\.mp4 lasts 1\.5 s.*at least 2 s"),
        (125, a_face, r"film\.mp4 is longer than 120 s"),
        (4, no_face, r"A face is seen in 0% of film\.mp4.*80%"),
    ],
)
def test_an_unsuitable_film_is_refused_with_a_sentence(
    tmp_path: Path, seconds: float, face_in: Callable[[Image], bool], sentence: str
) -> None:
    """Too short, too long, or nobody in it: the sentence says which, and the library is as before."""
    library = Library(tmp_path / "data")
    with pytest.raises(Problem, match=sentence):
        library.add(film_of(tmp_path / "film.mp4", seconds), "smile", face_in)
    assert library.find("smile") is None


def test_a_face_in_four_of_five_frames_is_enough(tmp_path: Path) -> None:
    """A hand before the camera at the start does not spoil a film; a third without a face does."""
    library = Library(tmp_path / "data")
    mostly = film_of(tmp_path / "mostly.mp4", 10, lambda n: 30 if n < 10 else 200)
    assert library.add(mostly, "smile", bright).duration_s == pytest.approx(10)
    partly = film_of(tmp_path / "partly.mp4", 10, lambda n: 30 if n < 40 else 200)
    with pytest.raises(Problem, match="60%"):
        library.add(partly, "smile", bright)


def test_what_is_not_a_film_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Also an empty file, and one that is not there."""
    library = Library(tmp_path / "data")
    (tmp_path / "letter.mp4").write_text("Dear patient", encoding="utf-8")
    (tmp_path / "empty.mp4").touch()
    for name in ("letter.mp4", "empty.mp4"):
        with pytest.raises(
            Problem, match=rf"^{re.escape(str(tmp_path))}/{name} cannot be read as a film\. MP4, .* AVI can"
        ):
            library.add(tmp_path / name, "smile", a_face)
    with pytest.raises(Problem, match=r"no film at .*gone\.mp4"):
        library.add(tmp_path / "gone.mp4", "smile", a_face)


@pytest.mark.parametrize(
    ("name", "kept"), [("film", "smile-own.film"), ("a.m*p4", "smile-own.film"), ("film.MOV", "smile-own.mov")]
)
def test_a_film_is_shown_whatever_its_name_ends_in(tmp_path: Path, name: str, kept: str) -> None:
    """What was said to be shown from now on is shown, and can be removed again."""
    library = Library(tmp_path / "data")
    own = library.add(film_of(tmp_path / "film.mp4", 3).rename(tmp_path / name), "smile", a_face)
    assert own.path.name == kept
    assert library.find("smile") == own
    library.remove("smile")
    assert library.find("smile") is None


def test_an_avi_is_a_film_like_the_others(tmp_path: Path) -> None:
    """As everywhere else where a film is taken."""
    small = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (64, 64))
    for _ in range(30):
        small.write(np.full((64, 64, 3), 120, np.uint8))
    small.release()
    library = Library(tmp_path / "data")
    assert library.add(tmp_path / "film.avi", "smile", a_face).duration_s == pytest.approx(3.0)
    assert library.find("smile").path.name == "smile-own.avi"


def test_a_colon_in_a_films_name_is_no_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named from inside its folder, as at a terminal."""
    film_of(tmp_path / "film.mp4", 3).rename(tmp_path / "10:30.mp4")
    monkeypatch.chdir(tmp_path)
    assert Library(tmp_path / "data").add(Path("10:30.mp4"), "smile", a_face).duration_s == pytest.approx(3.0)


def test_a_film_whose_name_is_not_utf_8_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """OpenCV would end the whole process on it."""
    path = film_of(tmp_path / "film.mp4", 3).rename(tmp_path / os.fsdecode(b"\xff\xfe.mp4"))
    with pytest.raises(Problem, match=r"not UTF-8.*rename it"):
        Library(tmp_path / "data").add(path, "smile", a_face)


@pytest.mark.parametrize("keep", [0, 400])
def test_an_own_film_that_breaks_gives_way_to_the_drawn_one(tmp_path: Path, keep: int) -> None:
    """A practice goes on; the broken file stays where it is and is named."""
    library = Library(tmp_path / "data")
    own = library.add(film_of(tmp_path / "film.mp4", 3), "smile", a_face)
    drawn = film_of(library.folder / f"smile-{library_module.fingerprint()}.mp4", 1)
    own.path.write_bytes(own.path.read_bytes()[:keep])
    shown = library.find("smile")
    assert shown is not None
    assert (shown.source, shown.path) == (Source.DRAWN, drawn)
    assert library.unreadable("smile") == (own.path,)
    assert library.unreadable("pucker") == ()


@pytest.mark.parametrize("keep", [0, 400])
def test_a_drawn_film_that_breaks_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int) -> None:
    """What a power cut left empty or cut off does not count as built."""
    few = [np.full((HEIGHT, WIDTH, 3), 120, np.uint8)] * 3
    monkeypatch.setattr(library_module, "drawn_frames", lambda _: iter(few))
    library = Library(tmp_path)
    library.build([Demonstration.SMILE])
    clip = library.find("smile")
    assert clip is not None
    clip.path.write_bytes(clip.path.read_bytes()[:keep])
    assert library.find("smile") is None
    assert library.unreadable("smile") == (clip.path,)
    library.build([Demonstration.SMILE])
    assert library.find("smile") == clip
