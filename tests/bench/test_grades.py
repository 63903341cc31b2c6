"""Resting asymmetry, co-movement and grades on synthetic patients; the tables are printed, so that a loss shows."""

import os
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirror.movement.estimate import estimate
from mirror.movement.grading import sheet_of
from mirror.movement.sunnybrook import STANDARD, Grade, RestingPart
from mirror.perception.co_movement import PROBE, QUIET, CoMovement, SideShift
from mirror.perception.excursion import Movement
from mirror.perception.face import Side, Unseen
from mirror.perception.face_readings import FaceReadings
from mirror.perception.refined.both_ways import BothWays, RestBothWays, co_movement_of
from mirror.perception.refined.resting import resting_asymmetry
from mirror.perception.resting import RestingItem
from mirror.perception.tracker import Input, open_tracker

from .figures import rows_of
from .true_face import true_co_movement, true_readings, true_rest

pytestmark = pytest.mark.needs("bench")

SEVERITIES = (0.0, 0.25, 0.5, 0.75, 1.0)
#: What an eye leaves open that is shut, that is not quite, and that stands open.
OPEN_MM = ((-1.0, 1.0), (1.0, 4.0), (4.0, 20.0))


class Patient:
    """One subject's photographs: what is read from them, and the truth."""

    def __init__(self, folder, rows, tracker):
        self.affected = Side(rows[0]["affected"])
        self.rests = {row["file"]: row for row in rows if row["movement"] == "rest"}
        self.rest = next(row for file, row in self.rests.items() if file.endswith("_rest0.jpg"))
        self.moves = {
            (Movement(row["movement"]), row["severity"], row["synkinesis"]): row
            for row in rows
            if row["movement"] != "rest"
        }
        seen = {row["file"]: BothWays.find(cv2.imread(str(folder / row["file"])), tracker) for row in rows}
        prepared = {file: RestBothWays.of(seen[file]) for file in self.rests}
        self.resting = {file: resting_asymmetry(seen[file], rest) for file, rest in prepared.items()}
        self.gaps = {}
        self.read = {
            row["file"]: self.beside(prepared[self.rest["file"]], seen[row["file"]], movement, row["file"])
            for (movement, _, _), row in self.moves.items()
        }

    def beside(self, rest, seen, movement, file):
        """The movement and the co-movement that a photograph shows."""
        if isinstance(seen, Unseen):
            return seen, CoMovement(movement, dict.fromkeys(QUIET[movement], seen))
        laid = rest.lay(seen, movement)
        reading = laid.excursion()
        self.gaps[file] = reading.gap_left_mm, reading.gap_right_mm
        return reading.sides, co_movement_of(laid)

    def photographs(self, severity, synkinesis):
        """The rows of one sitting, with co-movement where there is any at this severity."""
        return {m: self.moves.get((m, severity, synkinesis), self.moves[m, severity, 0.0]) for m in STANDARD}

    def readings(self, severity, synkinesis):
        rows = self.photographs(severity, synkinesis)
        read = {movement: self.read[row["file"]] for movement, row in rows.items()}
        return FaceReadings(
            {m: moved for m, (moved, _) in read.items()},
            {m: quiet for m, (_, quiet) in read.items()},
            self.resting[self.rest["file"]],
        )

    def truth(self, severity, synkinesis):
        return true_readings(self.rest, self.photographs(severity, synkinesis))

    @property
    def is_even(self):
        """Whether the face at rest has nothing that counts: the subjects with a droop are not healthy."""
        resting = sheet_of(self.truth(0.0, 0.0), self.affected).resting
        return all(item.points == 0 for item in resting.values() if isinstance(item, Grade))


@pytest.fixture(scope="module", params=["stills", "stills_more"])
def patients(request, bundle):
    folder = Path(os.environ["MIRROR_BENCH"]) / request.param
    by_subject = defaultdict(list)
    for row in rows_of(folder):
        by_subject[row["subject"]].append(row)
    chosen = Path(os.environ.get("MIRROR_BENCH_MODEL", bundle))
    with open_tracker(chosen, Input.STILL) as tracker:
        return request.param, [Patient(folder, rows, tracker) for rows in by_subject.values()]


def say(capsys, *lines):
    with capsys.disabled():
        print("", *lines, sep="\n")


def test_the_sides_of_a_resting_face_are_compared_truly(patients, capsys):
    """Per item, how far the difference of the sides is off; all but the mid-line follow the truth."""
    name, people = patients
    lines = []
    for item in RestingItem:
        pairs = np.array(
            [
                (read[item].left_more_mm, true_rest(person.rests[file])[item].left_more_mm)
                for person in people
                for file, read in person.resting.items()
            ]
        )
        error = pairs[:, 0] - pairs[:, 1]
        slope, likeness = np.polyfit(pairs[:, 1], pairs[:, 0], 1)[0], np.corrcoef(pairs.T)[0, 1]
        noise = 1.96 * float(np.sqrt((error**2).mean()))
        lines.append(f"{item.value:<8} {len(pairs)} 95 % within {noise:.2f} mm, slope {slope:.2f}, r {likeness:.2f}")
        if item is not RestingItem.MIDLINE:
            assert noise <= 1.25, item
            assert likeness >= 0.7, item
    say(capsys, f"{name}, at rest", *lines)


