"""Properties of the session: no press and no wait leads into a corner."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.movement.repetition import Phase
from mirror.perception.face import Unseen
from mirror.therapy.effects import ExerciseEnded, Outcome, RepetitionDone, SessionBegan, SessionEnded
from mirror.therapy.press import Button, PressKind
from mirror.therapy.session import IN_SESSION, Scene
from tests.therapy.timeline import CAMERA_FAULT, Timeline, begun

presses = st.tuples(st.just("press"), st.sampled_from(Button), st.sampled_from(PressKind))
waits = st.tuples(st.just("wait"), st.floats(0.1, 20.0))
sights = st.tuples(st.just("sight"), st.sampled_from([None, *Unseen]))
moves = st.tuples(st.just("move"))
lets = st.tuples(st.just("let go"))
faults = st.tuples(st.just("fault"), st.sampled_from([None, CAMERA_FAULT]))
stories = st.lists(st.one_of(presses, waits, sights, moves, lets, faults), max_size=25)


def play(timeline: Timeline, story) -> Timeline:
    for kind, *what in story:
        match kind:
            case "press":
                timeline.press(*what)
            case "wait":
                timeline.wait(what[0])
            case "sight":
                timeline.unseen = what[0]
            case "move":
                timeline.onset()
                timeline.held_s = 0.5
            case "let go" if timeline.phase is Phase.MOVING:
                timeline.release()
            case "fault":
                timeline.fault = what[0]
    return timeline


@settings(max_examples=150, deadline=None)
@given(stories)
def test_stop_ends_every_state_within_one_step(story):
    """From wherever it is, stop leaves nothing running: the summary or the idle screen."""
    timeline = play(begun("smile", "cheek_puff"), story)
    timeline.press(Button.STOP)
    assert timeline.session.scene in (Scene.IDLE, Scene.SUMMARY, Scene.SAFE)
    timeline.press(Button.STOP)
    assert timeline.session.scene not in IN_SESSION


@settings(max_examples=150, deadline=None)
@given(stories)
def test_every_state_ends_by_itself(story):
    """With nobody there and no fault, the mirror is idle again within a quarter of an hour."""
    timeline = play(begun("smile", "cheek_puff"), story)
    timeline.fault, timeline.unseen, timeline.phase = None, Unseen.NO_FACE, Phase.RESTING
    timeline.until(Scene.IDLE, limit_s=900.0)


@settings(max_examples=150, deadline=None)
@given(stories)
def test_the_records_always_make_sense(story):
    """Sessions begin and end in turn, and what is kept lies between."""
    timeline = play(begun("smile", "cheek_puff"), story)
    timeline.fault, timeline.unseen, timeline.phase = None, Unseen.NO_FACE, Phase.RESTING
    timeline.until(Scene.IDLE, limit_s=900.0)
    running = False
    for effect in timeline.effects:
        match effect:
            case SessionBegan():
                assert not running
                running = True
            case SessionEnded():
                assert running
                running = False
            case RepetitionDone() | ExerciseEnded():
                assert running
                assert not isinstance(effect, ExerciseEnded) or isinstance(effect.outcome, Outcome)
            case _:
                pass
    assert not running
