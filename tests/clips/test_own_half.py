"""The own healthy half as a demonstration: alike on both sides, slow, looping, private, and gone when forgotten."""

import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mirror.clips.anatomy import EYE_OUTER
from mirror.clips.choreography import ease
from mirror.clips.drawn import FPS, HEIGHT, WIDTH
from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.film import Image, write_film
from mirror.clips.library import ADDED_FIRST, OWN_HALF_BEFORE_DRAWN, Library, Source, fingerprint
from mirror.clips.look import PATIENT
from mirror.clips.own_half import Sight, own_half_frames
from mirror.clips.player import ClipPlayer
from mirror.clips.portrait import Portrait
from mirror.clips.twice import EYE_DISTANCE, MIDLINE, OUTER_LEFT, OUTER_RIGHT
from mirror.perception.face import Points, Side
from mirror.problem import Problem

MADE = datetime(2026, 11, 21, 10, 15, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 0, 0, tzinfo=UTC)


def points_of(portrait: Portrait, pose: HeadPose) -> Points:
    """(478, 3) where the landmarks that matter lie on the drawn face."""
    points = np.zeros((478, 3), np.float32)
    places = {OUTER_LEFT: (EYE_OUTER, 0.0), OUTER_RIGHT: (-EYE_OUTER, 0.0)}
    places |= {index: (0.0, y) for index, y in zip(MIDLINE, (-70, -45, -25, -12, 0, 12, 25), strict=True)}
    for index, (x, y) in places.items():
        points[index, :2] = portrait.pixel(x, y, pose)
    return points


@pytest.fixture(scope="module")
def repetition() -> list[Sight]:
    """Three seconds of a person who smiles with the right half only, the head never quite still."""
    portrait = Portrait(640, 480, PATIENT)
    sights = []
    for number in range(31):
        t_s = number / 10
        pose = HeadPose(0.01 * math.sin(t_s), 0.006 * math.sin(1.3 * t_s), 1.0, 4.0 + math.sin(1.1 * t_s))
        smile = 0.65 * ease(t_s) * (1 - ease((t_s - 2.0) / 0.9))
        face = Expression(left=Half(droop=0.6), right=Half(smile=smile)).posed(pose)
        sights.append(Sight(100.0 + t_s, portrait.draw(face), points_of(portrait, pose)))
    return sights


@pytest.fixture(scope="module")
def frames(repetition: list[Sight]) -> list[Image]:
    return list(own_half_frames(repetition, Side.RIGHT))


def test_the_film_is_the_size_of_a_drawn_one_and_half_as_fast_as_life(frames: list[Image]) -> None:
    """Three seconds become six, at the drawn films' rate."""
    assert len(frames) == round(2 * 3.0 * FPS)
    assert {frame.shape for frame in frames} == {(HEIGHT, WIDTH, 3)}


def test_both_halves_are_the_healthy_one(frames: list[Image]) -> None:
    """The film is its own mirror image, to the rounding of its seam and of its black."""
    for frame in (frames[0], frames[60], frames[90]):
        difference = np.abs(frame.astype(int) - frame[:, ::-1])
        assert difference.mean() < 0.6
        assert np.percentile(difference, 99.5) <= 6


