"""What may be called a change over days: nothing that days differ by anyway."""

import random

import pytest

from mirror.movement.change import Change, Repeatability
from mirror.movement.course import FEWEST_DAYS, course


def days(count, start, end, noise, seed=1, memory=0.0):
    """A figure that goes evenly from one value to another, read with noise that may carry on to the next day."""
    chance, off = random.Random(seed), 0.0
    found = []
    for day in range(count):
        off = memory * off + chance.gauss(0.0, noise)
        found.append(start + (end - start) * day / max(1, count - 1) + off)
    return found


def test_without_a_figure_there_is_no_course():
    """Nothing is made up."""
    assert course([]) is None


@pytest.mark.parametrize("count", range(1, FEWEST_DAYS))
def test_a_few_days_are_not_compared(count):
    """However far apart they are: it is not known yet how much days differ."""
    found = course([float(10 * day) for day in range(count)])
    assert found.change is Change.NOT_KNOWN
    assert found.margin is None


def test_the_first_and_the_last_days_never_share_one():
    """Of six days three are the beginning and three are now."""
    found = course([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert (found.days, found.first, found.last) == (3, 2.0, 5.0)


def test_a_week_at_most_stands_for_the_beginning():
    """The first seven of many days."""
    found = course([0.0] * 7 + [5.0] * 80 + [9.0] * 7)
    assert (found.days, found.first, found.last) == (7, 0.0, 9.0)


def test_how_much_days_differ_is_read_from_neighbours():
    """A jump to and fro by two is a standard deviation of the square root of two; a slow way up adds nearly nothing."""
    swinging = [float(2 * (day % 2)) for day in range(40)]
    climbing = [value + 0.05 * day for day, value in enumerate(swinging)]
    assert course(swinging).repeatability.sd == pytest.approx(2**0.5)
    assert course(climbing).repeatability.sd == pytest.approx(2**0.5, rel=0.01)


def test_the_margin_is_the_smallest_change_between_two_days():
    """1.96 times the standard deviation times the square root of two."""
    swinging = [float(2 * (day % 2)) for day in range(40)]
    assert course(swinging).margin == pytest.approx(1.96 * 2)


def test_no_day_repeats_itself_better_than_its_own_repetitions():
    """Days that are alike by luck do not make a millimetre a change."""
    alike = [3.0] * 5 + [4.0] * 5
    within = Repeatability(1.0, 40)
    assert course(alike, within).repeatability == within
    assert course(alike, within).change is Change.NOT_SURE


@pytest.mark.parametrize(("memory", "most"), [(0.0, 2), (0.5, 25)])
def test_what_stays_the_same_is_hardly_ever_called_changed(memory, most):
    """In a thousand courses of three months, half a millimetre of noise on every day, also where it carries on."""
    found = [course(days(84, 3.0, 3.0, 0.5, seed, memory)).change for seed in range(1000)]
    assert sum(one is not Change.NOT_SURE for one in found) <= most


def test_what_returns_is_told():
    """A side that comes from one to four millimetres within three months is told in every one of a hundred courses."""
    assert all(course(days(84, 1.0, 4.0, 0.5, seed)).change is Change.MORE for seed in range(100))
    assert all(course(days(84, 4.0, 1.0, 0.5, seed)).change is Change.LESS for seed in range(100))
