"""False alarms and hits of what watches a session; the tables are printed.

On the films, on single photographs taken with the head turned, and on drawn sessions at 30, 15 and 10 observations a
second (the same observations, thinned out).
"""

import json
import os
from collections import Counter
from functools import partial
from pathlib import Path

import cv2
import pytest

from mirror.kiosk.films import frames_of
from mirror.movement.blinks import completeness
from mirror.movement.quiet_region import parts_of
from mirror.movement.quiet_watch import LIMITS
from mirror.movement.recording import KNOWN, analyse
from mirror.movement.rest_drift import TIGHT
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.face_cut import FaceCut
from mirror.perception.head import upright
from mirror.perception.look import Look
from mirror.perception.observation import Observation
from mirror.perception.refined.hold import HoldReader
from mirror.perception.rest import RestBaseline, RestFrame
from mirror.perception.rests import Rests
from mirror.perception.tracker import Input, open_tracker
from tests.movement.drawn_session import Script, observations
from tests.movement.watching import watch

from .figures import pairs_of, rows_of

pytestmark = pytest.mark.needs("bench")

HZ = 30


def say(capsys, *lines):
    with capsys.disabled():
        print("", *lines, sep="\n")


def thinned(seen, hz):
    """So many observations a second of those there are."""
    kept, next_s = [], seen[0].t_s
    for one in seen:
        if one.t_s >= next_s - 1e-3:
            kept.append(one)
            next_s = max(next_s + 1.0 / hz, one.t_s)
    return kept


def observed(film, movement, bundle):
    """A film's observations by the light path, measured against the rests that the film itself has shown."""
    frames = partial(frames_of, film)
    with open_tracker(bundle, Input.FILM) as tracker, open_tracker(bundle, Input.STILL) as stills:
        found = analyse(frames, tracker, HoldReader(stills), movement)
    for glimpse, (image, t_s) in zip(found.glimpses, frames(), strict=True):
        read = None if glimpse.good is None else found.rests.measure(Look.again(image, glimpse.good), movement)
        if isinstance(read, dict) and movement in read:
            yield Observation(t_s, glimpse.good, None, KNOWN, read, found.rests.noise_mm)


def test_films_stop_where_an_eye_joins_in_and_nowhere_else(bundle, capsys):
    """Repetitions stopped, told and not told the side, at 15 and 10 observations a second."""
    lines, false, missed = [], 0, 0
    for film in sorted((Path(os.environ["MIRROR_BENCH"]) / "clips").glob("*.mp4")):
        clip = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
        seen = list(observed(film, movement := Movement(clip["movement"]), bundle))
        for hz in (15, 10):
            for affected in (Side(clip["affected"]), None):
                said = watch(thinned(seen, hz), movement, affected)
                stopped, there = len(said.joined), len(said.repetitions) if clip["synkinesis"] else 0
                false, missed = false + max(0, stopped - there), missed + max(0, there - stopped)
                lines.append(
                    f"{film.stem:20s} {hz} Hz, side {affected and affected.value}: {len(said.repetitions)} repetitions,"
                    f" synkinesis {clip['synkinesis']}, stopped {stopped}"
                )
    say(capsys, "films", *lines)
    assert (false, missed) == (0, 0)


@pytest.mark.parametrize("name", ["stills", "stills_more"])
def test_photographs_beyond_the_limits(bundle, capsys, name):
    """Single frames beyond a limit, the head turned by up to 8 degrees in each: with and without co-movement."""
    folder, beyond, unsided, all_of = Path(os.environ["MIRROR_BENCH"]) / name, Counter(), Counter(), Counter()
    rests = {}
    with open_tracker(bundle, Input.STILL) as tracker:
        for rest, move in pairs_of(rows_of(folder)):
            if rest["file"] not in rests:
                rests = {rest["file"]: _rests(cv2.imread(str(folder / rest["file"])), tracker)}
            image, movement = cv2.imread(str(folder / move["file"])), Movement(move["movement"])
            look, known = Look.at(image, tracker.track(image, 0.0)), rests[rest["file"]]
            read = known.measure(look, movement)
            if not isinstance(read, dict):
                continue
            observation = Observation(0.0, look.face, None, KNOWN, read, known.noise_mm)
            for (one, region), limit in LIMITS.items():
                parts = parts_of(region, observation) if one is movement else None
                if parts is not None:
                    key = (movement.value, region.value, move["synkinesis"])
                    all_of[key] += 1
                    beyond[key] += is_beyond(parts, limit, Side(move["affected"]))
                    weaker = read[movement].weaker if movement in read else None
                    unsided[key] += any(is_beyond(parts, limit, side) for side in Side if weaker in (None, side))
    lines = [
        f"{movement}: {region}, synkinesis {synkinesis}: {beyond[movement, region, synkinesis]} of {number}"
        f" (side not known: {unsided[movement, region, synkinesis]})"
        for (movement, region, synkinesis), number in sorted(all_of.items())
    ]
    say(capsys, name, *lines)
    still = [key for key in all_of if key[2] == 0.0]
    assert sum(beyond[key] for key in still) <= 0.02 * sum(all_of[key] for key in still)


