"""A side tires when it does less than before and the mirror is sure of it."""

import numpy as np
import pytest

from mirror.movement.change import Repeatability
from mirror.movement.fatigue import tired
from mirror.movement.repetition import Repetition
from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side

KNOWN = Repeatability(0.05, 20)


def repetitions(*sides_mm):
    return [
        Repetition(Movement.SMILE, 10.0 * n, 10.0 * n + 1, 10.0 * n + 3, 10.0 * n + 4, Excursion(*mm, 0.9), 0.1)
        for n, mm in enumerate(sides_mm)
    ]


@pytest.mark.parametrize("affected", [Side.LEFT, None])
def test_a_side_that_does_less_and_less_is_tired(affected):
    """From seven tenths of the other side to four."""
    said = tired(repetitions((3.5, 5.0), (3.5, 5.0), (2.6, 5.0), (2.0, 5.0), (2.0, 5.0)), affected, KNOWN)
    assert (said.before, said.now) == (pytest.approx(0.7), pytest.approx(0.4))


def test_doing_less_on_both_sides_is_not_fatigue():
    """Who is told 'smaller' does less."""
    assert tired(repetitions((3.5, 5.0), (3.5, 5.0), (2.1, 3.0), (2.1, 3.0)), Side.LEFT, KNOWN) is None


def test_an_other_side_that_overdoes_it_is_not_fatigue():
    """The share falls, the affected side does not."""
    assert tired(repetitions((3.0, 4.0), (3.0, 4.0), (3.0, 7.0), (3.1, 7.0)), Side.LEFT, KNOWN) is None


def test_within_the_mirrors_own_noise_nothing_is_said():
    """Nor while that noise is not known, nor after fewer repetitions than two and two."""
    less = repetitions((3.5, 5.0), (3.5, 5.0), (3.2, 5.0), (3.1, 5.0))
    assert tired(less, Side.LEFT, KNOWN) is None
    much_less = repetitions((3.5, 5.0), (3.5, 5.0), (1.0, 5.0), (1.0, 5.0))
    assert tired(much_less, Side.LEFT, KNOWN) is not None
    assert tired(much_less, Side.LEFT, None) is None
    assert tired(much_less[:3], Side.LEFT, KNOWN) is None


def test_more_even_than_before_is_not_tired():
    """A little less on the affected side and much less on the other is what was to be learnt."""
    assert tired(repetitions((4.0, 8.0), (4.0, 8.0), (3.9, 4.0), (3.9, 4.0)), Side.LEFT, KNOWN) is None


def test_the_healthy_side_does_not_tire():
    """Only the affected one is asked about."""
    assert tired(repetitions((3.0, 5.0), (3.0, 5.0), (3.0, 3.0), (3.0, 3.0)), Side.LEFT, KNOWN) is None


def test_false_alarms_are_few():
    """Of sets of eight whose repetitions only vary, asked after each: fewer than one in ten is ever called tired."""
    rng, alarms = np.random.default_rng(4), 0
    for _ in range(1000):
        shares = rng.normal(0.6, 0.05, 8)
        done = repetitions(*((5.0 * share, 5.0) for share in shares))
        alarms += any(tired(done[:count], Side.LEFT, KNOWN) is not None for count in range(4, 9))
    assert alarms < 100


def test_a_side_that_never_moves_does_not_tire():
    """There is nothing to divide by and nothing to lose."""
    assert tired(repetitions(*[(0.0, 0.0)] * 5), None, KNOWN) is None
