"""The refined measurement on synthetic patients with known movement; the tables are printed, so that a loss shows."""

import os
import statistics
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.perception.excursion import Excursion, Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.refined.pair import MEASURED
from mirror.perception.tracker import Input, open_tracker

from .figures import Tally, affected_first, all_errors, count, pairs_of, ratio, rows_of, table

pytestmark = pytest.mark.needs("bench")


class Studio:
    """Photographs of one set, measured; mirrored ones have their sides swapped back."""

    def __init__(self, folder, tracker, mirrored):
        self.folder, self.tracker, self.mirrored = folder, tracker, mirrored
        self.rests = {}
        self.find_s, self.read_s = [], []

    def photograph(self, name):
        image = cv2.imread(str(self.folder / name))
        image = np.ascontiguousarray(image[:, ::-1]) if self.mirrored else image
        start = time.perf_counter()
        found = BothWays.find(image, self.tracker)
        self.find_s.append(time.perf_counter() - start)
        return found

    def read(self, rest, move):
        if rest["file"] not in self.rests:
            # One person after the other: the last one's rest is no longer needed.
            self.rests = {rest["file"]: RestBothWays.of(self.photograph(rest["file"]))}
        now = self.photograph(move["file"])
        if isinstance(now, Unseen):
            return None
        start = time.perf_counter()
        found = self.rests[rest["file"]].read(now, Movement(move["movement"])).excursion
        self.read_s.append(time.perf_counter() - start)
        if self.mirrored and found is not None:
            return Excursion(found.right_mm, found.left_mm, found.confidence)
        return found


@pytest.fixture(scope="module")
def stills(bundle):
    chosen = Path(os.environ.get("MIRROR_BENCH_MODEL", bundle))
    with open_tracker(chosen, Input.STILL) as tracker:
        yield tracker


def measure(name, tracker, mirrored=False):
    folder = Path(os.environ["MIRROR_BENCH"]) / name
    studio = Studio(folder, tracker, mirrored)
    return studio, [(rest, move, studio.read(rest, move)) for rest, move in pairs_of(rows_of(folder))]


def say(capsys, text):
    with capsys.disabled():
        print(f"\n{text}")


@pytest.mark.parametrize(("name", "most", "most_90"), [("stills", 0.065, 0.15), ("stills_more", 0.075, 0.16)])
def test_the_ratio_of_the_sides_is_right(stills, capsys, name, most, most_90):
    """Every movement's table; the default model's limits for all of them together, and for a paralysed side each."""
    studio, found = measure(name, stills)
    tallies = {movement: Tally() for movement in MEASURED}
    for rest, move, excursion in found:
        count(tallies[Movement(move["movement"])], rest, move, excursion)
    cost = 2.0 * statistics.median(studio.read_s) / statistics.median(studio.find_s)
    say(capsys, f"{name}, {stills.model}, a reading costs {cost:.0f} landmark calls and 2 calls\n{table(tallies)}")
    errors = all_errors(tallies)
    assert errors.mean() <= most
    assert np.percentile(errors, 90) <= most_90
    for movement, tally in tallies.items():
        assert abs(np.mean(tally.leaks)) <= 0.1, movement


def test_a_mirrored_photograph_reads_alike(stills, capsys):
    """The mean difference of the ratio between a photograph and its mirror image, per movement."""
    _, plain = measure("stills", stills)
    _, swapped = measure("stills", stills, mirrored=True)
    differences = {movement: [] for movement in MEASURED}
    for (_, move, one), (_, _, other) in zip(plain, swapped, strict=True):
        if one is not None and other is not None:
            affected = Side(move["affected"])
            read = [ratio(*affected_first((e.left_mm, e.right_mm), affected)) for e in (one, other)]
            differences[Movement(move["movement"])].append(abs(read[0] - read[1]))
    means = {movement: float(np.mean(values)) for movement, values in differences.items()}
    say(capsys, "mirrored: " + ", ".join(f"{movement.value} {mean:.3f}" for movement, mean in means.items()))
    assert max(means.values()) <= 0.05
