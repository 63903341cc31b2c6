"""What the demonstration shows when, which side the mirror believes to be weaker, and the keys of a window."""

from dataclasses import fields

import pygame
import pytest

from hardware.led.pattern import Pattern
from hardware.led.recorded import RecordedLed
from mirror.clips.expression import Half
from mirror.kiosk.controls import open_controls
from mirror.kiosk.rehearsal import Ability, RehearsalPatient
from mirror.kiosk.showing import demonstration_s, film_of, weaker_so_far
from mirror.perception.face import Side
from mirror.screen import words
from mirror.screen.display import Display, DisplayKind
from mirror.screen.shot import repetition
from mirror.settings import Settings
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import Task, practice, routines, unplanned
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.scene import Scene
from mirror.therapy.session import Session
from mirror.therapy.tries import ATTEMPT

SMILE = Session.of(Brief(tasks=practice(["smile"], 5)))
CHEEK_PUFF = Session.of(Brief(tasks=practice(["cheek_puff"], 5)))
TRYING = Session.of(Brief(tasks=(Task(routines()[ATTEMPT]),)))


def shown(session: Session, scene: Scene, *instants_s: float) -> list[float]:
    """Where the demonstration is (1.5 s to move, 3 to hold, 1.5 back), so many seconds into a scene."""
    begun = session.to(scene, 100.0)
    return [round(demonstration_s(begun, 100.0 + instant_s), 3) for instant_s in instants_s]


def test_the_exercise_is_shown_as_it_is():
    """All of it, in its own time."""
    assert shown(SMILE, Scene.SHOW, 0.0, 1.0, 4.0, 6.9) == [0.0, 1.0, 4.0, 6.9]


def test_while_moving_it_moves_and_waits_at_the_top():
    """However long the person takes, it does not let go before them."""
    assert shown(SMILE, Scene.MOVE, 0.0, 1.4, 1.6, 15.0) == [0.0, 1.4, 1.5, 1.5]


def test_while_holding_it_holds():
    """From the top on, up to just before it would let go."""
    assert shown(SMILE, Scene.HOLD, 0.0, 2.9, 3.1, 6.0) == [1.5, 4.4, 4.47, 4.47]


def test_while_letting_go_it_lets_go_and_rests():
    """From the end of the hold back to rest, and no second turn."""
    assert shown(SMILE, Scene.RELEASE, 0.0, 1.4, 1.6, 11.0) == [4.5, 5.9, 6.0, 6.0]


def test_guided_by_time_it_moves_and_holds_in_one():
    """The round of an exercise without figures is one scene."""
    assert shown(CHEEK_PUFF, Scene.GUIDED, 0.0, 1.4, 4.4, 4.6, 9.0) == [0.0, 1.4, 4.4, 4.47, 4.47]


def test_after_a_guided_round_it_lets_go_while_we_breathe():
    """A measured exercise has let go before it breathes, and is at rest then."""
    assert shown(CHEEK_PUFF, Scene.BREATHE, 0.0, 1.4, 6.0) == [4.5, 5.9, 6.0]
    assert shown(SMILE, Scene.BREATHE, 0.0, 1.4, 6.0) == [0.0, 0.0, 0.0]


def test_while_something_joins_in_it_stays_where_it_is():
    """It neither goes on nor lets go before it is asked for."""
    assert shown(SMILE, Scene.FREEZE, 0.0, 1.4) == [1.5, 1.5]


def test_in_the_daily_attempt_it_moves_with_each_try_and_rests_between():
    """Two seconds of rest and three of trying; what was shown last goes back to rest before it is shown again."""
    assert shown(TRYING, Scene.ATTEMPT, 0.0, 1.9, 2.5, 4.9) == [0.0, 0.0, 0.5, 2.9]
    assert shown(TRYING, Scene.ATTEMPT, 5.0, 6.0, 6.9, 7.5) == [4.5, 5.5, 6.0, 0.5]


def test_the_film_of_another_movement_begins_at_rest():
    """From brows to smile nothing is let go that was not shown."""
    assert shown(TRYING, Scene.ATTEMPT, 10.5, 12.5) == [0.0, 0.5]


def test_the_daily_attempt_shows_the_film_of_the_movement_being_tried():
    """Everything else has a film of its own."""
    trying = TRYING.to(Scene.ATTEMPT, 100.0)
    assert [film_of(trying, 100.0 + into_s) for into_s in (3.0, 8.0, 13.0, 18.0)] == ["brow_raise"] * 2 + ["smile"] * 2
    assert film_of(TRYING.to(Scene.SHOW, 100.0), 100.0) == ATTEMPT
    assert film_of(SMILE.to(Scene.HOLD, 100.0), 100.0) == "smile"


@pytest.mark.parametrize("scene", [Scene.READY, Scene.PAUSED, Scene.REST])
def test_otherwise_it_is_at_rest(scene):
    """Nobody is shown a movement that is not asked for."""
    assert shown(SMILE, scene, 0.0, 1.0, 5.0) == [0.0, 0.0, 0.0]


#: (left, right) in mm.
LEFT_WEAKER, RIGHT_WEAKER, ALIKE = (3.0, 7.0), (7.0, 3.0), (5.0, 5.2)


