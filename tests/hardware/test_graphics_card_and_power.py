"""What the kernel's files say of screen and supply."""

import pytest

from hardware.board import undervoltage
from hardware.graphics_card import connected_card

PI_5 = {"card0": None, "card1": None, "card1-HDMI-A-1": "disconnected", "card1-HDMI-A-2": "connected"}
PI_5_WITH_DSI = {"card1-HDMI-A-1": "disconnected", "card2-DSI-1": "connected", "card1-Writeback-1": "unknown"}


@pytest.mark.parametrize(
    ("sockets", "card"),
    [
        (PI_5, 1),
        (PI_5_WITH_DSI, 2),
        ({"card1-HDMI-A-1": "connected", "card0-HDMI-A-1": "connected", "card10-DP-1": "connected"}, 0),
        ({"card0-HDMI-A-1": "disconnected"}, None),
        ({"card0-HDMI-A-1": None}, None),
        ({}, None),
    ],
)
def test_the_card_with_a_screen_is_found(tmp_path, sockets, card):
    """Whatever number it has today; a card without a connected socket is no screen."""
    for name, status in sockets.items():
        (tmp_path / name).mkdir()
        if status is not None:
            (tmp_path / name / "status").write_text(f"{status}\n")
    assert connected_card(tmp_path) == card


@pytest.mark.parametrize(("alarm", "weak"), [("0", False), ("1", True)])
def test_a_supply_that_is_too_weak_is_told(tmp_path, alarm, weak):
    """Among all that watches something, the Pi's own driver is asked."""
    for number, (name, text) in enumerate({"cpu_thermal": "1", "rpi_volt": alarm}.items()):
        (tmp_path / f"hwmon{number}").mkdir()
        (tmp_path / f"hwmon{number}" / "name").write_text(f"{name}\n")
        (tmp_path / f"hwmon{number}" / "in0_lcrit_alarm").write_text(f"{text}\n")
    assert undervoltage(tmp_path) is weak


def test_where_nothing_watches_the_supply_nothing_is_said(tmp_path):
    """A PC, or a kernel without the driver."""
    assert undervoltage(tmp_path) is None
