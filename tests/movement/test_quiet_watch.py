"""A region that should stay quiet and joins in is said once, soon, and never because of a blink."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.movement.quiet_region import Parts, parts_of
from mirror.movement.quiet_watch import BLINK_PART, LIMITS, QuietWatch
from mirror.perception.co_movement import QUIET, QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from tests.movement.seen import first, instants, seen, trapezoid

RATES = pytest.mark.parametrize("hz", [10, 15, 30])
EYES = [Movement.PUCKER, Movement.SMILE, Movement.SNARL, Movement.LOWER_LIP]
CORNERS = [Movement.EYE_CLOSURE, Movement.BROW_RAISE]


def eyes(hz, left, right, end_s=4.0, start_s=0.0):
    """Observations of eyes that follow two functions of time."""
    return [seen(t_s, left(t_s), right(t_s)) for t_s in instants(end_s, hz, start_s)]


def joining(part, start_s=0.5):
    return lambda t_s: part * trapezoid(t_s, start_s, 0.8, 9.0)


def blinking(depth, *starts_s, lasts_s=0.25):
    return lambda t_s: max(
        (depth * np.sin(np.pi * (t_s - s) / lasts_s) for s in starts_s if 0 < t_s - s < lasts_s), default=0.0
    )


def nothing(_t_s):
    return 0.0


@RATES
@pytest.mark.parametrize("movement", EYES, ids=lambda one: one.value)
@pytest.mark.parametrize("side", list(Side), ids=lambda one: one.value)
def test_an_eye_that_narrows_is_said_with_its_side_and_how_far(hz, movement, side):
    """A third of the opening gone on one side, whether the affected side is known or not."""
    left, right = (joining(0.35), nothing) if side is Side.LEFT else (nothing, joining(0.35))
    for affected in (side, None):
        said = first(QuietWatch(movement, affected), eyes(hz, left, right))
        assert (said.region, said.side) == (QuietRegion.EYE, side)
        assert 0.1 <= said.part <= 0.36
        assert 0.8 <= said.t_s <= 1.7


@RATES
@pytest.mark.parametrize("movement", CORNERS, ids=lambda one: one.value)
def test_a_corner_that_is_drawn_is_said(hz, movement):
    """Three millimetres on the affected side, none on the other."""
    timeline = [
        seen(t_s, moved={Movement.SMILE: (3.0 * trapezoid(t_s, 0.5, 0.8, 9.0), 0.1)}) for t_s in instants(4.0, hz)
    ]
    said = first(QuietWatch(movement, Side.LEFT), timeline)
    assert (said.region, said.side) == (QuietRegion.MOUTH, Side.LEFT)


def test_a_brow_that_rises_in_a_pucker_is_said():
    """Where it is read live, the brow is watched as well."""
    timeline = [seen(t_s, moved={Movement.BROW_RAISE: (2.5, 0.0)}) for t_s in instants(2.0, 15)]
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline).region is QuietRegion.BROW


@RATES
def test_it_is_said_within_half_a_second_of_the_limit_and_not_at_once(hz):
    """One moment beyond the limit is nothing; three tenths of a second are."""
    timeline = eyes(hz, lambda t_s: 0.5 * (t_s >= 1.0), nothing)
    said = first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline)
    assert 1.3 <= said.t_s <= 1.75
    for flash_s in (0.1, 0.2):
        short = eyes(hz, lambda t_s, s=flash_s: 0.3 * (1.0 <= t_s < 1.0 + s), nothing)
        assert first(QuietWatch(Movement.PUCKER, Side.LEFT), short) is None


@RATES
@pytest.mark.parametrize("movement", EYES, ids=lambda one: one.value)
@pytest.mark.parametrize("weak", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("affected", [Side.LEFT, None])
@pytest.mark.parametrize("phase_s", [0.0, 0.03, 0.07])
def test_blinks_are_not_joining_in(hz, movement, weak, affected, phase_s):
    """Of both eyes, or of the healthy one alone, because the other hardly comes down; slow ones too."""
    starts = [0.6 + phase_s, 1.6 + phase_s, 2.9 + phase_s]
    for lasts_s in (0.15, 0.25, 0.4):
        timeline = eyes(hz, blinking(weak, *starts, lasts_s=lasts_s), blinking(1.0, *starts, lasts_s=lasts_s))
        assert first(QuietWatch(movement, affected), timeline) is None


@RATES
def test_a_weak_lid_that_opens_late_after_a_blink_has_not_joined_in(hz):
    """It comes down half as far and takes a fifth of a second longer to open."""
    timeline = eyes(hz, blinking(0.5, 1.0, lasts_s=0.45), blinking(1.0, 1.0, lasts_s=0.25))
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline) is None


@RATES
def test_a_blink_on_top_does_not_hide_an_eye_that_joins_in(hz):
    """It is said after the blink, at the latest."""

    def both(t_s):
        return max(joining(0.35)(t_s), blinking(0.6, 1.1)(t_s))

    said = first(QuietWatch(Movement.PUCKER, Side.LEFT), eyes(hz, both, blinking(1.0, 1.1)))
    assert said.t_s <= 2.0


def test_an_eye_that_closes_altogether_and_stays_closed_has_joined_in():
    """It takes longer than a blink to be told from one."""
    said = first(QuietWatch(Movement.PUCKER, Side.LEFT), eyes(15, lambda t_s: 0.9 * (t_s >= 1.0), nothing))
    assert 1.5 <= said.t_s <= 1.8


@pytest.mark.parametrize("movement", EYES, ids=lambda one: one.value)
@pytest.mark.parametrize("part", [0.2, 0.35, 0.5])
def test_what_both_eyes_do_alike_is_no_synkinesis(movement, part):
    """A smile narrows healthy eyes, and the gaze takes the lids along."""
    for affected in (Side.LEFT, None):
        assert first(QuietWatch(movement, affected), eyes(15, joining(part), joining(part - 0.05))) is None


def test_the_other_side_is_not_watched_where_the_affected_one_is_known():
    """A healthy eye that narrows more is no synkinesis; where no side is known, it is whichever joins in."""
    timeline = eyes(15, nothing, joining(0.4))
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline) is None
    assert first(QuietWatch(Movement.PUCKER, None), timeline).side is Side.RIGHT


def test_a_healthy_eye_that_narrows_with_its_own_larger_smile_has_not_joined_in():
    """Where no side is known, the one that moves more is not blamed; the weaker one is."""
    smiling = {Movement.SMILE: (1.0, 6.0)}
    for moved, joins in ((smiling, False), ({Movement.SMILE: (6.0, 1.0)}, True), ({Movement.SMILE: (5.0, 5.5)}, True)):
        timeline = [seen(t_s, 0.0, 0.35, moved) for t_s in instants(2.0, 15)]
        assert (first(QuietWatch(Movement.SMILE, None), timeline) is not None) is joins


def test_an_other_eye_that_opens_wider_makes_no_eye_narrow():
    """The difference alone is nothing: the eye itself has to narrow."""
    timeline = [seen(t_s, 0.05, -0.3) for t_s in instants(2.0, 15)]
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline) is None


def test_an_eye_that_was_narrower_at_rest_has_not_joined_in():
    """What was so before the onset is not done by the movement; what comes on top of it is."""
    before = {QuietRegion.EYE: Parts(0.25, 0.0)}
    narrow = eyes(15, lambda _t: 0.28, nothing)
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), narrow) is not None
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT, before), narrow) is None
    more = eyes(15, lambda t_s: 0.25 + joining(0.35)(t_s), nothing)
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT, before), more) is not None


def test_what_cannot_be_read_says_nothing():
    """Neither a reading that is missing now nor one that was missing at rest, nor one whose rest was noise."""
    watch = QuietWatch(Movement.PUCKER, Side.LEFT)
    assert first(watch, [seen(t, 0.5, missing=[Movement.EYE_CLOSURE]) for t in instants(2.0, 15)]) is None
    watch = QuietWatch(Movement.PUCKER, Side.LEFT)
    assert first(watch, [seen(t, 0.5, noise_mm=float("inf")) for t in instants(2.0, 15)]) is None
    watch = QuietWatch(Movement.PUCKER, Side.LEFT)
    assert first(watch, [seen(t, 0.2, noise_mm=0.8) for t in instants(2.0, 15)]) is None


def test_time_without_a_reading_does_not_count_as_joining_in():
    """Half a second is missing: what was before does not go on."""
    timeline = [seen(t_s, 0.3) for t_s in (1.0, 1.1, 1.6, 1.7)]
    assert first(QuietWatch(Movement.PUCKER, Side.LEFT), timeline) is None


def test_it_speaks_once_and_late_observations_are_left_out():
    """An observation that comes twice, or late, changes nothing."""
    watch = QuietWatch(Movement.PUCKER, Side.LEFT)
    timeline = eyes(15, joining(0.4), nothing)
    said = [event for one in timeline for again in (one, one, timeline[0]) if (event := watch.step(again)) is not None]
    assert len(said) == 1


def test_every_quiet_region_has_a_limit():
    """Whatever is read closely afterwards is watched live."""
    assert {(movement, region) for movement, regions in QUIET.items() for region in regions} <= set(LIMITS)
    assert all(0.0 < limit.more <= limit.own < BLINK_PART for limit in LIMITS.values())


@given(
    st.sampled_from(EYES), st.lists(st.floats(-0.035, 0.035), min_size=60, max_size=60), st.sampled_from([10, 15, 30])
)
def test_noise_never_joins_in(movement, trembling, hz):
    """Twice the noise that a still face shows, however it falls."""
    timeline = [seen(n / hz, one, -one) for n, one in enumerate(trembling)]
    assert first(QuietWatch(movement, None), timeline) is None


@pytest.mark.parametrize("part", [-0.1, 0.0, 0.2, 0.4, 0.6, 0.9])
def test_lids_are_read_as_what_they_cover(part):
    """The net draws a half closed eye a third closed; what is said is what is covered."""
    read = parts_of(QuietRegion.EYE, seen(0.0, part, 0.1))
    assert (read.left, read.right) == (pytest.approx(part, abs=0.01), pytest.approx(0.1, abs=0.01))
