"""The refined figure of a repetition: what is remembered of its hold, what is read, and what becomes of it."""

import gc
import weakref
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from mirror.clips.expression import Expression, Half
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.kiosk.refining import MOST_WAITING, HoldMemory, InlineRefiner, NotRefining, Refiner, refining_beside
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.face_cut import FaceCut, Moment
from mirror.perception.look import Look
from mirror.perception.resting import RestingItem
from mirror.perception.tracker import Input, open_tracker
from mirror.problem import Problem
from mirror.therapy.effects import RepetitionDone


def done(movement=Movement.SMILE, start_s=1.0, number=1):
    """A repetition of 3 s whose hold lasts from 1.5 to 3.5 s."""
    excursion = Excursion(4.0, 2.0, 0.9)
    return RepetitionDone(
        "smile", number, Repetition(movement, start_s, start_s + 0.5, start_s + 2.5, start_s + 3.0, excursion, 0.1)
    )


@pytest.fixture(scope="module")
def stills(bundle):
    with open_tracker(bundle, Input.STILL) as tracker:
        yield tracker


@pytest.fixture(scope="module")
def cut(stills):
    """Cuts a drawn face out of a frame of a camera."""
    portrait = Portrait(720, 960, PATIENT)

    def drawn(expression):
        image = portrait.draw(expression)
        points = stills.track(image, 0.0)
        return FaceCut.of(image, points, Look.at(image, points).face.pose)

    return drawn


@pytest.fixture(scope="module")
def smile(cut):
    """A moment of a smile whose right side goes half as far."""
    return Moment(cut(Expression()), cut(Expression(left=Half(smile=0.9), right=Half(smile=0.45))))


def test_a_cut_is_no_larger_than_the_measurement_needs(smile):
    """A face of 720 x 960 px becomes one of about 150 px between the eyes, with something round it."""
    height, width = smile.now.for_reading().image.shape[:2]
    assert 350 < width < 600
    assert height * width < 0.5 * 720 * 960


def test_a_cut_is_a_copy(stills):
    """The camera's frame may be used again."""
    image = Portrait(480, 640, PATIENT).draw(Expression())
    points = stills.track(image, 0.0)
    kept = FaceCut.of(image, points, Look.at(image, points).face.pose)
    before = kept.image.copy()
    image[:] = 0
    assert np.array_equal(kept.image, before)


def test_the_moments_of_the_hold_are_read_and_no_others(smile):
    """Of a movement with its way up and down, two moments of the hold are chosen."""
    memory = HoldMemory()
    for t_s in np.arange(0.0, 5.0, 0.2):
        memory.remember(
            float(t_s), Moment(smile.rest, FaceCut(np.full((2, 2, 3), int(t_s * 10)), *_rest_of(smile))), begun_s=0.0
        )
    hold = memory.of(done())
    assert [int(moment.now.image[0, 0, 0]) for moment in hold.moments] == [20, 30]


def test_what_was_before_a_movement_began_is_not_kept(smile):
    """Nobody reads it: a hold begins no sooner than its movement, and every moment is a picture of a face."""
    memory = HoldMemory()
    for number in range(10):
        memory.remember(number / 10, smile, begun_s=None)
    assert memory.kept == 0
    for number in range(10):
        memory.remember(1.0 + number / 10, smile, begun_s=1.0)
    memory.remember(2.0, smile, begun_s=None)
    assert memory.kept == 10
    memory.remember(3.0, smile, begun_s=3.0)
    assert memory.kept == 1


def _rest_of(moment):
    return moment.now.camera, moment.now.pose, moment.now.eyes_px


def test_what_has_no_refined_reading_or_no_picture_keeps_its_light_figure(smile):
    """A long eee is not read on photographs; a hold nobody remembers cannot be."""
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    assert memory.of(done(Movement.LOWER_LIP)) is None
    memory.forget()
    assert memory.of(done()) is None


def test_a_smile_is_refined(stills, smile):
    """The right side went half as far, and the model that says so is named."""
    refiner, memory = InlineRefiner(stills), HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    memory.remember(3.0, smile, begun_s=0.0)
    refiner.submit(memory.of(done()))
    (found,) = refiner.refined()
    assert found.excursion.weaker is Side.RIGHT
    assert found.excursion.symmetry == pytest.approx(0.5, abs=0.12)
    assert (found.exercise, found.number, found.start_s, found.abstained) == ("smile", 1, 1.0, None)
    assert found.model == stills.model
    assert list(refiner.refined()) == []


