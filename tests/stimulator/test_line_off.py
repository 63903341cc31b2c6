"""However the guard has ended: its line is made low by the next process, too."""

import pytest

from hardware.pins import mock_factory
from hardware.problem import DeviceProblem
from mirror.cli_stimulator import make_line_low


def test_a_line_that_was_left_high_is_low_afterwards():
    """And given back as an input, which the resistor outside pulls down."""
    factory = mock_factory()
    pin = factory.pin(24)
    pin.function = "output"
    pin.state = 1
    make_line_low(24, factory)
    assert (pin.function, bool(pin.state)) == ("input", False)
    levels = [state.state for state in pin.states]
    assert not any(levels[levels.index(True) + 1 :])


def test_a_line_that_may_not_be_one_is_refused():
    """GPIO 0 to 8 are pulled up at power-up."""
    with pytest.raises(DeviceProblem, match="cannot be GPIO 5"):
        make_line_low(5, mock_factory())
