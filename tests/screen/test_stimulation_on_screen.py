"""What a screen says of a stimulator: the mark, the word of the stop button, and why it rests."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mirror.screen import words
from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Pen
from mirror.screen.layout import layout
from mirror.screen.picture import Tone
from mirror.screen.scenes import picture
from mirror.screen.shot import NOW_S, WORLD
from mirror.screen.shots_stimulation import PRESCRIBED, stimulated
from mirror.screen.theme import STOP, Scale
from mirror.screen.type import Type
from mirror.therapy.brief import Brief
from mirror.therapy.catalogue import practice
from mirror.therapy.scene import EXERCISING, IN_SESSION, Scene
from mirror.therapy.session import Session
from mirror.therapy.stimulator import LASTING, Offer, Power, Rests, Screening, Stimulator
from tests.screen.states import session_in, surroundings

SIZES = [(1080, 1920), (1280, 800), (800, 480)]


def shown(stimulator, scene=Scene.HOLD):
    """The screen of an exercise with this word of the guard."""
    return picture(stimulated(stimulator).to(scene, NOW_S - 1.0, held_s=1.0), WORLD, NOW_S)


def test_the_mark_says_off_ready_or_on():
    """In quiet words, and the colour of doing only while it is on."""
    marks = {power: shown(Stimulator(power)).mark for power in Power}
    assert [mark.text for mark in marks.values()] == ["Stimulation off", "Stimulation ready", "Stimulation on"]
    assert [power for power, mark in marks.items() if mark.tone is Tone.GO] == [Power.ON]


@pytest.mark.parametrize("scene", sorted(IN_SESSION - {Scene.ARM}, key=lambda scene: scene.value))
def test_the_word_of_the_stop_button_is_there_while_it_is_armed_or_on(scene):
    """In every scene of such an exercise, and gone when it is disarmed; the mark belongs to the exercise itself."""
    for power in Power:
        session = stimulated(Stimulator(power))
        session = replace(
            session_in(scene), brief=session.brief, practice=session.practice, index=2, stimulator=session.stimulator
        )
        seen = picture(session, surroundings(), NOW_S)
        assert seen.stop == ("" if power is Power.OFF else "Stop")
        assert (seen.mark is not None) == (scene in EXERCISING)


@pytest.mark.parametrize("rests", Rests)
def test_a_hold_without_it_says_why_in_place_of_the_instruction(rests):
    """A sentence a person can act on; where nothing is amiss the instruction stays."""
    seen = shown(Stimulator(Power.OFF, rests))
    instruction = stimulated(Stimulator()).exercise.instruction
    assert seen.sentence == (words.RESTS[rests] or instruction)
    assert shown(Stimulator(Power.OFF, rests), Scene.MOVE).sentence == instruction


@pytest.mark.parametrize("rests", Rests)
def test_the_screen_before_it_says_how_or_why_not(rests):
    """How to arm it; where it cannot be armed, the reason, and that the practice goes on where waiting is no use."""
    seen = picture(stimulated(Stimulator(rests=rests)).to(Scene.ARM, NOW_S), WORLD, NOW_S)
    hindered = rests in LASTING or rests in (Rests.STOP_PRESSED, Rests.NOT_READY)
    assert seen.headline == (words.RESTS[rests] if hindered else words.ARM)
    assert (seen.sentence == words.ARM_HINDERED) == (rests in LASTING)
    assert not any(label.suggested for label in seen.buttons)


@pytest.mark.parametrize("scene", Scene)
def test_without_a_prescription_nothing_of_it_is_drawn(scene):
    """Whatever the guard of another session has said; nor where an answer is against it, nor where it was declined."""
    plain = replace(session_in(scene), stimulator=Stimulator(Power.ON))
    session = stimulated(Stimulator(Power.ON))
    against = replace(PRESCRIBED, screening=Screening.AGAINST)
    for one in (
        plain,
        replace(session, brief=replace(session.brief, stimulation=against)).to(Scene.HOLD, NOW_S),
        replace(session, offer=Offer.DECLINED).to(Scene.HOLD, NOW_S),
        replace(session, index=0).to(Scene.HOLD, NOW_S),
    ):
        seen = picture(one, surroundings(), NOW_S)
        assert (seen.mark, seen.stop) == (None, "")


@pytest.mark.parametrize("size", SIZES)
def test_the_stop_word_stands_clear_of_its_neighbours(size):
    """Between the middle and the right word, in the colour of stopping, with room on both sides."""
    canvas = draw_chrome(shown(Stimulator(Power.ON)), layout(*size), Pen(Type.of_this_machine(), Scale(*size)))
    row = layout(*size).buttons[0]
    line = canvas[row.y : row.bottom, :, :3].astype(int)
    blue, green, red = STOP[2], STOP[1], STOP[0]
    stop = np.abs(line - (blue, green, red)).sum(axis=2) < 60
    other = (line.sum(axis=2) > 150) & ~stop
    columns = np.flatnonzero(stop.any(axis=0))
    left, right = columns.min(), columns.max()
    gap = math.ceil(Scale(*size).length(16))
    beside = np.r_[other[:, left - gap : left].any(axis=0), other[:, right + 3 : right + gap].any(axis=0)]
    assert right - left > gap
    assert not beside.any()


def test_a_session_of_old_has_no_stimulator():
    """The defaults are those of a mirror without one."""
    session = Session.of(Brief(tasks=practice(["smile"], 1)))
    assert (session.stimulation, session.stimulable, session.stimulator) == (None, False, None)
