"""Each limit of a repetition from both sides: what is still one, and what is not any more."""

import math
import re
from collections.abc import Callable

import pytest

from mirror.diary.first_tables import TABLES
from mirror.movement.repetition import Event, Fleeting, Onset, Phase, Released, Repetition, RepetitionFollower
from mirror.perception.excursion import FARTHEST_MM, Excursion, Movement

FPS = 100
#: Long enough for the filter to have arrived.
SETTLED_S = 1.0


class Face:
    """A mouth whose two corners are always equally far from rest; a smile begins at 1 mm."""

    def __init__(self) -> None:
        self.follower = RepetitionFollower(Movement.SMILE, noise_mm=0.1)
        self.now_s = 0.0
        self.events: list[Event] = []

    def at(self, mm: float, seconds: float, fps: int = FPS) -> "Face":
        """So far from rest for so long."""
        for _ in range(round(seconds * fps)):
            self.seen(mm, 1 / fps)
        return self

    def seen(self, mm: float, after_s: float) -> Event | None:
        """One observation, so long after the last."""
        self.now_s += after_s
        event = self.follower.step(Excursion(mm, mm, 0.9), self.now_s)
        if event is not None:
            self.events.append(event)
        return event

    @property
    def held_s(self) -> float:
        return self.follower.held_s(self.now_s)

    @property
    def repetitions(self) -> list[Repetition]:
        return [event.repetition for event in self.events if isinstance(event, Released)]


def at_rest() -> Face:
    return Face().at(0.0, SETTLED_S)


def moved(mm: float = 10.0) -> Face:
    """A second at the top."""
    return at_rest().at(mm, SETTLED_S)


def test_a_movement_is_let_go_below_two_fifths_of_its_peak():
    """At 4.2 of 10 mm it goes on for as long as it likes; at 3.8 it has ended."""
    face = moved().at(4.2, 5.0)
    assert face.follower.phase is Phase.MOVING
    assert face.repetitions == []
    assert len(face.at(3.8, 1.0).repetitions) == 1


def test_a_small_movement_is_let_go_near_rest():
    """Of a smile of 1.2 mm two fifths lie within the breath of a resting face: 0.65 mm is held, 0.55 is let go."""
    face = moved(1.2).at(0.65, 2.0)
    assert face.repetitions == []
    assert len(face.at(0.55, 1.0).repetitions) == 1


def test_a_movement_is_looked_for_only_from_rest():
    """Who is seen first at 0.65 mm has not come to rest; at 0.55 of the 1 mm that begins a smile they have."""
    face = Face().at(0.65, 2.0)
    assert face.follower.phase is Phase.SETTLING
    assert face.at(0.55, 1.0).follower.phase is Phase.RESTING


def test_what_lingers_on_its_way_back_is_no_second_movement():
    """Let go to 2 mm and up to 3 again: only after a rest does a movement begin anew."""
    face = moved().at(2.0, 1.0).at(3.0, 2.0)
    assert [type(event) for event in face.events] == [Onset, Released]
    assert [type(event) for event in face.at(0.0, 1.0).at(3.0, 1.0).events] == [Onset, Released, Onset]


@pytest.mark.parametrize(("seconds", "kind"), [(0.55, Fleeting), (0.70, Released)], ids=["shorter", "longer"])
def test_a_repetition_lasts_at_least_seven_tenths_of_a_second(seconds, kind):
    """From leaving rest to letting go; what is shorter is a blink or a twitch and not counted."""
    began, ended = at_rest().at(10.0, seconds).at(0.0, 1.0).events
    assert isinstance(began, Onset)
    assert isinstance(ended, kind)
    lasted_s = (ended.t_s if isinstance(ended, Fleeting) else ended.repetition.end_s) - began.t_s
    assert abs(lasted_s - 0.7) < 0.1, "the two cases must lie close to the limit"


def test_the_filter_is_eight_hundredths_of_a_second_slow():
    """A step to 1.58 mm reaches the 1 mm of a smile after one time constant, because 1 - 1/e of 1.58 is 1."""
    face = at_rest()
    stepped_s = face.now_s
    (began,) = face.at(1.582, 0.5).events
    assert 0.07 < began.t_s - stepped_s < 0.09


@pytest.mark.parametrize(("spike_mm", "begins"), [(2.7, False), (3.2, True)], ids=["smaller", "larger"])
def test_one_wild_frame_is_no_onset(spike_mm, begins):
    """At thirty frames a second a single frame counts for a third."""
    face = Face().at(0.0, SETTLED_S, fps=30)
    face.seen(spike_mm, 1 / 30)
    face.at(0.0, 0.5, fps=30)
    assert any(isinstance(event, Onset) for event in face.events) is begins


def test_the_ring_goes_on_filling_above_two_thirds_of_the_plateau():
    """A dip to 6.8 of 10 mm is jitter; at 6.2 the movement is not at its top."""
    before_s = moved().held_s
    assert moved().at(6.8, 0.5).held_s == pytest.approx(before_s + 0.5, abs=0.1)
    assert moved().at(6.2, 0.5).held_s == 0.0


def test_the_hold_begins_anew_after_a_dip():
    """What was held before the dip does not fill the ring a second time."""
    face = moved().at(6.0, 0.6).at(10.0, 0.5)
    assert 0.3 < face.held_s < 0.5