def test_a_covered_lens_is_told_and_no_figure_made_up(stills, smile):
    """Black pictures of a hold: no figure, and the reason."""
    black = FaceCut(np.zeros_like(smile.now.image), *_rest_of(smile))
    refiner, memory = InlineRefiner(stills), HoldMemory()
    memory.remember(2.0, Moment(smile.rest, black), begun_s=0.0)
    refiner.submit(memory.of(done()))
    (found,) = refiner.refined()
    assert found.excursion is None
    assert found.abstained == "no face"


def test_what_waits_when_the_mirror_closes_is_still_read(bundle, smile):
    """The last repetition of a session is refined although the mirror is being closed."""
    memory, kept = HoldMemory(), []
    memory.remember(2.0, smile, begun_s=0.0)
    with refining_beside(lambda: open_tracker(bundle, Input.STILL), lambda: kept.extend(refiner.refined())) as refiner:
        refiner.submit(memory.of(done(number=1)))
        refiner.submit(memory.of(done(number=2)))
    assert [found.number for found in kept] == [1, 2]


def test_a_refiner_that_never_gets_a_hold_opens_no_model(smile):
    """Nothing is loaded for nothing."""

    def refused():
        raise AssertionError("opened")

    with refining_beside(refused, lambda: None) as refiner:
        pass
    assert refiner.problem is None


def test_a_model_that_does_not_open_leaves_the_light_figures(smile):
    """The session goes on, and the reason is kept."""

    @contextmanager
    def broken():
        raise Problem("The model is gone.")
        yield

    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    with refining_beside(broken, lambda: None) as refiner:
        refiner.submit(memory.of(done()))
    assert refiner.problem == "The model is gone."
    refiner.submit(memory.of(done()))
    assert list(refiner.refined()) == []


def test_no_more_waits_than_can_be_read(smile, bundle):
    """A board that is too slow keeps light figures instead of falling ever farther behind."""
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    refiner = Refiner(lambda: open_tracker(bundle, Input.STILL))
    for number in range(MOST_WAITING + 3):
        refiner.submit(memory.of(done(number=number)))
    refiner.start()
    refiner.stop()
    refiner.join()
    assert [found.number for found in refiner.refined()] == list(range(MOST_WAITING))


def test_without_a_refiner_nothing_is_refined(smile):
    """The doors are there all the same."""
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    nobody = NotRefining()
    nobody.submit(memory.of(done()))
    assert list(nobody.refined()) == []


def test_one_hold_that_cannot_be_read_does_not_end_the_reading_of_others(bundle, smile):
    """A picture that is none: that repetition keeps its light figure, the reason is told, the next one is refined."""
    memory, spoilt = HoldMemory(), HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    spoilt.remember(2.0, Moment(smile.rest, FaceCut(np.zeros((0, 0, 3), np.uint8), *_rest_of(smile))), begun_s=0.0)
    kept = []
    with refining_beside(lambda: open_tracker(bundle, Input.STILL), lambda: kept.extend(refiner.refined())) as refiner:
        refiner.submit(spoilt.of(done(number=1)))
        refiner.submit(memory.of(done(number=2)))
    assert [found.number for found in kept] == [2]
    assert "could not be refined" in refiner.problem


def test_no_face_is_kept_when_the_session_is_over(bundle, smile):
    """Asked to forget, the refiner lets go of every face at rest once what waits has been read."""
    memory = HoldMemory()
    refiner = Refiner(lambda: open_tracker(bundle, Input.STILL))
    own = Moment(replace(smile.rest, image=smile.rest.image.copy()), smile.now)
    kept = weakref.ref(own.rest.image)
    memory.remember(2.0, own, begun_s=0.0)
    refiner.submit(memory.of(done()))
    refiner.forget()
    memory.forget()
    del own
    refiner.start()
    refiner.stop()
    refiner.join()
    assert len(refiner.refined()) == 1
    gc.collect()
    assert kept() is None


def test_in_simulated_time_too_a_hold_that_cannot_be_read_ends_nothing(stills, smile):
    """No exception reaches the session; the reason is there to be told."""
    refiner, memory = InlineRefiner(stills), HoldMemory()
    memory.remember(2.0, Moment(smile.rest, FaceCut(np.zeros((0, 0, 3), np.uint8), *_rest_of(smile))), begun_s=0.0)
    refiner.submit(memory.of(done()))
    assert list(refiner.refined()) == []
    assert "could not be refined" in refiner.problem


