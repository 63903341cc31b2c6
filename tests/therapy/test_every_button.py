"""Properties of the session: no press and no wait leads into a corner."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.movement.repetition import Phase
from mirror.perception.face import Unseen
from mirror.therapy.brief import About, Telling
from mirror.therapy.effects import ExerciseEnded, Outcome, RepetitionDone, SessionBegan, SessionEnded
from mirror.therapy.moving import GIVE_UP_S
from mirror.therapy.press import Button, PressKind
from mirror.therapy.questions import BEFORE_PRACTICE
from mirror.therapy.scene import IN_SESSION, Hint, Scene
from tests.therapy.timeline import CAMERA_FAULT, STEP_S, Timeline, begun

presses = st.tuples(st.just("press"), st.sampled_from(Button), st.sampled_from(PressKind))
waits = st.tuples(st.just("wait"), st.floats(0.1, 20.0))
sights = st.tuples(st.just("sight"), st.sampled_from([None, *Unseen]))
moves = st.tuples(st.just("move"))
lets = st.tuples(st.just("let go"))
faults = st.tuples(st.just("fault"), st.sampled_from([None, CAMERA_FAULT]))
stills = st.tuples(st.just("still"), st.booleans())
hidings = st.tuples(st.just("hidden"), st.booleans())
phases = st.tuples(st.just("phase"), st.sampled_from(Phase))
stories = st.lists(st.one_of(presses, waits, sights, moves, lets, faults, stills, hidings, phases), max_size=25)


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
            case "still":
                timeline.steady = what[0]
            case "hidden":
                timeline.hidden = what[0]
            case "phase":
                timeline.phase, timeline.held_s = what[0], 0.0
    return timeline


@settings(max_examples=150, deadline=None)
@given(stories)
def test_stop_ends_every_state_within_one_step(story):
    """From wherever it is, stop leaves nothing running: the summary or the idle screen."""
    timeline = play(begun("smile", "cheek_puff"), story)
    timeline.press(Button.STOP)
    assert timeline.session.scene in (Scene.IDLE, Scene.QUESTION, Scene.SUMMARY, Scene.SAFE)
    timeline.press(Button.STOP)
    assert timeline.session.scene not in IN_SESSION


@settings(max_examples=150, deadline=None)
@given(stories)
def test_every_state_ends_by_itself(story):
    """With nobody there and no fault, the mirror is idle again within a quarter of an hour."""
    timeline = play(begun("smile", "cheek_puff"), story)
    timeline.fault, timeline.unseen, timeline.phase = None, Unseen.NO_FACE, Phase.RESTING
    timeline.until(Scene.IDLE, limit_s=900.0)


#: Scenes that say what they wait for, or wait for nothing.
SPEAKING = frozenset(
    {
        *(Scene.FIND_FACE, Scene.PAUSED, Scene.SAFE, Scene.IDLE, Scene.CARD, Scene.SUMMARY, Scene.DETAILS),
        *(Scene.QUESTION, Scene.TOLD, Scene.ADVICE, Scene.ROUTINE, Scene.ATTEMPT),
    }
)
#: What the scenes that are read have on them.
READ = {"asking": BEFORE_PRACTICE, "telling": (Telling(About.PLAN, "There is no plan yet.", "Please ask for one."),)}
#: Longer than any exercise asks for anything without a further word: the hold, and the patience after it.
SPEECHLESS_S = GIVE_UP_S + 4.0


def listen(timeline: Timeline, seconds: float) -> None:
    """So long as things are; never does the session stand still without a word."""
    for _ in range(round(seconds / STEP_S)):
        timeline.wait(STEP_S)
        session = timeline.session
        quiet = session.scene not in SPEAKING and session.hint is Hint.NONE
        assert not quiet or session.in_scene_s(timeline.now_s) <= SPEECHLESS_S, session


@pytest.mark.parametrize("scene", Scene)
@settings(max_examples=8, deadline=None)
@given(story=st.lists(st.tuples(stories, st.floats(0.2, 30.0)), min_size=1, max_size=40))
def test_whatever_happens_the_session_moves_on_or_says_something_or_has_ended(scene, story):
    """Twenty minutes of anything from any scene; and whatever then stays as it is, the session comes to its end."""
    timeline = begun("smile", "cheek_puff")
    timeline.wait(0.5)
    timeline.session = timeline.session.to(scene, timeline.now_s, **READ)
    while timeline.now_s < 1200.0:
        for happening, seconds in story:
            play(timeline, happening)
            listen(timeline, seconds)
    timeline.fault = None
    timeline.until(Scene.IDLE, limit_s=1800.0)


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
