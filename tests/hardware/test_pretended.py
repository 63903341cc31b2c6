"""What is only pretended is asked for by name, said, and otherwise never there."""

import time
from pathlib import Path

import pytest

from hardware.buttons.classifier import PUSH
from hardware.buttons.gpio import GpioButtons, Wire
from hardware.buttons.panel import Source
from hardware.buttons.press import Button, Press, PressKind
from hardware.camera.faulty import FaultKind, ScheduledFault
from hardware.pins import factory_here, mock_factory
from hardware.pins_by_pipe import drive
from hardware.pretended import Pretended
from hardware.problem import DeviceProblem


def test_nothing_is_pretended_unasked():
    """A mirror for people says nothing about it."""
    assert Pretended.of({}) == Pretended()
    assert Pretended().sentence == ""


def test_what_is_asked_for_is_said():
    """In one sentence that the kiosk prints at its start."""
    pretended = Pretended.of(
        {
            "MIRROR_PRETENDED_PINS": "/run/mirror/pins",
            "MIRROR_PRETENDED_SCREEN": "offscreen",
            "MIRROR_PRETENDED_FAULTS": "stalls@40-50, goes black@60-61.5",
        }
    )
    assert pretended.pins == Path("/run/mirror/pins")
    assert pretended.camera_faults == (
        ScheduledFault(FaultKind.STALLS, 40.0, 50.0),
        ScheduledFault(FaultKind.GOES_BLACK, 60.0, 61.5),
    )
    assert pretended.sentence == "For a test, not real here: the pins, the screen (offscreen), faults of the camera."


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("MIRROR_PRETENDED_SCREEN", "x11", "MIRROR_PRETENDED_SCREEN=x11 is no screen to pretend: allowed is offscreen"),
        ("MIRROR_PRETENDED_FAULTS", "sneezes@1-2", "sneezes@1-2 is no fault: allowed is NAME@FROM-UNTIL in seconds"),
        ("MIRROR_PRETENDED_FAULTS", "stalls", "stalls is no fault"),
    ],
)
def test_another_pretence_is_refused(variable, value, sentence):
    """One sentence that names the variable and what it may be."""
    with pytest.raises(DeviceProblem) as refused:
        Pretended.of({variable: value})
    assert sentence in str(refused.value)
    assert variable in str(refused.value)


def test_a_button_is_pressed_through_a_pipe(tmp_path):
    """From a line in the pipe to a press that is meant, through the very code that listens to the Pi's pins."""
    pipe = tmp_path / "pins"
    factory = factory_here(pipe)
    now_s = [9.0]
    buttons = GpioButtons((Wire(Source("middle button", Button.SELECT, PUSH), 27),), factory, lambda: now_s[-1])
    pin = factory.pin(27)
    with pipe.open("w") as file:
        now_s.append(10.0)
        file.write("99 low\nnonsense\n27 low\n")
        file.flush()
        waited_for(lambda: pin.state == 0)
        events = buttons.poll(10.1)
        now_s.append(10.2)
        file.write("27 high\n")
        file.flush()
        waited_for(lambda: pin.state == 1)
    events += buttons.poll(10.25) + buttons.poll(10.3)
    buttons.close()
    assert [(event.button, event.kind) for event in events if isinstance(event, Press)] == [
        (Button.SELECT, PressKind.SHORT)
    ]


def waited_for(true):
    """The pipe's thread has its turn; a test that never gets it ends by the suite's own limit."""
    while not true():
        time.sleep(0.001)


def test_only_inputs_are_driven():
    """A line for the light's pin, or for one that does not exist, changes nothing."""
    factory = mock_factory()
    light = factory.pin(18)
    light.function = "output"
    light.state = 1
    drive(factory, 18, "low")
    drive(factory, 99, "low")
    assert light.state == 1


def test_a_pipe_that_cannot_be_made_is_said(tmp_path):
    """A folder that is not there."""
    with pytest.raises(DeviceProblem, match="name another pipe"):
        factory_here(tmp_path / "missing" / "pins")