def test_the_gap_that_stays_open_is_told_of_an_eye_and_of_nothing_else(stills, cut, smile):
    """The left eye was closed half: several mm stay open there, hardly any on the right."""
    eyes = Moment(cut(Expression()), cut(Expression(left=Half(eye_closure=0.5), right=Half(eye_closure=1.0))))
    refiner = InlineRefiner(stills)
    for movement, moment in ((Movement.EYE_CLOSURE, eyes), (Movement.SMILE, smile)):
        memory = HoldMemory()
        memory.remember(2.0, moment, begun_s=0.0)
        refiner.submit(memory.of(done(movement)))
    closed, smiled = refiner.refined()
    assert closed.gap_left_mm > closed.gap_right_mm + 2.0
    assert closed.gap_left_mm + closed.excursion.left_mm == pytest.approx(
        closed.gap_right_mm + closed.excursion.right_mm, abs=1.5
    )
    assert (smiled.gap_left_mm, smiled.gap_right_mm) == (None, None)


def test_the_face_at_rest_is_told_once_for_each_time_it_is_asked(stills, cut):
    """From the picture that the hold was compared with: the left corner of the mouth hangs."""
    drooping = Moment(cut(Expression(left=Half(droop=0.8))), cut(Expression(left=Half(smile=0.5, droop=0.8))))
    refiner, memory = InlineRefiner(stills), HoldMemory()
    memory.remember(2.0, drooping, begun_s=0.0)
    refiner.submit(memory.of(done()))
    assert refiner.resting() is None
    refiner.ask_resting()
    assert refiner.resting()[RestingItem.MOUTH].left_more_mm < -1.5
    assert refiner.resting() is None
    refiner.forget()
    refiner.ask_resting()
    assert refiner.resting() is Unseen.NO_IMAGE


def test_the_answer_about_the_face_at_rest_comes_after_every_hold_before_it(bundle, smile):
    """Whoever has it has all repetitions; what is handed over later, and the forgetting, do not take it away."""
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    refiner = Refiner(lambda: open_tracker(bundle, Input.STILL))
    refiner.submit(memory.of(done(number=1)))
    refiner.submit(memory.of(done(number=2)))
    refiner.ask_resting()
    refiner.forget()
    refiner.start()
    refiner.stop()
    refiner.join()
    assert [found.number for found in refiner.refined()] == [1, 2]
    assert abs(refiner.resting()[RestingItem.MOUTH].left_more_mm) < 1.5


def test_nobody_waits_for_a_face_at_rest_that_will_not_be_read(bundle, smile):
    """No hold has come, no model opens, the thread has ended, nobody refines: the answer is there at once."""

    @contextmanager
    def broken():
        raise Problem("The model is gone.")
        yield

    unused, nobody = Refiner(lambda: open_tracker(bundle, Input.STILL)), NotRefining()
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    dead = Refiner(broken)
    dead.submit(memory.of(done()))
    dead.ask_resting()
    assert dead.resting() is None
    dead.start()
    dead.join()
    assert dead.resting() is Unseen.NO_IMAGE
    for refiner in (unused, dead, nobody):
        refiner.ask_resting()
        assert refiner.resting() is Unseen.NO_IMAGE
        assert refiner.resting() is None


def test_a_face_at_rest_that_cannot_be_read_ends_nothing(stills, smile, monkeypatch):
    """The reason is told, the answer is given, and the next hold is read."""
    memory = HoldMemory()
    memory.remember(2.0, smile, begun_s=0.0)
    refiner = InlineRefiner(stills)
    refiner.submit(memory.of(done()))

    def spoilt(_seen, _prepared):
        raise ValueError("spoilt")

    with monkeypatch.context() as patched:
        patched.setattr("mirror.perception.refined.hold.resting_asymmetry", spoilt)
        refiner.ask_resting()
    assert refiner.resting() is Unseen.NO_IMAGE
    assert refiner.problem == "The face at rest could not be read (ValueError: spoilt)."
    refiner.submit(memory.of(done(number=2)))
    assert [found.number for found in refiner.refined()] == [1, 2]
