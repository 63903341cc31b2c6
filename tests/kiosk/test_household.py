"""Volume, light and power through the kiosk's loop."""

from hardware.led.pattern import Pattern
from hardware.led.recorded import RecordedLed
from hardware.power import PretendedPower
from mirror.diary.stamp import Clock
from mirror.kiosk.household import Household
from mirror.kiosk.loop import Kiosk
from mirror.kiosk.planning import AlwaysTheSame
from mirror.kiosk.sight import Sight
from mirror.problem import Problem
from mirror.screen.sound import RecordedSound
from mirror.therapy.effects import FaultNoted
from mirror.therapy.menu import Entry, Levels
from mirror.therapy.press import Button, Press, PressKind
from mirror.therapy.scene import Scene
from mirror.therapy.unplanned import of_film
from tests.kiosk.rehearsing import ListTrace
from tests.kiosk.test_kiosk_story import ListWriter

MENU = Press(Button.SELECT, PressKind.LONG)
CHOOSE, DOWN = Press(Button.SELECT), Press(Button.NEXT)


class Room:
    """A mirror on a wall, its devices pretended."""

    def __init__(self, refuses=None, disk_full=False):
        self.light, self.sound, self.power = RecordedLed(0.4), RecordedSound(volume=0.4), PretendedPower(refuses)
        self.kept, self.writer, self.trace = [], ListWriter(), ListTrace()
        self.disk_full = disk_full
        household = Household(self.sound, self.light, self.power, Levels(0.4, 0.4), self.keep)
        planning = AlwaysTheSame(of_film(["smile"], 1))
        self.kiosk = Kiosk(planning, self.writer, self.trace, self.light, self.sound, Clock().now, household=household)
        self.now_s = 100.0

    def keep(self, levels):
        if self.disk_full:
            raise Problem("The disk is full.")
        self.kept.append(levels)

    def press(self, *presses):
        for press in presses:
            self.now_s += 1 / 30
            self.kiosk.tick(self.now_s, Sight(), (press,))
        return self

    def pass_s(self, seconds):
        for _ in range(round(seconds * 30)):
            self.now_s += 1 / 30
            self.kiosk.tick(self.now_s, Sight())

    def open(self, entry):
        self.press(MENU, *[DOWN] * tuple(Entry).index(entry), CHOOSE)
        return self


def test_louder_is_louder_at_once_and_at_the_next_start():
    """The speaker hears of it before the tone that lets it be heard."""
    room = Room().open(Entry.VOLUME).press(DOWN)
    assert (room.sound.volume, room.kept) == (0.6, [Levels(0.6, 0.4)])
    assert [cue.value for cue in room.sound.cues] == ["move"]


def test_the_light_shows_its_brightness_while_it_is_set():
    """It breathes as for a practice that is due, brighter at each press, and goes back to what it said."""
    room = Room().open(Entry.LIGHT)
    room.pass_s(2.0)
    dim = room.light.power
    room.press(DOWN, DOWN)
    room.pass_s(4.0)
    assert room.light.power > dim > 0.0
    assert room.light.shown[-1][1] is Pattern.DUE


def test_what_cannot_be_kept_holds_for_today_and_is_noted():
    """A full disk is no reason to be too loud."""
    room = Room(disk_full=True).open(Entry.VOLUME).press(DOWN)
    assert room.sound.volume == 0.6
    assert room.writer.records == [FaultNoted("settings", "The disk is full.")]


def test_switching_off_asks_the_computer_once():
    """After the question and its answer, and not before."""
    room = Room().open(Entry.SHUT_DOWN)
    assert not room.power.off
    room.press(DOWN)
    assert room.power.off
    assert room.kiosk.session.scene is Scene.SWITCHING_OFF


def test_a_refusal_is_said_on_the_screen_and_noted_in_the_log_once():
    """Kindly on the glass, word for word for whoever mends it."""
    room = Room(refuses="Access denied").open(Entry.SHUT_DOWN).press(DOWN)
    room.pass_s(2.0)
    assert room.kiosk.session.scene is Scene.STAYS_ON
    assert room.writer.records == [FaultNoted("power", "The mirror could not be switched off (Access denied).")]
    assert [event["name"] for event in room.trace.of("scene")][-1] == "stays_on"
