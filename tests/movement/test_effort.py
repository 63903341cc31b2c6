"""Small, slow and even: what is said about the effort, when, and what never is."""

import pytest

from mirror.movement.effort import NO_CEILING, Effort, EffortBand, EffortWatch, Pace, Quality, quality
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side
from tests.movement.seen import instants, seen, trapezoid

RATES = pytest.mark.parametrize("hz", [10, 15, 30])
#: A fifth to a third of a 10 mm smile.
BAND = EffortBand(2.0, 3.0)


def efforts(strong_mm, weak_mm, band=BAND, hz=15, rise_s=0.9, affected=Side.LEFT, hold_s=2.5):
    """All that is said in a repetition, from its onset on: the right side is the strong one."""
    watch, said = EffortWatch(Movement.SMILE, band, affected), []
    for t_s in instants(hold_s + 2.0, hz, 0.1 * rise_s):
        part = trapezoid(t_s, 0.0, rise_s, hold_s)
        said.append(watch.step(seen(t_s, moved={Movement.SMILE: (weak_mm * part, strong_mm * part)})))
    return [one for one in said if one is not None]


def repetition(left_mm, right_mm, rise_s=0.8):
    return Repetition(Movement.SMILE, 1.0, 1.0 + rise_s, 4.0, 4.5, Excursion(left_mm, right_mm, 0.9), 0.1)


@RATES
@pytest.mark.parametrize("affected", [Side.LEFT, None])
def test_nothing_is_said_about_a_small_slow_even_movement(hz, affected):
    """That is what was asked for."""
    assert efforts(2.6, 2.3, hz=hz, affected=affected) == []


@RATES
@pytest.mark.parametrize("affected", [Side.LEFT, None])
def test_a_movement_beyond_the_band_is_over(hz, affected):
    """Both sides go twice as far as they should: said once."""
    assert efforts(6.0, 5.0, hz=hz, affected=affected) == [Effort.OVER]


@RATES
def test_where_the_weak_side_is_well_behind_the_strong_one_is_braked(hz):
    """The same size, but of one side alone."""
    assert efforts(6.0, 1.5, hz=hz) == [Effort.BRAKE]


def test_the_strong_side_is_the_healthy_one_where_it_is_known():
    """An affected side that overshoots is no reason to brake the healthy one."""
    assert efforts(2.5, 6.0) == []
    assert efforts(2.5, 6.0, affected=None) == [Effort.BRAKE]


def test_an_overshoot_on_the_way_up_is_not_over():
    """Above the band for a quarter of a second and back into it, twice."""
    watch, said = EffortWatch(Movement.SMILE, BAND, None), []
    for t_s in instants(3.0, 30):
        mm = 5.0 if 0.9 <= t_s < 1.15 or 1.5 <= t_s < 1.75 else min(2.5, 2.5 * t_s / 0.8)
        said.append(watch.step(seen(t_s, moved={Movement.SMILE: (mm, mm)})))
    assert set(said) == {None}


def test_a_hair_beyond_the_band_is_within_it():
    """The mirror's millimetres are good to a tenth, and to half a millimetre."""
    assert not BAND.is_over(3.4)
    assert BAND.is_over(3.6)
    assert not BAND.is_under(1.6)
    assert BAND.is_under(1.4)
    assert not EffortBand(10.0, 20.0).is_over(21.9)


@RATES
@pytest.mark.parametrize(("rise_s", "said"), [(0.25, [Effort.FAST]), (0.9, []), (1.5, [])])
def test_a_way_up_of_a_quarter_second_is_fast(hz, rise_s, said):
    """Nine tenths of a second, as the drawn patient takes, and more are not."""
    assert efforts(2.5, 2.4, rise_s=rise_s, hz=hz) == said


@RATES
@pytest.mark.parametrize("movement", [Movement.SMILE, Movement.EYE_CLOSURE], ids=lambda one: one.value)
def test_a_twitch_or_a_blink_at_the_onset_does_not_make_a_slow_movement_fast(hz, movement):
    """Up and down in a quarter of a second, and then slowly up."""
    watch, said = EffortWatch(movement, None, None), set()
    for t_s in instants(3.0, hz, 0.05):
        mm = max(6.0 * trapezoid(t_s, 0.0, 0.12, 0.0), 8.0 * trapezoid(t_s, 0.2, 1.0, 9.0))
        said.add(watch.step(seen(t_s, moved={movement: (mm, mm)})))
    assert said == {None}


def test_the_pace_of_closing_eyes_is_not_told():
    """A blink on the way down is as fast as blinks are."""
    watch = EffortWatch(Movement.EYE_CLOSURE, None, None)
    said = {watch.step(seen(t_s, moved={Movement.EYE_CLOSURE: (8.0, 8.0)})) for t_s in instants(3.0, 15)}
    assert said == {None}


