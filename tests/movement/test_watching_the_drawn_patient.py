"""The watchers beside the real perception: a drawn patient whose eye narrows with a pucker, and one whose does not."""

import pytest

from mirror.movement.blinks import completeness
from mirror.movement.quiet_region import parts_of
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.tracker import open_tracker
from tests.movement.drawn_session import BASELINE_S, REPETITION_S, Script, observations
from tests.movement.watching import watch

HZ = 12


@pytest.fixture(scope="module")
def tracker(bundle):
    """One of their own: a net that has followed other faces before wanders a little, and 40 % is near the limit."""
    with open_tracker(bundle) as opened:
        yield opened


@pytest.fixture(scope="module")
def narrowing(tracker):
    """Two puckers in which the right eye narrows by 40 %."""
    return observations(Script(Movement.PUCKER, Side.RIGHT, repetitions=2, joining=0.4), tracker, HZ, 50_000.0)


@pytest.fixture(scope="module")
def quiet(tracker):
    """Three puckers and six blinks or more, in which no eye narrows."""
    return observations(Script(Movement.PUCKER, Side.LEFT, repetitions=3), tracker, HZ, 60_000.0)


@pytest.mark.parametrize("affected", [Side.RIGHT, None])
def test_an_eye_that_narrows_with_a_pucker_stops_every_repetition(narrowing, affected):
    """Before the hold is over, and on the side on which it is."""
    said = watch(narrowing, Movement.PUCKER, affected)
    assert [(one.region, one.side) for one in said.joined] == [(QuietRegion.EYE, Side.RIGHT)] * 2
    for number, one in enumerate(said.joined):
        assert 0.3 <= one.t_s - 50_000.0 - BASELINE_S - number * REPETITION_S <= 3.2


@pytest.mark.parametrize("affected", [Side.LEFT, None])
def test_blinks_and_sway_stop_nothing(quiet, affected):
    """Nor are they tight, nor an effort that is too fast."""
    said = watch(quiet, Movement.PUCKER, affected)
    assert len(said.repetitions) == 3
    assert [*said.joined, *said.tight, *said.efforts] == []


def test_the_rest_between_is_the_rest_that_the_session_began_with(quiet):
    """Three rests, each within a twentieth of the first one."""
    rests = watch(quiet, Movement.PUCKER, Side.LEFT).rests
    assert len(rests) >= 3
    for rest in rests:
        for parts in rest.regions.values():
            assert max(abs(parts.left), abs(parts.right)) <= 0.05


def test_the_weak_lid_comes_less_far_in_a_blink(quiet):
    """It is drawn half as far as the other; the net reads less of it."""
    told = completeness(watch(quiet, Movement.PUCKER, None).blinks, None)
    assert told.side is Side.LEFT
    assert 0.2 <= told.part <= 0.6


def test_an_open_eye_reads_as_open_and_a_closed_one_as_closed(quiet):
    """Over the session: nothing gone at rest, nine tenths in the healthy eye's blinks."""
    eyes = [parts for one in quiet if (parts := parts_of(QuietRegion.EYE, one)) is not None]
    assert sorted(parts.right for parts in eyes)[len(eyes) // 2] == pytest.approx(0.0, abs=0.04)
    assert max(parts.right for parts in eyes) >= 0.8
