"""How far a weak lid comes down in a blink, at ten to thirty observations a second."""

from random import Random

import numpy as np
import pytest

from mirror.movement.blinks import FEWEST, Blink, BlinkWatch, completeness
from mirror.movement.quiet_region import Parts
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from tests.movement.seen import instants, seen

RATES = pytest.mark.parametrize("hz", [10, 15, 30])


def blinking(hz, weak, lasts_s=0.25, end_s=30.0, moved=None, lag_s=0.0, noise=0.0):
    """A face at rest that blinks about every three seconds; its left lid comes ``weak`` as far, a little later."""
    random, rng = Random(6), np.random.default_rng(6)
    starts = [1.0 + 3.0 * n + random.uniform(0.0, 0.5) for n in range(round(end_s / 3.0) - 1)]

    def lid(t_s):
        return max((np.sin(np.pi * (t_s - s) / lasts_s) for s in starts if 0.0 < t_s - s < lasts_s), default=0.0)

    return len(starts), [
        seen(t_s, weak * lid(t_s - lag_s) + rng.normal(0.0, noise), lid(t_s) + rng.normal(0.0, noise), moved)
        for t_s in instants(end_s, hz)
    ]


def all_blinks(observations):
    watch = BlinkWatch()
    return [blink for one in observations if (blink := watch.step(one)) is not None]


@RATES
@pytest.mark.parametrize("weak", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("lasts_s", [0.2, 0.3, 0.4])
def test_blinks_are_counted_and_the_weak_lid_is_measured_in_them(hz, weak, lasts_s):
    """Whatever the length of the blink and however often it is looked at."""
    there, timeline = blinking(hz, weak, lasts_s)
    found = all_blinks(timeline)
    assert 0.8 * there <= len(found) <= there
    told = completeness(found, Side.LEFT)
    assert (told.side, told.blinks) == (Side.LEFT, len(found))
    assert told.part == pytest.approx(weak, abs=0.08)


@RATES
def test_noise_and_a_lid_that_lags_behind_change_little(hz):
    """Five hundredths of a second later, and the trembling of the net."""
    _, timeline = blinking(hz, 0.5, lag_s=0.05, noise=0.02)
    assert completeness(all_blinks(timeline), Side.LEFT).part == pytest.approx(0.5, abs=0.15)


@RATES
def test_an_unknown_side_is_the_one_that_does_less(hz):
    """And its part is the same."""
    _, timeline = blinking(hz, 0.4)
    assert completeness(all_blinks(timeline), None).side is Side.LEFT


def test_an_eye_that_stays_narrower_is_not_a_half_blink():
    """What is open is what was open before the blink."""
    _, timeline = blinking(15, 0.5)
    narrow = [seen(one.t_s, 0.2, 0.0) if n % 40 else one for n, one in enumerate(timeline)]
    assert all_blinks(narrow) == []


@pytest.mark.parametrize("lasts_s", [1.0, 3.0])
def test_closing_the_eyes_or_looking_down_is_no_blink(lasts_s):
    """Nor is the moment when they open again; blinks with the lids lower are."""
    _, timeline = blinking(15, 1.0, lasts_s, end_s=20.0)
    assert all_blinks(timeline) == []
    down = [seen(t_s, 0.4 * (t_s > 1.0), 0.4 * (t_s > 1.0)) for t_s in instants(3.0, 15)]
    blink = [seen(t_s, 0.9, 0.9) for t_s in (3.0, 3.07, 3.14)]
    opened = [seen(t_s, 0.4, 0.4) for t_s in instants(4.0, 15, 3.2)]
    assert len(all_blinks([*down, *blink, *opened])) == 1


def test_a_face_that_moves_tells_no_blinks():
    """Eyes close in other ways while a mouth smiles."""
    _, timeline = blinking(15, 0.5, moved={Movement.SMILE: (4.0, 4.0)})
    assert all_blinks(timeline) == []


def test_a_blink_during_which_nothing_was_seen_is_not_told():
    """Four tenths of a second are missing: the eyes were open before and after, and what was between is not known."""
    timeline = [seen(t_s) for t_s in instants(1.0, 15)]
    timeline += [seen(1.0, 0.5, 1.0), seen(1.4), *(seen(t_s) for t_s in instants(3.0, 15, 1.5))]
    assert all_blinks(timeline) == []


def test_a_flicker_of_one_observation_is_no_blink():
    """Lids cannot come down and up within a fifteenth of a second."""
    assert all_blinks([seen(t_s, 0.0, 0.9 * (n % 30 == 15)) for n, t_s in enumerate(instants(3.0, 30))]) == []


def test_few_blinks_tell_nothing():
    """Three are too few to say how far a lid comes."""
    one = Blink(1.0, Parts(0.5, 1.0))
    assert completeness([one] * (FEWEST - 1), Side.LEFT) is None
    assert completeness([one] * FEWEST, Side.LEFT).part == pytest.approx(0.5)
    assert completeness([], None) is None


def test_a_lid_that_comes_farther_than_the_other_is_complete():
    """There is no more than all of it, and no less than nothing."""
    assert completeness([Blink(1.0, Parts(1.5, 1.0))] * FEWEST, Side.LEFT).part == 1.0
    assert completeness([Blink(1.0, Parts(-0.1, 1.0))] * FEWEST, Side.LEFT).part == 0.0


def test_one_odd_blink_does_not_decide():
    """The median over the blinks."""
    blinks = [Blink(float(n), Parts(0.5, 1.0)) for n in range(5)] + [Blink(9.0, Parts(1.5, 1.0))]
    assert completeness(blinks, Side.LEFT).part == pytest.approx(0.5)