def test_what_matters_more_is_said_and_what_matters_less_is_not():
    """Fast and too large at once: smaller is what is asked for, and no second word follows."""
    assert efforts(6.0, 5.0, rise_s=0.2) == [Effort.OVER]


def test_a_movement_below_the_band_is_under_after_a_second_at_its_top():
    """It is data; no scene may make a reproach of it."""
    assert efforts(1.2, 1.0, hold_s=3.0) == [Effort.UNDER]
    assert efforts(1.2, 1.0, hold_s=0.6) == []


def test_a_movement_that_still_grows_is_not_under():
    """It waits half a second on its way, and goes on growing into the band: nothing is said."""
    watch, said = EffortWatch(Movement.SMILE, BAND, None), set()
    for t_s in instants(5.0, 15):
        mm = 1.0 * trapezoid(t_s, -0.1, 0.6, 9.0) + 1.5 * trapezoid(t_s, 1.2, 2.5, 9.0)
        said.add(watch.step(seen(t_s, moved={Movement.SMILE: (mm, mm)})))
    assert said == {None}


def test_without_a_known_full_movement_no_ceiling_is_claimed():
    """However large: only the pace is left to be told."""
    assert efforts(12.0, 1.0, band=None) == []
    assert efforts(12.0, 1.0, band=None, rise_s=0.25) == [Effort.FAST]


def test_the_band_is_a_part_of_the_healthy_sides_own_full_movement():
    """20 to 30 percent of 9 mm; and never less than what is seen as a movement at all."""
    assert EffortBand.of(Movement.SMILE, (20, 30), 9.0) == EffortBand(pytest.approx(1.8), pytest.approx(2.7))
    assert EffortBand.of(Movement.PUCKER, (20, 30), 2.0).most_mm == pytest.approx(0.9)
    assert EffortBand.of(Movement.SMILE, (20, 30), None) is None


def test_closing_the_eyes_has_no_ceiling():
    """Closing softly is closing all the way; every other movement has a band."""
    assert EffortBand.of(Movement.EYE_CLOSURE, (20, 30), 9.0) is None
    assert {Movement.EYE_CLOSURE} == NO_CEILING


def test_what_cannot_be_read_or_comes_late_is_left_out():
    """No side is over because of a reading that no face can have done, nor of observations that come too late."""
    watch = EffortWatch(Movement.SMILE, BAND, None)
    timeline = [seen(t_s, moved={Movement.SMILE: (2.5, 2.5)}) for t_s in instants(2.0, 15)]
    wild = [seen(t_s + 0.01, moved={Movement.SMILE: (90.0, 90.0)}) for t_s in instants(2.0, 15)]
    missing = seen(1.0, missing=[Movement.SMILE])
    said = {watch.step(one) for pair in zip(timeline, wild, strict=True) for one in (*pair, missing)}
    assert said == {None, Effort.FAST}
    watch, said = EffortWatch(Movement.SMILE, BAND, None), set()
    for t_s in instants(2.0, 15):
        mm = 2.5 * trapezoid(t_s, -0.1, 1.0, 9.0)
        said.add(watch.step(seen(t_s, moved={Movement.SMILE: (mm, mm)})))
        said.add(watch.step(seen(t_s - 0.3, moved={Movement.SMILE: (9.0, 9.0)})))
    assert said == {None}


@pytest.mark.parametrize(
    ("done", "good"),
    [
        (repetition(2.4, 2.6), {Quality.SMALL, Quality.SLOW, Quality.TOGETHER}),
        (repetition(2.4, 2.6, rise_s=0.2), {Quality.SMALL, Quality.TOGETHER}),
        (repetition(0.3, 2.6), {Quality.SMALL, Quality.SLOW}),
        (repetition(5.5, 6.0), {Quality.SLOW, Quality.TOGETHER}),
        (repetition(0.9, 1.0), {Quality.SLOW, Quality.TOGETHER}),
        (repetition(0.5, 7.0, rise_s=0.1), set()),
    ],
)
def test_the_rewards_are_three_and_independent(done, good):
    """Small, slow and together, each for itself."""
    assert quality(done, BAND, Side.LEFT) == good


def test_nothing_is_called_small_without_a_band():
    """Who has no band is rewarded for the other two."""
    assert quality(repetition(2.4, 2.6), None, None) == {Quality.SLOW, Quality.TOGETHER}


def test_what_was_said_to_be_fast_is_not_rewarded_as_slow():
    """One limit for both, from the onset to the top."""
    assert Pace.of(repetition(2.0, 2.0, rise_s=0.2)).is_fast
    assert not Pace.of(repetition(2.0, 2.0, rise_s=0.3)).is_fast