@pytest.mark.parametrize("name", ["stills", "stills_more"])
def test_two_rests_of_one_face_are_not_tight(bundle, capsys, name):
    """Both photographs of every face at rest, each held against the other: the head has turned, nothing else."""
    folder, beyond, all_of = Path(os.environ["MIRROR_BENCH"]) / name, Counter(), 0
    by_subject = {}
    for row in rows_of(folder):
        if row["movement"] == "rest":
            by_subject.setdefault(row["subject"], []).append(cv2.imread(str(folder / row["file"])))
    with open_tracker(bundle, Input.STILL) as tracker:
        for pair in by_subject.values():
            for before, now in (pair, pair[::-1]):
                known, look = _rests(before, tracker), Look.at(now, tracker.track(now, 0.0))
                read = known.measure(look, Movement.SMILE)
                all_of += isinstance(read, dict)
                observation = Observation(
                    0.0, look.face, None, KNOWN, read if isinstance(read, dict) else {}, known.noise_mm
                )
                for region, limit in TIGHT.items():
                    parts = parts_of(region, observation)
                    beyond[region] += parts is not None and any(is_beyond(parts, limit, side) for side in Side)
    say(capsys, name, *(f"rest, {region.value}: {beyond[region]} of {all_of} beyond the limit" for region in TIGHT))
    assert sum(beyond.values()) <= 0.05 * all_of


def is_beyond(parts, limit, side):
    return parts.of(side) >= limit.own and parts.more(side) >= limit.more


def _rests(image, tracker):
    points = tracker.track(image, 0.0)
    look = Look.at(image, points)
    cut = FaceCut.of(image, points, look.face.pose)
    return Rests((RestBaseline.of([RestFrame.of(look, upright(points))], cut),))


@pytest.mark.parametrize("movement", list(Movement), ids=lambda movement: movement.value)
def test_drawn_sessions(tracker, capsys, movement):
    """Stops with the quiet region still, and joining in by 20, 30 and 40 %; rests and blinks beside them."""
    lines, start_s = [], 10_000.0 * (1 + list(Movement).index(movement))
    for number, joining in enumerate((0.0, 0.2, 0.3, 0.4)):
        affected = Side.RIGHT if number % 2 else Side.LEFT
        script = Script(movement, affected, 6 if joining == 0.0 else 3, joining, seed=number)
        seen = observations(script, tracker, HZ, start_s := start_s + 500.0)
        for hz in (30, 15, 10):
            said = watch(thinned(seen, hz), movement, affected)
            unsided = watch(thinned(seen, hz), movement, None)
            lid = completeness(said.blinks, affected)
            lines.append(
                f"{movement.value}, joining {joining}, {hz} Hz: {len(said.repetitions)} repetitions, stopped"
                f" {len(said.joined)} (side not known: {len(unsided.joined)}), efforts"
                f" {[one.value for one in said.efforts]}, rests {len(said.rests)}, tight {len(said.tight)},"
                f" blinks {len(said.blinks)}, lid {None if lid is None else round(lid.part, 2)}"
            )
            assert all(one.side is affected for one in [*said.joined, *unsided.joined])
            if joining == 0.0:
                assert not [*said.joined, *unsided.joined, *said.tight]
            if joining == 0.4:
                assert len(said.joined) == len(said.repetitions) == 3
    say(capsys, *lines)


def test_drawn_lids_and_tight_eyes(tracker, capsys):
    """How far a weak lid is read to come in a blink, and after which narrowing a rest is called tight."""
    lines, start_s = [], 100_000.0
    for severity in (0.0, 0.25, 0.5, 0.75, 1.0):
        start_s += 500.0
        seen = observations(Script(Movement.SMILE, severity=severity), tracker, 15, start_s)
        for hz in (15, 10):
            lid = completeness(watch(thinned(seen, hz), Movement.SMILE, Side.LEFT).blinks, Side.LEFT)
            lines.append(
                f"lid {1.0 - severity:.2f}, {hz} Hz: {None if lid is None else (round(lid.part, 2), lid.blinks)}"
            )
    for tight in (0.1, 0.15, 0.2, 0.3):
        start_s += 500.0
        said = watch(observations(Script(Movement.SMILE, tight=tight), tracker, 15, start_s), Movement.SMILE, Side.LEFT)
        lines.append(f"eye narrower by {tight}: rests {len(said.rests)}, tight {len(said.tight)}")
        assert not said.joined
    say(capsys, *lines)
