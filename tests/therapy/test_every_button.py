"""Properties of the session: no press and no wait leads into a corner."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.movement.repetition import Phase
from mirror.perception.face import Side, Unseen
from mirror.therapy.asking import ADVICE_S
from mirror.therapy.brief import About, Brief, Telling, Today
from mirror.therapy.catalogue import Purpose, Task, practice, routines
from mirror.therapy.effects import ExerciseEnded, Outcome, RepetitionDone, SessionBegan, SessionEnded
from mirror.therapy.moving import GIVE_UP_S
from mirror.therapy.press import Button, PressKind
from mirror.therapy.questions import BEFORE_PRACTICE
from mirror.therapy.scene import IN_MENU, IN_SESSION, Hint, Scene
from mirror.therapy.timetable import Duty
from mirror.therapy.tries import ATTEMPT
from tests.therapy.timeline import CAMERA_FAULT, STEP_S, Timeline, begun, prepared

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


#: What the scenes that are read have on them.
READ = {"asking": BEFORE_PRACTICE, "telling": (Telling(About.PLAN, "There is no plan yet.", "Please ask for one."),)}
#: A session with everything in it.
RICH = Brief(
    tasks=(
        Task(routines()["massage_cheeks"].model_copy(update={"duration_s": 20.0}), purpose=Purpose.WARM_UP),
        Task(routines()[ATTEMPT], purpose=Purpose.ATTEMPT),
        *practice(["smile", "cheek_puff"], 2),
        Task(routines()["facial_rest"].model_copy(update={"duration_s": 20.0}), purpose=Purpose.RELEASE),
    ),
    affected=Side.LEFT,
    limit_s=300.0,
    questions=BEFORE_PRACTICE[:2],
    tellings=READ["telling"],
    release=(Task(routines()["release_cheek"], purpose=Purpose.RELEASE),),
    comfort=True,
    forehead_known=False,
    card=Telling(About.CARD, "Small is right.", "Small movements find their way. Large ones take others along."),
    today=Today(eye_care=Duty.EYE_DAY, put_off=Duty.SHORT),
)


def rich() -> Timeline:
    """Start has been pressed before a session with everything in it."""
    return prepared(RICH)


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


@settings(max_examples=60, deadline=None)
@given(stories)
def test_stop_ends_every_state_within_one_step(story):
    """From wherever it is, stop leaves nothing running: the summary or the idle screen."""
    timeline = play(rich(), story)
    before = timeline.session
    effects = timeline.press(Button.STOP)
    assert not timeline.session.watching or timeline.session.scene is Scene.SAFE
    assert (
        not before.practising
        or before.scene is Scene.QUESTION
        or any(isinstance(effect, SessionEnded) for effect in effects)
    )
    assert timeline.session.scene in (Scene.IDLE, Scene.QUESTION, Scene.SUMMARY, Scene.SAFE)
    timeline.press(Button.STOP)
    assert timeline.session.scene not in IN_SESSION


@settings(max_examples=60, deadline=None)
@given(stories)
def test_every_state_ends_by_itself(story):
    """With nobody there and no fault, the mirror is idle again within a quarter of an hour."""
    timeline = play(rich(), story)
    timeline.fault, timeline.unseen, timeline.phase = None, Unseen.NO_FACE, Phase.RESTING
    timeline.until(Scene.IDLE, limit_s=ADVICE_S + 10.0)


@settings(max_examples=100, deadline=None)
@given(stories, st.sampled_from([Button.BACK, Button.SELECT, Button.NEXT, Button.STOP]))
def test_from_every_state_every_button_leads_to_a_state_with_a_way_out(story, button):
    """Back, skip and stop work everywhere: two more presses of stop, and the mirror is idle."""
    timeline = play(rich(), story)
    timeline.fault = None
    timeline.press(button)
    timeline.press(Button.STOP)
    timeline.press(Button.STOP)
    timeline.press(Button.STOP)
    assert timeline.session.scene is Scene.IDLE


#: Scenes that say what they wait for, or wait for nothing.
SPEAKING = frozenset(
    {
        *(Scene.FIND_FACE, Scene.PAUSED, Scene.SAFE, Scene.IDLE, Scene.CARD, Scene.SUMMARY, Scene.DETAILS),
        *(Scene.QUESTION, Scene.TOLD, Scene.ADVICE, Scene.ROUTINE, Scene.ATTEMPT),
        *IN_MENU,
    }
)
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


@settings(max_examples=60, deadline=None)
@given(stories)
def test_the_records_always_make_sense(story):
    """Sessions begin and end in turn, and what is kept lies between."""
    timeline = play(rich(), story)
    timeline.fault, timeline.unseen, timeline.phase = None, Unseen.NO_FACE, Phase.RESTING
    timeline.until(Scene.IDLE, limit_s=ADVICE_S + 10.0)
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