def test_one_reading_that_leaps_up_does_not_empty_the_ring():
    """A blink lifts the reading for a moment: what was held stays held."""
    face = moved().at(10.0, 1.0)
    before_s = face.held_s
    assert face.at(13.5, 0.1, fps=10).at(10.0, 0.5, fps=10).held_s > before_s


def test_a_reading_that_flickers_between_two_values_fills_the_ring_as_it_fills_the_log():
    """What is said while the movement is held and what is kept of it afterwards agree to half a second."""
    face = at_rest()
    for _ in range(10):
        face.at(4.4, 0.2).at(3.8, 0.4).at(3.2, 0.4)
    live_s = face.held_s
    kept = face.at(0.0, 1.0).events[-1].repetition
    assert live_s > 9.0
    assert kept.hold_s == pytest.approx(live_s, abs=0.5)


@pytest.mark.parametrize(("dip_mm", "hold_s"), [(8.3, 3.0), (7.7, 1.5)], ids=["wavers", "sinks"])
def test_a_hold_is_cut_where_the_movement_leaves_its_top(dip_mm, hold_s):
    """In the figures too: a second and a half, half a second lower, a second again."""
    (repetition,) = at_rest().at(10.0, 1.5).at(dip_mm, 0.5).at(10.0, 1.0).at(0.0, 1.0).repetitions
    assert repetition.hold_s == pytest.approx(hold_s, abs=0.2)


@pytest.mark.parametrize(("gap_s", "kinds"), [(0.95, [Onset, Released]), (1.05, [Onset])], ids=["short", "long"])
def test_a_movement_outlasts_a_gap_of_a_second(gap_s, kinds):
    """A face that was away for longer begins anew, and what nobody saw end is not counted."""
    face = moved()
    face.seen(0.0, gap_s)
    face.at(0.0, 1.0)
    assert [type(event) for event in face.events] == kinds
    assert face.follower.phase is Phase.RESTING


@pytest.mark.parametrize(
    ("waited", "grown_s"), [(lambda now_s: now_s + 0.25, 0.25), (lambda now_s: now_s + 2.0, 0.3)], ids=["short", "long"]
)
def test_the_ring_fills_only_a_little_between_two_observations(waited: Callable[[float], float], grown_s):
    """It may move smoothly at display rate; without news for longer it waits."""
    face = moved()
    assert face.follower.held_s(waited(face.now_s)) == pytest.approx(face.held_s + grown_s, abs=1e-6)


@pytest.mark.parametrize(("rise_mm", "begins"), [(2.3, False), (2.8, True)], ids=["less", "more"])
def test_a_rise_of_half_the_last_peak_is_a_new_movement_though_rest_was_not_reached(rise_mm, begins):
    """After a movement of 5 mm the face stays 1 mm above rest; what then rises by half of those five is a new one."""
    face = at_rest().at(5.0, 1.5).at(1.0, 1.0)
    before = len(face.events)
    face.at(1.0 + rise_mm, 1.5)
    assert any(isinstance(event, Onset) for event in face.events[before:]) is begins


def test_what_was_let_go_before_the_face_left_is_complete():
    """The release was on its way when the face went; its repetition is told when something is seen again."""
    face = at_rest().at(5.0, 1.5).at(3.0, 0.3)
    face.now_s += 2.0
    face.at(0.0, 0.2)
    assert [type(event) for event in face.events] == [Onset, Released]


def test_what_was_held_when_the_face_left_is_not_complete():
    """Nobody knows how long it was held."""
    face = at_rest().at(5.0, 1.5)
    face.now_s += 2.0
    face.at(0.0, 0.2)
    assert [type(event) for event in face.events] == [Onset]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_left_out(value):
    """One frame without a figure changes nothing."""
    face = at_rest().at(5.0, 1.0)
    face.seen(value, 1 / 15)
    face.at(5.0, 0.5).at(0.0, 0.5)
    (released,) = [event for event in face.events if isinstance(event, Released)]
    assert released.repetition.excursion.left_mm == pytest.approx(5.0)


def test_a_time_that_is_no_later_is_left_out():
    """The same observation twice, and one from before, are no news."""
    face = at_rest().at(5.0, 1.0)
    face.seen(0.0, 0.0)
    face.seen(0.0, -5.0)
    face.now_s += 5.0
    assert face.follower.phase is Phase.MOVING


@pytest.mark.parametrize(
    "odd",
    [
        Excursion(10.0, math.nan, 0.9),
        Excursion(1e9, -1e9, 0.9),
        Excursion(40.5, 9.5, 0.9),
        Excursion(9.0, 9.0, math.nan),
    ],
    ids=["one side no number", "sides that cancel", "farther than a face", "no confidence"],
)
def test_what_no_face_can_have_done_is_left_out_of_a_repetition(odd):
    """In the middle of a hold: its figures are those of the frames around it."""
    face = moved()
    face.now_s += 1 / FPS
    assert face.follower.step(odd, face.now_s) is None
    (repetition,) = face.at(10.0, 0.5).at(0.0, 1.0).repetitions
    assert repetition.excursion == Excursion(10.0, 10.0, pytest.approx(0.9))


def test_the_log_takes_every_figure_that_the_follower_takes():
    """What is announced as a repetition is never refused by the table's own limits."""
    limits = re.findall(r"_mm BETWEEN -(\d+) AND (\d+)", "".join(TABLES))
    assert len(limits) >= 2
    assert all(float(bound) >= FARTHEST_MM for pair in limits for bound in pair)
    assert Excursion(FARTHEST_MM, -FARTHEST_MM, 1.0).believable
