"""Every routine has a film: slow, without a seam, and with the hands on the side they are for."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.clips.anatomy import EYE_INNER, EYE_OUTER
from mirror.clips.drawn import EVERY, drawn_named, loop_s, one_sided, picture_at
from mirror.clips.expression import HeadPose
from mirror.clips.film import Image, write_film
from mirror.clips.hands import Arcs, Cloth, Drop, Fingertip, FlatHand, Light, Way, add_lights, mirrored, pushed
from mirror.clips.library import Clip, Source
from mirror.clips.look import DEMONSTRATOR
from mirror.clips.pace import BREATH_S
from mirror.clips.player import ClipPlayer
from mirror.clips.portrait import Portrait
from mirror.clips.routine import SCENES, GuidedRoutine, Moment
from mirror.perception.face import Side
from mirror.problem import Problem
from mirror.therapy.catalogue import Which, catalogue, entries, routines
from mirror.therapy.tries import ATTEMPT

#: A hand that moves faster than this over a face is no slow hand, mm/s.
FASTEST_MM_S = 40.0


@pytest.fixture(scope="module")
def portrait() -> Portrait:
    return Portrait(272, 340, DEMONSTRATOR)


def moments(routine: GuidedRoutine, hz: float = 30.0) -> list[Moment]:
    """One loop and the first moment of the next."""
    scene = SCENES[routine]
    return [scene.at(number / hz % scene.loop_s) for number in range(round(scene.loop_s * hz) + 1)]


def hands(moment: Moment) -> list[Fingertip | FlatHand]:
    return [light for light in moment.lights if isinstance(light, (Fingertip, FlatHand))]


def test_every_exercise_and_routine_of_the_catalogue_has_a_film() -> None:
    """Nobody is asked to do what the mirror cannot show."""
    assert {one.value for one in EVERY} == set(entries()) - {ATTEMPT}
    assert {one.value for one in GuidedRoutine} == set(routines()) - {ATTEMPT}  # it shows the exercises that it tries
    assert set(SCENES) == set(GuidedRoutine)


def test_what_is_done_with_one_side_is_drawn_with_one_side() -> None:
    """What the catalogue gives to one side has a film that can be turned to it."""
    for name, entry in entries().items():
        if entry.side is not Which.BOTH:
            assert one_sided(drawn_named(name)), name
    assert not one_sided(drawn_named("massage_cheeks"))
    assert [one.value for one in EVERY if one_sided(one) and one.value in catalogue()] == ["wink"]


def test_an_unknown_film_is_named_with_the_known_ones() -> None:
    """The sentence helps to find the right word."""
    with pytest.raises(Problem, match=r"'massage_ears'.*brow_raise.*massage_forehead"):
        drawn_named("massage_ears")


@pytest.mark.parametrize("routine", GuidedRoutine)
def test_the_loop_of_a_routine_has_no_seam(portrait: Portrait, routine: GuidedRoutine) -> None:
    """The step over the seam is no larger than the largest step within the loop, and whole breaths fit into it."""
    assert SCENES[routine].loop_s % BREATH_S == 0
    last_s = loop_s(routine) - 1 / 30
    last, first, next_ = (picture_at(portrait, routine, t).astype(int) for t in (last_s, 0.0, 1 / 30))
    step = np.abs(first - last)
    assert step.max() <= 40
    assert step.mean() <= 2 * np.abs(next_ - first).mean() + 0.15


@pytest.mark.parametrize("routine", GuidedRoutine)
def test_hands_are_slow_and_never_jump(routine: GuidedRoutine) -> None:
    """From one picture to the next a hand that is seen goes little farther than a millimetre, and fades gently."""
    seen = moments(routine)
    for before, after in pairwise(seen):
        assert len(before.lights) == len(after.lights)
        for a, b in zip(before.lights, after.lights, strict=True):
            assert abs(a.amount - b.amount) <= 0.12
            if isinstance(a, (Fingertip, FlatHand)) and isinstance(b, (Fingertip, FlatHand)) and a.amount > 0.05:
                assert np.hypot(b.x - a.x, b.y - a.y) * 30 <= FASTEST_MM_S


@pytest.mark.parametrize("routine", [one for one in GuidedRoutine if one.value.startswith("massage")])
def test_massage_is_done_with_both_hands_alike(routine: GuidedRoutine) -> None:
    """Every light has its mirror image."""
    for moment in moments(routine, 2.0):
        half = len(moment.lights) // 2
        assert tuple(map(mirrored, moment.lights[:half])) == moment.lights[half:]


def test_no_finger_lies_on_an_open_eye_in_massage() -> None:
    """Around the bone, never on the eye itself."""
    for routine in (one for one in GuidedRoutine if one.value.startswith("massage")):
        for moment in moments(routine):
            for tip in hands(moment):
                assert not (EYE_INNER < abs(tip.x) < EYE_OUTER and -9 < tip.y < 9), routine
                assert not (isinstance(tip, Fingertip) and tip.length_mm and abs(tip.y) < 9 and abs(tip.x) < 40)


@pytest.mark.parametrize(
    ("routine", "sign"),
    [
        (GuidedRoutine.SPEECH_SUPPORT, 1),
        (GuidedRoutine.RELEASE_CHEEK, 1),
        (GuidedRoutine.RELEASE_EYE, 1),
        (GuidedRoutine.ASSISTED_CLOSURE, 1),
        (GuidedRoutine.EYE_DROPS, 1),
        (GuidedRoutine.EYE_NIGHT, 1),
        (GuidedRoutine.GOOD_SIDE_RELAXATION, -1),
    ],
)
def test_one_sided_hands_lie_on_their_side(routine: GuidedRoutine, sign: int) -> None:
    """Drawn for a weaker left side: on the left, but for the relaxation of the stronger side."""
    assert all(sign * hand.x > 0 for moment in moments(routine, 4.0) for hand in hands(moment))


@pytest.mark.parametrize("routine", [one for one in GuidedRoutine if one.value.startswith("imagery")])
def test_imagery_moves_nothing_but_the_breath_and_the_light(routine: GuidedRoutine) -> None:
    """The face keeps still; eyes are shut where the catalogue shuts them."""
    faces = {moment.face.left for moment in moments(routine)} | {moment.face.right for moment in moments(routine)}
    assert len(faces) == 1
    assert (faces.pop().eye_closure == 1.0) == routines()[routine.value].eyes_closed
    assert any(isinstance(light, Arcs) for light in SCENES[routine].at(2.0).lights)


def test_the_mirrored_view_gives_the_weaker_half_the_stronger_ones_shape() -> None:
    """First each half is as it is, then both are the stronger one."""
    at = SCENES[GuidedRoutine.MIRRORED_VIEW].at
    assert at(0.5).face.left.droop > 0.8
    assert at(0.5).face.right.droop == 0
    assert at(5.0).face.left == at(5.0).face.right == at(0.5).face.right


@pytest.mark.parametrize(
    "light",
    [
        Fingertip(40.0, 30.0, 20.0),
        FlatHand(45.0, 20.0, 80.0),
        Cloth(47.0, 55.0),
        Drop(33.0, 0.0),
        Way(((20.0, 40.0), (40.0, 30.0), (60.0, 10.0))),
    ],
)
def test_a_light_and_its_mirror_image_light_mirrored_pixels(portrait: Portrait, light: Light) -> None:
    """To a shade, on an even ground."""
    pose = HeadPose()
    ground = np.full((portrait.height, portrait.width, 3), 90, np.uint8)
    left, right = ground.copy(), ground.copy()
    add_lights(left, portrait, (light,), pose)
    add_lights(right, portrait, (mirrored(light),), pose)
    assert np.abs(left.astype(int) - 90).max() > 40
    assert np.abs(left.astype(int) - cv2.flip(right, 1)).mean() < 0.3
    assert not np.array_equal(left, right)


def test_a_light_beyond_the_picture_lights_nothing(portrait: Portrait) -> None:
    """Hands come from outside."""
    ground = np.full((portrait.height, portrait.width, 3), 90, np.uint8)
    add_lights(ground, portrait, (Drop(400.0, 0.0), Fingertip(40.0, 30.0, 0.0, amount=0.0)), HeadPose())
    assert np.all(ground == 90)


def test_only_a_hand_that_pulls_carries_skin() -> None:
    """A light touch, a cloth and a drop leave the face as it is."""
    assert pushed((Fingertip(40.0, 30.0, 0.0), Cloth(47.0, 55.0), Drop(0.0, 0.0))) is None
    field = pushed((Fingertip(40.0, 30.0, 0.0, (2.0, 0.0)), FlatHand(-50.0, 10.0, 100.0, (0.0, 3.0), 0.5)))
    assert field is not None
    assert field[..., 0].max() == pytest.approx(2.0, abs=0.1)
    assert field[..., 1].max() == pytest.approx(1.5, abs=0.1)


def test_a_one_sided_film_is_turned_to_the_weaker_side(tmp_path: Path) -> None:
    """Drawn for the left, which a mirror shows on the left; turned for the right; as drawn while nobody knows."""
    picture: Image = np.zeros((64, 64, 3), np.uint8)
    picture[:, 40:] = 200  # the subject's left is on the right of a camera's picture
    path = tmp_path / "wink.mp4"
    write_film(path, [picture] * 5, 64, 64, 10.0)
    turned = Clip("wink", path, Source.DRAWN, 0.5, 10.0, Side.LEFT)
    plain = Clip("smile", path, Source.DRAWN, 0.5, 10.0)

    def bright_left(clip: Clip, affected: Side | None) -> bool:
        with ClipPlayer(clip, affected) as player:
            frame = player.frame_at(0.0)
        return bool(frame[:, :20].mean() > frame[:, 44:].mean())

    assert [bright_left(turned, side) for side in (None, Side.LEFT, Side.RIGHT)] == [True, True, False]
    assert [bright_left(plain, side) for side in (None, Side.LEFT, Side.RIGHT)] == [True, True, True]


def test_a_routines_film_keeps_its_own_time(tmp_path: Path) -> None:
    """It does not move, hold and let go with the person."""
    assert Clip("massage_chin", tmp_path, Source.DRAWN, 8.0, 30.0).keeps_own_time
    assert not Clip("smile", tmp_path, Source.DRAWN, 7.0, 30.0).keeps_own_time
    assert Clip("smile", tmp_path, Source.OWN_HALF, 7.0, 30.0).keeps_own_time
