"""A recording of the drawn patient: its repetitions are found, with both sides, whatever the rate of the film."""

import re
from itertools import islice

import cv2
import numpy as np
import pytest

from mirror.clips.expression import Expression, Half, HeadPose
from mirror.clips.look import PATIENT
from mirror.clips.portrait import Portrait
from mirror.movement.film_rest import Glimpse, calm_groups
from mirror.movement.recorded import as_line, as_text, remarks
from mirror.movement.recording import analyse
from mirror.perception.excursion import Movement
from mirror.perception.face import Face, Pose, Quality, Side
from mirror.perception.landmarks import CANONICAL_IMAGE_AXES, LIDS, STABLE
from mirror.perception.refined.hold import HoldReader, moments_at
from mirror.perception.tracker import Input, open_tracker

#: Onset and length at the top of each smile of the film, seconds.
SMILES = ((1.5, 1.4), (5.0, 1.0))
RAMP_S = 0.4
LENGTH_S = 8.0


def effort(t_s):
    """0..1, how far the smile is along."""
    for onset_s, top_s in SMILES:
        up = np.clip((t_s - onset_s) / RAMP_S, 0.0, 1.0)
        down = np.clip((onset_s + RAMP_S + top_s + RAMP_S - t_s) / RAMP_S, 0.0, 1.0)
        if min(up, down) > 0.0:
            return float(min(up, down))
    return 0.0


def film(fps, blink_s=4.2, away_s=None):
    """A patient whose right side smiles half as far, with a blink, swaying a little; called, its frames."""
    portrait = Portrait(360, 480, PATIENT)
    wall = np.full((480, 360, 3), 150, np.uint8)

    def frames():
        for index in range(int(LENGTH_S * fps)):
            t_s = index / fps
            if away_s is not None and away_s[0] <= t_s < away_s[1]:
                yield wall, t_s
                continue
            e = 0.9 * effort(t_s)
            shut = 1.0 if blink_s <= t_s < blink_s + 0.2 else 0.0
            yield (
                portrait.draw(
                    Expression(
                        left=Half(smile=e, eye_closure=shut),
                        right=Half(smile=0.5 * e, eye_closure=shut),
                        pose=HeadPose(x=0.004 * np.sin(t_s), roll_deg=0.6 * np.sin(t_s / 1.3)),
                    )
                ),
                t_s,
            )

    return frames


@pytest.fixture(scope="module")
def stills(bundle):
    with open_tracker(bundle, Input.STILL) as tracker:
        yield HoldReader(tracker)


def understood(bundle, stills, frames, movement=Movement.SMILE):
    with open_tracker(bundle, Input.FILM) as tracker:
        return analyse(frames, tracker, stills, movement)


@pytest.fixture(scope="module")
def at_fifteen(bundle, stills):
    return understood(bundle, stills, film(15.0))


def test_each_smile_is_found_once_with_its_hold(at_fifteen):
    """Two smiles, where they are, held as long as they were."""
    found = [one.followed for one in at_fifteen.repetitions]
    assert len(found) == 2
    for one, (onset_s, top_s) in zip(found, SMILES, strict=True):
        assert one.start_s == pytest.approx(onset_s + 0.1, abs=0.25)
        assert one.hold_s == pytest.approx(top_s + 0.1, abs=0.25)


def test_the_weaker_side_and_how_much_weaker(at_fifteen):
    """The right side moved half as far: both paths say so, and agree with each other."""
    for one in at_fifteen.repetitions:
        refined, light = one.reading.excursion, one.followed.excursion
        assert refined.weaker is Side.RIGHT
        assert refined.symmetry == pytest.approx(0.5, abs=0.12)
        assert light.symmetry == pytest.approx(refined.symmetry, abs=0.15)


@pytest.mark.parametrize("fps", [10.0, 30.0])
def test_the_count_does_not_depend_on_the_rate(bundle, stills, fps):
    """At ten and at thirty frames a second there are the same two smiles."""
    assert len(understood(bundle, stills, film(fps)).repetitions) == 2


def test_a_face_that_was_away_is_no_repetition(bundle, stills):
    """It leaves the picture between the smiles for a second: the time is told, the count stays."""
    recording = understood(bundle, stills, film(10.0, away_s=(3.6, 4.7)))
    assert len(recording.repetitions) == 2
    assert recording.absent_s == pytest.approx(1.1, abs=0.35)


def test_blinks_are_no_eye_closures(bundle, stills):
    """Asked for eye closures, a film with a blink and two smiles has none."""
    assert understood(bundle, stills, film(15.0), Movement.EYE_CLOSURE).repetitions == ()


def test_a_film_without_a_face_has_nothing_and_says_how_long(bundle, stills):
    """No face, no rest, no repetition."""
    wall = np.full((240, 320, 3), 120, np.uint8)
    recording = understood(bundle, stills, lambda: ((wall, i / 10.0) for i in range(20)))
    assert recording.rests is None
    assert recording.absent_s == pytest.approx(2.0)
    assert "never seen at rest" in as_text(recording, None)[0]


def test_the_line_for_scripts_counts_from_the_first_frame(at_fifteen):
    """The contract's keys, figures rounded, seconds of the film."""
    import json

    line = json.loads(as_line("a.mp4", Movement.SMILE, at_fifteen, "net-1"))
    assert set(line) == {"video", "movement", "fps", "duration_s", "absent_s", "model", "reps"}
    assert (line["fps"], line["duration_s"], line["absent_s"]) == (15.0, 8.0, 0.0)
    assert set(line["reps"][0]) == {
        *("start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s", "left_mm", "right_mm"),
        *("symmetry", "co_movement", "confidence", "abstained"),
    }
    first = line["reps"][0]
    assert first["start_s"] < first["hold_start_s"] < first["hold_end_s"] < first["end_s"]
    assert first["hold_s"] == pytest.approx(first["hold_end_s"] - first["hold_start_s"], abs=0.002)


