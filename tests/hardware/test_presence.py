"""Whether somebody is there, from a pin and pretended."""

from typing import Any

import pytest

from hardware.pins import mock_factory
from hardware.presence.gpio import GpioPresence
from hardware.presence.presence import Presence, PretendedPresence
from hardware.problem import DeviceProblem


def test_a_sensor_that_drives_its_pin_is_somebody() -> None:
    """High is there, low is not; without a sensor the pull-down says that nobody is."""
    factory: Any = mock_factory()
    presence: Presence = GpioPresence(4, factory)
    pin = factory.pin(4)
    assert (pin.pull, presence.present()) == ("down", False)
    pin.drive_high()
    assert presence.present()
    pin.drive_low()
    assert not presence.present()
    for _ in range(2):
        presence.close()
    assert not presence.present()
    GpioPresence(4, factory).close()


def test_a_pin_that_cannot_be_had_is_a_sentence() -> None:
    """It names the sensor, the pin and the way out."""
    with pytest.raises(DeviceProblem, match="The presence sensor cannot use GPIO 77"):
        GpioPresence(77, mock_factory())


def test_the_fake_is_there_when_it_says_so() -> None:
    """For a window, and for tests."""
    presence = PretendedPresence()
    assert not presence.present()
    presence.here = True
    assert presence.present()
    presence.close()