def test_what_stays_open_of_an_eye_is_known(patients, capsys):
    """Beside the true opening of each eye in every photograph of closing ones: how far off, and which do not close."""
    name, people = patients
    pairs = np.array(
        [
            (read, person.moves[key]["gt"][f"eye_{side}"])
            for person in people
            for key in person.moves
            if key[0] is Movement.EYE_CLOSURE
            for read, side in zip(person.gaps.get(person.moves[key]["file"], (None, None)), "LR", strict=True)
            if read is not None
        ]
    )
    error = pairs[:, 0] - pairs[:, 1]
    shut, slightly, wide = (error[(pairs[:, 1] >= low) & (pairs[:, 1] < high)] for low, high in OPEN_MM)
    say(
        capsys,
        f"{name}, what stays open of an eye: {len(pairs)}, 95 % within {1.96 * np.sqrt((error**2).mean()):.2f} mm",
        *(
            f"truly {low:g} to {high:g} mm: {len(found)}, off by {found.mean():+.2f} mm, "
            f"95 % within {1.96 * np.sqrt((found**2).mean()):.2f} mm, at most {np.abs(found).max():.1f}"
            for (low, high), found in zip(OPEN_MM, (shut, slightly, wide), strict=True)
            if len(found)
        ),
    )
    assert 1.96 * np.sqrt((error**2).mean()) <= 2.0
    assert np.corrcoef(pairs.T)[0, 1] >= 0.95


def test_co_movement_is_told_from_none(patients, capsys):
    """Per movement, how far the excess is off, and what faces with and without co-movement are graded."""
    name, people = patients
    lines = []
    for movement in STANDARD:
        errors, graded = [], {0.0: Counter(), 0.5: Counter()}
        for person in people:
            for (kind, severity, synkinesis), row in person.moves.items():
                read = person.read[row["file"]][1].regions[PROBE[movement]] if kind is movement else None
                if not isinstance(read, SideShift):
                    continue
                true = true_co_movement(person.rest, row).regions[PROBE[movement]]
                errors.append(excess(read, person.affected) - excess(true, person.affected))
                item = sheet_of(person.readings(severity, synkinesis), person.affected).synkinesis[movement]
                graded[synkinesis][item.points if isinstance(item, Grade) else None] += 1
        none, some = graded[0.0], graded[0.5]
        lines.append(
            f"{movement.value:<12} {len(errors)} 95 % within {1.96 * np.sqrt(np.mean(np.square(errors))):.2f} mm, "
            f"none: {sorted(none.items())}, some: {sorted(some.items())}"
        )
        assert none[0] >= 0.95 * none.total(), movement
        assert sum(count for points, count in some.items() if points) == some.total(), movement
    say(capsys, f"{name}, co-movement", *lines)


def excess(shift, affected):
    return shift.mm(affected) - shift.mm(affected.other)


def test_a_composite_is_what_the_true_face_would_get(patients, capsys):
    """Per severity, the composite beside that of the true movements under the same rules; which side, if not told."""
    name, people = patients
    lines, errors, healthy, sides, monotone = [], [], [], Counter(), []
    composites = defaultdict(dict)
    for severity, synkinesis in [*((severity, 0.0) for severity in SEVERITIES), (0.5, 0.5)]:
        read, true, untold = [], [], 0
        for person in people:
            found = estimate(person.readings(severity, synkinesis), person.affected)
            told = estimate(person.readings(severity, synkinesis), None).affected
            if severity >= 0.5:
                sides["right" if told is person.affected else "wrong" if told else "none"] += 1
            if found.composite is None:
                untold += 1
                continue
            read.append(found.composite)
            true.append(estimate(person.truth(severity, synkinesis), person.affected).composite)
            if synkinesis == 0.0:
                composites[id(person)][severity] = found.composite
            if severity == 0.0 and person.is_even:
                healthy.append(found.composite)
        errors += list(np.subtract(read, true))
        lines.append(
            f"severity {severity:.2f}{' and co-movement' if synkinesis else ''}: {len(read)}, abstained {untold}, "
            f"composite {np.mean(read):.1f} ({min(read)} to {max(read)}), true {np.mean(true):.1f}"
        )
    for by_severity in composites.values():
        monotone += [more >= less for more, less in pairwise(by_severity.values())]
    off = np.abs(errors)
    lines += [
        f"off by {off.mean():.1f} points on average, 90 % within {np.percentile(off, 90):.0f}",
        f"bias {np.mean(errors):+.1f}",
        f"healthy and even at rest: {len(healthy)}, 90 or more: {sum(one >= 90 for one in healthy)}",
        f"a more severe face has no higher composite: {np.mean(monotone):.3f} of {len(monotone)}",
        f"side not told, severity 0.5 and more: {dict(sides)}",
    ]
    say(capsys, f"{name}, composite", *lines)
    assert sum(one >= 90 for one in healthy) >= 0.9 * len(healthy)
    assert np.mean(monotone) >= 0.95
    assert sides["wrong"] == 0
    assert off.mean() <= 6.0


def test_the_cheek_is_never_graded(patients):
    """There is no landmark on its fold."""
    _, people = patients
    cheeks = {type(sheet_of(p.readings(0.0, 0.0), p.affected).resting[RestingPart.CHEEK]) for p in people}
    assert Grade not in cheeks