def test_the_weaker_half_is_not_in_it(repetition: list[Sight]) -> None:
    """Made of the left half, which does not move, nothing moves; made of the right one, the mouth does."""

    def motion(half: Side) -> float:
        film = list(own_half_frames(repetition, half))
        corner = (slice(405, 470), slice(WIDTH // 2 + 48, WIDTH // 2 + 88))
        return float(np.abs(film[90][corner].astype(int) - film[0][corner]).mean())

    assert motion(Side.RIGHT) > 2.0 * motion(Side.LEFT)


def test_the_eyes_are_where_the_drawn_demonstrator_has_them(frames: list[Image]) -> None:
    """Dark pupils at the same height and distance, whatever the person's distance and tilt."""
    grey = frames[0][240:330].mean(axis=2)
    columns = 100 + np.argsort(grey[:, 100:-100].min(axis=0))[:12]
    left, right = columns[columns < WIDTH / 2].mean(), columns[columns > WIDTH / 2].mean()
    pupils = EYE_DISTANCE * WIDTH * 31.5 / EYE_OUTER
    assert right - left == pytest.approx(pupils, abs=12)


def test_the_last_picture_leads_into_the_first(frames: list[Image]) -> None:
    """The step over the seam is as small as the steps beside it, and none is large."""
    steps = [np.abs(b.astype(int) - a).mean() for a, b in zip(frames, [*frames[1:], frames[0]], strict=True)]
    assert steps[-1] < 1.0
    assert max(steps) < 2.5


def test_the_room_around_the_head_is_black(frames: list[Image]) -> None:
    """A bathroom is nobody's demonstration."""
    for edge in (frames[0][:4], frames[0][:, :8], frames[0][:, -8:]):
        assert edge.max() <= 8


@pytest.mark.parametrize(
    ("keep", "sentence"),
    [
        (slice(0, 0), r"lasted 0\.0 s; .* 1\.5 to 12 s"),
        (slice(0, 10), r"lasted 0\.9 s"),
    ],
)
def test_a_repetition_that_is_too_short_is_refused(repetition: list[Sight], keep: slice, sentence: str) -> None:
    """Before anything is drawn, with a sentence."""
    with pytest.raises(Problem, match=sentence):
        own_half_frames(repetition[keep], Side.LEFT)


def test_a_face_that_was_away_is_refused(repetition: list[Sight]) -> None:
    """What was not seen is not invented; nor is a repetition of which times run backwards."""
    with pytest.raises(Problem, match=r"away for 0\.7 s .* in view throughout"):
        own_half_frames([*repetition[:10], *repetition[16:]], Side.LEFT)
    with pytest.raises(Problem):
        own_half_frames([*repetition[:20], *repetition[5:]], Side.LEFT)


def some_frames(brightness: int = 120) -> list[Image]:
    return [np.full((HEIGHT, WIDTH, 3), brightness, np.uint8)] * 4


def test_an_own_half_is_kept_for_this_account_alone(tmp_path: Path) -> None:
    """Readable by nobody else; exercise, side and moment are known."""
    library = Library(tmp_path)
    clip = library.keep_own_half("smile", Side.LEFT, MADE, some_frames())
    assert clip.source is Source.OWN_HALF
    assert clip.path.stat().st_mode & 0o777 == 0o600
    (kept,) = library.own_halves()
    assert (kept.exercise, kept.half, kept.made_utc, kept.path) == ("smile", Side.LEFT, MADE, clip.path)
    with ClipPlayer(clip, Side.RIGHT) as player:
        assert player.frame_at(0.0).shape == (HEIGHT, WIDTH, 3)
        assert player.phase_at(0.0) is None


def test_even_half_a_film_is_readable_by_nobody_else(tmp_path: Path) -> None:
    """The mode holds from the first byte on."""
    modes: list[int] = []

    def watched() -> object:
        for frame in some_frames():
            modes.extend(path.stat().st_mode & 0o777 for path in (tmp_path / "clips").glob(".*.part.*"))
            yield frame

    Library(tmp_path).keep_own_half("smile", Side.LEFT, MADE, watched())  # type: ignore[arg-type]
    assert set(modes) == {0o600}


def test_it_is_shown_only_where_that_is_wished(tmp_path: Path) -> None:
    """Off, the drawn film is shown; on, the own half; a therapist's film comes before both."""
    off, on = Library(tmp_path), Library(tmp_path, OWN_HALF_BEFORE_DRAWN)
    off.keep_own_half("smile", Side.LEFT, MADE, some_frames())
    small = np.zeros((64, 64, 3), np.uint8)
    assert off.find("smile") is None
    write_film(off.folder / f"smile-{fingerprint()}.mp4", [small] * 3, 64, 64, 10.0)

    def shown() -> list[Source | None]:
        return [None if (clip := library.find("smile")) is None else clip.source for library in (off, on)]

    assert off.order == ADDED_FIRST
    assert shown() == [Source.DRAWN, Source.OWN_HALF]
    write_film(tmp_path / "film.mp4", [small] * 30, 64, 64, 10.0)
    off.add(tmp_path / "film.mp4", "smile", lambda _: True)
    assert shown() == [Source.OWN, Source.OWN]


def test_a_newer_own_half_replaces_the_older(tmp_path: Path) -> None:
    """Of a face nothing is kept that is not shown."""
    library = Library(tmp_path)
    first = library.keep_own_half("smile", Side.LEFT, MADE, some_frames())
    second = library.keep_own_half("smile", Side.LEFT, LATER, some_frames())
    library.keep_own_half("pucker", Side.LEFT, MADE, some_frames())
    assert not first.path.exists()
    assert [(kept.exercise, kept.made_utc) for kept in library.own_halves()] == [("pucker", MADE), ("smile", LATER)]
    assert second.path.exists()


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    """One exercise, or all of them, with what a power cut left; other films stay."""
    library = Library(tmp_path)
    assert library.own_halves() == ()
    assert library.forget_own_halves() == 0
    for exercise in ("smile", "pucker", "eee"):
        library.keep_own_half(exercise, Side.RIGHT, MADE, some_frames())
    (library.folder / ".smile-half-right-20261121T101500Z.7.part.mp4").write_bytes(b"half a face")
    (library.folder / "smile-own.mp4").write_bytes(b"a therapist's")
    library.forget("smile")
    assert [kept.exercise for kept in library.own_halves()] == ["eee", "pucker"]
    assert library.forget_own_halves() == 2
    assert sorted(path.name for path in library.folder.iterdir()) == [".lock", "smile-own.mp4"]
    with pytest.raises(Problem, match=r"no film of your own half for smile; `mirror clips list`"):
        library.forget("smile")


def test_an_own_half_that_breaks_gives_way_and_is_named(tmp_path: Path) -> None:
    """A practice goes on without it."""
    library = Library(tmp_path, OWN_HALF_BEFORE_DRAWN)
    clip = library.keep_own_half("smile", Side.LEFT, MADE, some_frames())
    clip.path.write_bytes(b"")
    assert library.find("smile") is None
    assert library.unreadable("smile") == (clip.path,)
