"""What a screen says of a stimulator: the mark, the word of the stop button, and why it rests."""

from dataclasses import replace

import numpy as np
import pytest

from mirror.screen import words
from mirror.screen.chrome import draw_chrome
from mirror.screen.ink import Pen
from mirror.screen.layout import layout
from mirror.screen.picture import Label, Tone
from mirror.screen.scenes import picture
from mirror.screen.shot import NOW_S, WORLD
from mirror.screen.shots_stimulation import PRESCRIBED, stimulated
from mirror.screen.theme import DIM, GO, INK, STOP, Scale
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
    """In every scene of such an exercise, and gone when it is disarmed; within an exercise the mark says off."""
    for power in Power:
        session = stimulated(Stimulator(power))
        session = replace(
            session_in(scene), brief=session.brief, practice=session.practice, index=2, stimulator=session.stimulator
        )
        seen = picture(session, surroundings(), NOW_S)
        assert seen.stop == ("" if power is Power.OFF else "Stop")
        assert (seen.mark is not None) == (power is not Power.OFF or scene in EXERCISING | {Scene.PAUSED})


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
    word = words.CONTINUE if rests in LASTING else words.WITHOUT_STIMULATION
    assert seen.buttons == (Label(), Label(word), Label())


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


def drawn(seen, size):
    """What stands still on a screen of this size, (height, width, 3) blue, green, red."""
    return draw_chrome(seen, layout(*size), Pen(Type.of_this_machine(), Scale(*size)))[:, :, :3].astype(int)


def of_colour(part, colour):
    """(height, width) where a part of a screen has this colour."""
    return np.abs(part - (colour[2], colour[1], colour[0])).sum(axis=2) < 60


def within(canvas, rect):
    """The part of a screen."""
    return canvas[rect.y : rect.bottom, rect.x : rect.right]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("power", Power)
def test_no_notice_takes_the_place_of_the_mark(size, power):
    """What a current on a face does stands there in the same place and in full, whatever else must be said."""
    plain = shown(Stimulator(power))
    for notice in (words.NOT_SAVED, "Let the stop button out to practise."):
        place = layout(*size).mark
        beside = within(drawn(replace(plain, notice=notice), size), place)
        assert (beside.sum(axis=2) > 200).any()
        assert np.array_equal(beside, within(drawn(plain, size), place))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", [Scene.PAUSED, Scene.HOLD, Scene.BREATHE])
def test_the_mark_is_in_full_light_unless_it_is_off(size, scene):
    """Ink and larger while a current may flow, dim when it may not; also while the practice is paused."""
    heights = {}
    for power in Power:
        session = stimulated(Stimulator(power))
        part = within(
            drawn(picture(session.to(scene, NOW_S, resume=Scene.HOLD), WORLD, NOW_S), size), layout(*size).mark
        )
        assert of_colour(part, DIM if power is Power.OFF else INK).any(), power
        assert of_colour(part, INK).any() == (power is not Power.OFF)
        rows = np.flatnonzero((part.sum(axis=2) > 200).any(axis=1))
        heights[power] = rows.max() - rows.min()
    assert heights[Power.OFF] < min(heights[Power.ON], heights[Power.ARMED])


@pytest.mark.parametrize("size", SIZES)
def test_the_circle_of_the_mark_is_none_of_a_repetition(size):
    """On: a core in a circle; a repetition that is done is a full disc, and the current one an empty circle."""
    part = of_colour(within(drawn(shown(Stimulator(Power.ON)), size), layout(*size).mark), GO)
    ys, xs = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    circle = part[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    across = circle[circle.shape[0] // 2]
    changes = np.count_nonzero(np.diff(np.r_[False, across, False].astype(int)) == 1)
    assert changes == 3, "edge, core, edge"


@pytest.mark.parametrize("size", SIZES)
def test_stop_is_none_of_the_three_buttons(size):
    """A square at the outer edge, above the line of the three, which stand as they do without it."""
    place, row = layout(*size).stop, layout(*size).buttons
    with_it, without = (drawn(replace(shown(Stimulator(Power.ON)), stop=stop), size) for stop in ("Stop", ""))
    assert np.array_equal(with_it[row[0].y :], without[row[0].y :])
    stop = of_colour(with_it, STOP)
    ys, xs = np.flatnonzero(stop.any(axis=1)), np.flatnonzero(stop.any(axis=0))
    assert place.y <= ys.min() <= ys.max() < row[0].y
    assert xs.max() == row[2].right - 1
    square = stop[ys.min() : ys.max() + 1, xs.max() - 5]
    edge = stop[ys.min() : ys.max() + 1, xs.max() - 1]
    assert edge.sum() > 0.6 * square.sum(), "as high at its edge as in it: no circle"


@pytest.mark.parametrize("size", SIZES)
def test_the_middle_button_is_in_the_middle_beside_stop(size):
    """Circle and word of Pause stand around the middle of the screen."""
    row = layout(*size).buttons[1]
    part = within(drawn(shown(Stimulator(Power.ON)), size), row).sum(axis=2) > 200
    columns = np.flatnonzero(part.any(axis=0)) + row.x
    assert abs((columns.min() + columns.max()) / 2 - size[0] / 2) <= Scale(*size).length(10)


def test_a_session_of_old_has_no_stimulator():
    """The defaults are those of a mirror without one."""
    session = Session.of(Brief(tasks=practice(["smile"], 1)))
    assert (session.stimulation, session.stimulable, session.stimulator) == (None, False, None)