def test_the_sentences_name_the_affected_side(at_fifteen):
    """With the weak side named, it is compared with the other one."""
    lines = as_text(at_fifteen, Side.RIGHT)
    assert "the right side moved" in lines[0]
    assert lines[-1] == "Mirror estimate, not a diagnosis."


def test_a_film_that_ends_in_a_hold_says_so(bundle, stills, at_fifteen):
    """The smile that is still there at the end is no repetition, and is told with its second."""
    whole = film(10.0)
    recording = understood(bundle, stills, lambda: ((image, t_s) for image, t_s in whole() if t_s < 2.9))
    assert recording.repetitions == ()
    assert recording.unfinished_s == pytest.approx(SMILES[0][0] + 0.1, abs=0.25)
    (remark,) = remarks(recording)
    assert "does not end in this film" in remark
    assert remarks(at_fifteen) == []


@pytest.mark.parametrize(("across", "down"), [(0.7, 1.0), (1.0, 0.7)], ids=["squeezed", "stretched"])
def test_a_film_of_the_wrong_shape_is_told(bundle, stills, across, down):
    """Faces are about as wide as faces are; the sentence says how wide these are."""
    calm = [image for image, _ in islice(film(10.0)(), 12)]
    squeezed = [cv2.resize(image, None, fx=across, fy=down, interpolation=cv2.INTER_AREA) for image in calm]
    recording = understood(bundle, stills, lambda: ((image, i / 10.0) for i, image in enumerate(squeezed)))
    (remark,) = remarks(recording)
    percent = int(re.search(r"(\d+) % as wide", remark).group(1))
    assert percent == pytest.approx(100.0 * across / down, abs=18.0)


# What is rest --------------------------------------------------------------------------------------------------------


def glimpses(times_s, yaw_deg=lambda _: 0.0, blink_s=()):
    """A face with open eyes, or with its lids half together."""
    good = Quality(120.0, 0.0, 120.0, 100.0)
    ahead = np.random.default_rng(2).normal(0.0, 50.0, (478, 3)).astype(np.float32)
    ahead[list(STABLE)] = 10.0 * CANONICAL_IMAGE_AXES
    for side in Side:
        for upper, lower in LIDS[side]:
            ahead[upper], ahead[lower] = (0.0, 0.0, 0.0), (0.0, 10.0, 0.0)
    blinking = ahead.copy()
    blinking[[lower for lower, _ in LIDS[Side.LEFT]]] = (0.0, 6.0, 0.0)
    return [
        Glimpse(t_s, Face(blinking if t_s in blink_s else ahead, 480, 640, Pose(yaw_deg(t_s), 0.0, 0.0), good, None))
        for t_s in times_s
    ]


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0])
def test_rest_is_low_and_slow(fps):
    """Neither the top nor the way up and down belong to rest."""
    times = np.arange(0.0, 10.0, 1.0 / fps)
    level = 8.0 * np.clip(np.minimum((times - 3.0) / 0.5, (7.0 - times) / 0.5), 0.0, 1.0)
    (group,) = calm_groups(glimpses(times), level, Movement.SMILE)
    assert all(times[i] < 3.1 or times[i] > 6.9 for i in group)


def test_where_nothing_moves_all_is_rest():
    """A film of a still face with a little noise: rest is taken from all of it."""
    times = np.arange(0.0, 10.0, 1.0 / 15.0)
    level = np.random.default_rng(1).normal(0.0, 0.1, len(times))
    (group,) = calm_groups(glimpses(times), level, Movement.SMILE)
    assert times[max(group)] - times[min(group)] > 8.0


def test_a_blink_is_no_rest():
    """Frames whose lids are on their way are left out of a rest."""
    times = np.arange(0.0, 1.5, 1.0 / 15.0)
    blink = set(times[4:8].tolist())
    (group,) = calm_groups(glimpses(times, blink_s=blink), np.zeros(len(times)), Movement.SMILE)
    assert group
    assert all(times[i] not in blink for i in group)


def test_each_turn_of_the_head_has_a_rest_of_its_own():
    """At rest ahead and later turned by ten degrees: two groups."""
    times = np.arange(0.0, 10.0, 1.0 / 15.0)
    groups = calm_groups(glimpses(times, lambda t_s: 10.0 if t_s > 6.0 else 0.0), np.zeros(len(times)), Movement.SMILE)
    assert len(groups) == 2


def test_nothing_seen_is_no_rest():
    """A film in which no frame could be read has no groups."""
    times = np.arange(0.0, 1.0, 0.1)
    assert calm_groups([Glimpse(t_s, None) for t_s in times], np.full(len(times), np.nan), Movement.SMILE) == []


@pytest.mark.parametrize(
    ("seen_s", "chosen_s"),
    [([0.0, 1.0, 1.6, 2.4, 3.0, 4.0], [1.6, 2.4]), ([2.0], [2.0]), ([0.5, 3.5], []), ([], [])],
    ids=["two of many", "the only one", "none inside", "never seen"],
)
def test_moments_are_spread_over_the_hold(seen_s, chosen_s):
    """Of a hold from 1 to 3 s, the instants nearest to its two halves' middles."""
    assert moments_at(seen_s, 1.0, 3.0) == chosen_s
