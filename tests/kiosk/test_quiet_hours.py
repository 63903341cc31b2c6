"""At night the mirror keeps quiet: the plan's quiet hours hold for the light and for every tone."""

from pathlib import Path

import pytest

from hardware.led.pattern import Pattern
from mirror.therapy.stage import Stage
from tests.kiosk.test_planning import Wall, plan_text

#: The walls of that module begin at nine in the morning.
HOUR_S = 3600.0
TEN_IN_THE_EVENING_S, HALF_PAST_SEVEN_S = 13 * HOUR_S, 22.5 * HOUR_S


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The shipped plan with the most reminders, nothing of which was done all day."""
    file = tmp_path / "plan.toml"
    file.write_text(plan_text(Stage.FLACCID))
    return file


def patterns(plan: Path, into_s: float) -> set[str]:
    """What the light says around that instant; no tone may sound, since nobody has asked for one."""
    wall = Wall(plan, into_s=into_s)
    wall.idle(2.0)
    assert wall.trace.of("cue") == []
    return {event["pattern"] for event in wall.trace.of("led")}


def test_through_the_quiet_hours_the_light_is_dark(plan: Path) -> None:
    """Half hour by half hour, from the plan's ten in the evening to its half past seven."""
    dark = {Pattern.OFF.value, Pattern.DONE.value}
    for half_hour in range(19):
        at_s = TEN_IN_THE_EVENING_S + half_hour * HOUR_S / 2
        assert at_s < HALF_PAST_SEVEN_S
        assert patterns(plan, at_s + 60.0) <= dark, half_hour


def test_by_day_it_breathes_when_something_is_due(plan: Path) -> None:
    """So that the night above is not dark for another reason."""
    assert patterns(plan, 60.0) & {Pattern.DUE.value, Pattern.OVERDUE.value}
    assert patterns(plan, HALF_PAST_SEVEN_S + 1.2 * HOUR_S) & {Pattern.DUE.value, Pattern.OVERDUE.value}


def test_an_earlier_night_is_dark_earlier(plan: Path) -> None:
    """The hours are the plan's: whoever goes to bed at eight writes so there."""
    eight_in_the_evening_s = 11 * HOUR_S + 60.0
    assert patterns(plan, eight_in_the_evening_s) & {Pattern.DUE.value, Pattern.OVERDUE.value}
    text = plan.read_text()
    # The eye care of the evening moves with it: what is due in the quiet hours is a fault of the plan.
    for before, after in (("22:00", "19:45"), ("20:30", "18:30"), ("21:30", "19:30")):
        assert f'= "{before}"' in text
        text = text.replace(f'= "{before}"', f'= "{after}"')
    plan.write_text(text)
    assert patterns(plan, eight_in_the_evening_s) <= {Pattern.OFF.value, Pattern.DONE.value}