@pytest.mark.parametrize(
    ("measured", "side"),
    [
        ([], None),
        ([LEFT_WEAKER] * 2, None),
        ([LEFT_WEAKER] * 3, Side.LEFT),
        ([RIGHT_WEAKER] * 4, Side.RIGHT),
        ([LEFT_WEAKER] * 4 + [RIGHT_WEAKER], None),
        ([LEFT_WEAKER] * 4 + [ALIKE], None),
        ([ALIKE] * 3, None),
    ],
    ids=["nothing", "two", "three", "four", "one other", "one alike", "all alike"],
)
def test_a_side_is_believed_after_three_repetitions_that_agree(measured, side):
    """Half a picture is mirrored by it, so it must be sure."""
    done = tuple(repetition("smile", number, left, right, SMILE) for number, (left, right) in enumerate(measured, 1))
    assert weaker_so_far(SMILE.to(Scene.BREATHE, 0.0, done=done)) is side


def keyed(display, controls, now_s, *events):
    """The presses of an instant at which these keys went down or up."""
    for kind, key in events:
        pygame.event.post(pygame.event.Event(kind, key=key))
    return controls.presses(display, now_s)


DOWN, UP = pygame.KEYDOWN, pygame.KEYUP


@pytest.fixture
def window():
    """A small window and the controls that belong to it."""
    with (
        Display(DisplayKind.WINDOW, (300, 500)) as display,
        open_controls(display.kind, Settings(), brightness=0.3) as controls,
    ):
        yield display, controls


def test_a_window_has_keys_and_no_pins(window):
    """The keyboard is the only source of presses, and the light is one that remembers."""
    _, controls = window
    assert controls.buttons == (controls.keyboard,)
    assert isinstance(controls.light, RecordedLed)


def test_the_light_of_a_window_is_as_bright_as_it_is_told(window):
    """What is remembered is what the LED would have shown."""
    _, controls = window
    controls.light.show(Pattern.LISTENING)
    powers = []
    for tenth in range(100):
        controls.light.tick(tenth / 10)
        powers.append(controls.light.power)
    assert 0.0 < max(powers) <= 0.3


@pytest.mark.parametrize(
    ("key", "button"),
    [
        (pygame.K_LEFT, Button.BACK),
        (pygame.K_RETURN, Button.SELECT),
        (pygame.K_SPACE, Button.SELECT),
        (pygame.K_RIGHT, Button.NEXT),
        (pygame.K_ESCAPE, Button.STOP),
    ],
    ids=["left", "return", "space", "right", "escape"],
)
def test_each_key_of_a_window_is_its_button(window, key, button):
    """Down and up again is one press, told once."""
    presses = [
        *keyed(*window, 10.0, (DOWN, key)),
        *keyed(*window, 10.1, (UP, key)),
        *keyed(*window, 10.2),
        *keyed(*window, 10.3),
    ]
    assert presses == [Press(button)]


@pytest.mark.parametrize(("held_s", "kind"), [(0.9, PressKind.SHORT), (1.1, PressKind.LONG)], ids=["short", "long"])
def test_a_key_held_for_a_second_is_a_long_press(window, held_s, kind):
    """As with the buttons on the wall."""
    presses = list(keyed(*window, 10.0, (DOWN, pygame.K_LEFT)))
    for later_s in (0.1, 0.5, held_s):
        presses += keyed(*window, 10.0 + later_s)
    presses += keyed(*window, 10.05 + held_s, (UP, pygame.K_LEFT))
    presses += keyed(*window, 10.2 + held_s)
    assert presses == [Press(Button.BACK, kind)]


def test_a_key_held_for_ever_is_stuck_and_no_press_more(window):
    """Something lies on the keyboard: that is not a person."""
    presses = list(keyed(*window, 10.0, (DOWN, pygame.K_LEFT)))
    for second in range(11, 40):
        presses += keyed(*window, float(second))
    assert presses == [Press(Button.BACK, PressKind.LONG)]
    assert keyed(*window, 41.0, (UP, pygame.K_LEFT)) == ()


def test_a_stop_that_stays_down_is_said_for_as_long_as_it_does(window):
    """One that latches is no fault of its own: nothing is logged, and the word goes when it is let out."""
    display, controls = window
    assert keyed(display, controls, 10.0, (DOWN, pygame.K_ESCAPE)) == (Press(Button.STOP),)
    for second in range(11, 60):
        assert keyed(display, controls, float(second)) == ()
    assert controls.stop_down
    assert controls.notice(60.0) == words.STOP_DOWN
    keyed(display, controls, 61.0, (UP, pygame.K_ESCAPE))
    assert not controls.stop_down
    assert controls.notice(61.1) == ""


def test_other_keys_mean_nothing(window):
    """A cat on the keyboard starts no session."""
    assert keyed(*window, 10.0, (DOWN, pygame.K_c), (UP, pygame.K_c)) == ()
    assert keyed(*window, 10.2) == ()


def test_the_drawn_patient_does_every_exercise_that_needs_no_plan():
    """Whatever ``mirror demo --exercises`` takes is answered with a movement."""
    for exercise in unplanned():
        patient = RehearsalPatient(Ability(Side.LEFT, 0.5), seed=1)
        session = Session(practice=practice([exercise]), scene=Scene.GUIDED)
        patient.face(session, 10.0)
        face = patient.face(session, 13.0)
        moved = sum(getattr(face.right, one.name) for one in fields(Half)) + face.teeth
        assert moved > 0.2, exercise
