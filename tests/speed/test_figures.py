"""The figures of ``mirror bench``: what they say of a bound, and how they are written down."""

import pytest

from mirror.bench.figure import Figure, as_object, as_table, at_least, at_most


def figure(ours, theirs=(), bound=None, **more):
    return Figure("a frame", "a copy", bound or at_most(2.0), tuple(ours), tuple(theirs), **more)


def test_a_figure_is_the_ratio_of_the_medians_of_the_blocks():
    """One block that was disturbed changes nothing."""
    assert figure([3.0, 3.0, 90.0], [2.0, 2.0, 2.0]).value == 1.5


def test_what_belongs_to_both_sides_is_taken_off():
    """Of a whole frame only what it costs besides the call it is measured against."""
    assert figure([5.0], [2.0], besides=1.0).value == 1.5


def test_without_anything_to_measure_against_the_value_is_the_figure():
    """Growth in megabytes is no ratio, and says so."""
    assert figure([0.4], unit="MB").value == 0.4
    assert as_object([figure([0.4], unit="MB")])["figures"][0]["unit"] == "MB"


@pytest.mark.parametrize(
    ("value", "reached", "met", "blunder"),
    [
        (2.0, None, True, False),
        (3.9, None, False, False),
        (4.1, None, False, True),
        (19.0, 10.0, False, False),
        (21.0, 10.0, False, True),
        (1.0, 10.0, True, False),
    ],
)
def test_a_blunder_is_worse_than_twice_what_is_allowed_or_was_reached(value, reached, met, blunder):
    """A bound that was never met still catches what makes it much worse."""
    one = figure([value], [1.0], reached=reached)
    assert (one.met, one.blunder) == (met, blunder)


def test_a_rate_has_to_be_at_least_its_bound():
    """Half as many is a blunder, a little less is not."""
    bound = at_least(0.99)
    assert figure([1.0], [1.0], bound).met
    assert not figure([0.9], [1.0], bound).met
    assert not figure([0.9], [1.0], bound).blunder
    assert figure([0.4], [1.0], bound).blunder


def test_the_table_has_a_line_per_figure_with_its_verdict():
    """For whoever reads it in a terminal."""
    lines = as_table([figure([1.0], [1.0]), figure([3.0], [1.0]), figure([9.0], [1.0])]).splitlines()
    assert [line.split()[:1] for line in lines] == [["figure"], ["a"], ["a"], ["a"]]
    assert ["  met" in lines[1], "not met" in lines[2], "BLUNDER" in lines[3]] == [True, True, True]


def test_the_object_names_what_each_figure_was_taken_against():
    """What another program reads."""
    (found,) = as_object([figure([1.0, 2.0], [1.0, 1.0])])["figures"]
    assert found == {
        "name": "a frame",
        "value": 1.5,
        "unit": "ratio",
        "against": "a copy",
        "bound": "<= 2",
        "met": True,
        "blunder": False,
        "runs": 2,
    }
