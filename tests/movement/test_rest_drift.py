"""What the resting face does between repetitions, and when it is called tight."""

import numpy as np
import pytest

from mirror.movement.quiet_region import Parts
from mirror.movement.rest_drift import RestDrift, RestWatch, Tight, tightness
from mirror.perception.co_movement import QuietRegion
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from tests.movement.seen import first, instants, seen

RATES = pytest.mark.parametrize("hz", [10, 15, 30])


def rest(eye=(0.0, 0.0), mouth=(0.0, 0.0)):
    return RestDrift(0.0, {QuietRegion.EYE: Parts(*eye), QuietRegion.MOUTH: Parts(*mouth)})


@RATES
def test_a_rest_is_told_once_two_seconds_of_it_have_been_seen(hz):
    """The left eye a fifth narrower, the right corner 2 mm up: as medians, once."""
    watch = RestWatch()
    timeline = [seen(t_s, 0.2, 0.0, {Movement.SMILE: (0.0, 2.0)}) for t_s in instants(5.0, hz)]
    said = [drift for one in timeline if (drift := watch.step(one)) is not None]
    assert len(said) == 1
    assert said[0].t_s == pytest.approx(1.9, abs=0.15)
    assert said[0].regions[QuietRegion.EYE].left == pytest.approx(0.2, abs=0.01)
    assert said[0].regions[QuietRegion.MOUTH].right == pytest.approx(0.2, abs=0.01)


@RATES
def test_blinks_and_noise_leave_a_rest_as_it_is(hz):
    """Three blinks in four seconds, and the trembling of the net."""
    rng = np.random.default_rng(5)
    timeline = []
    for t_s in instants(4.0, hz):
        lid = max(0.0, np.sin(np.pi * ((t_s % 1.3) - 0.4) / 0.25)) if 0.4 < t_s % 1.3 < 0.65 else 0.0
        timeline.append(seen(t_s, max(rng.normal(0.0, 0.02), 0.4 * lid), max(rng.normal(0.0, 0.02), lid)))
    eyes = first(RestWatch(), timeline).regions[QuietRegion.EYE]
    assert (eyes.left, eyes.right) == (pytest.approx(0.0, abs=0.03), pytest.approx(0.0, abs=0.03))


def test_a_face_that_moves_is_not_at_rest():
    """A lingering smile, closed eyes, and a face that is away: nothing is told until it rests for two seconds."""
    moving = [seen(t_s, moved={Movement.SMILE: (3.0, 3.0)}) for t_s in instants(3.0, 15)]
    asleep = [seen(t_s, 1.0, 1.0) for t_s in instants(6.0, 15, 3.0)]
    away = [seen(t_s, missing=list(Movement)) for t_s in instants(9.0, 15, 6.0)]
    watch = RestWatch()
    assert first(watch, [*moving, *asleep, *away]) is None
    assert first(watch, [seen(t_s) for t_s in instants(12.0, 15, 9.0)]).t_s == pytest.approx(11.0, abs=0.3)


def test_what_cannot_be_read_is_missing():
    """The eyes behind a reflection: the corners are told alone."""
    told = first(RestWatch(), [seen(t, missing=[Movement.EYE_CLOSURE]) for t in instants(3.0, 15)])
    assert set(told.regions) == {QuietRegion.MOUTH, QuietRegion.BROW}
    unread_at_rest = [seen(t, noise_mm=float("inf")) for t in instants(3.0, 15)]
    assert first(RestWatch(), unread_at_rest).regions == {}


@pytest.mark.parametrize("affected", [Side.LEFT, None])
def test_an_eye_that_stays_narrower_in_two_rests_is_tight(affected):
    """A tenth of its opening or more, twice in a row; once is nothing, and a rest between them begins anew."""
    narrow = rest(eye=(0.18, 0.02))
    assert tightness([rest(), narrow, narrow], affected) == Tight(QuietRegion.EYE, Side.LEFT, 0.18)
    assert tightness([narrow], affected) is None
    assert tightness([narrow, rest(), narrow], affected) is None


def test_a_corner_that_stays_drawn_is_tight():
    """A millimetre and a half, on the affected side only."""
    drawn = rest(mouth=(0.0, 0.2))
    assert tightness([drawn, drawn], Side.RIGHT) == Tight(QuietRegion.MOUTH, Side.RIGHT, 0.2)
    assert tightness([drawn, drawn], Side.LEFT) is None


def test_what_both_sides_do_alike_is_not_tight():
    """Bright light narrows both eyes, and so does looking down."""
    both = rest(eye=(0.3, 0.25), mouth=(0.2, 0.2))
    assert tightness([both, both], None) is None


def test_noise_is_not_tight():
    """A thousand pairs of rests that tremble by three hundredths: hardly any is called tight."""
    rng = np.random.default_rng(8)
    rests = [rest(tuple(rng.normal(0.0, 0.03, 2)), tuple(rng.normal(0.0, 0.03, 2))) for _ in range(1000)]
    assert not [now for now in range(2, 1000) if tightness(rests[:now], None) is not None]


def test_a_region_that_was_not_read_in_both_rests_is_not_tight():
    """Half the evidence is none."""
    narrow = rest(eye=(0.3, 0.0))
    assert tightness([RestDrift(0.0, {}), narrow], Side.LEFT) is None
    assert tightness([], None) is None
