"""The four coefficients of the pucker: chosen on synthetic patients, checked on subjects they were not chosen on.

    MIRROR_BENCH=FOLDER python -m tests.bench.fit_pucker [SET]

Prints the four chosen by each of five folds, the error on the subjects left out, and the error without any of the
corrections.  Read one way only, on photographs whose pucker is not abstained; takes some minutes.
"""

import itertools
import os
import sys
from pathlib import Path

import cv2
import numpy as np

from mirror.perception.bundle import default_model
from mirror.perception.excursion import Movement
from mirror.perception.face import Side
from mirror.perception.refined import common_direction, movements
from mirror.perception.refined.frontal import Photograph
from mirror.perception.refined.pair import RestFace, photograph_of
from mirror.perception.tracker import Input, open_tracker
from mirror.settings import data_dir

from .figures import affected_first, pairs_of, ratio, rows_of, true_mm

FORWARD = (1.5, 2.0, 2.5)
WITH_NOSE = (0.3, 0.45, 0.6)
WITH_LIPS = (0.0, 0.15, 0.3, 0.45)
DOUBTFUL_DEG = (3.0, 4.0, 6.0)
WITHOUT = (0.0, 0.0, 0.0, np.inf)
FOLDS = 5


def main(name):
    folder = Path(os.environ["MIRROR_BENCH"]) / name
    choices = [WITHOUT, *itertools.product(FORWARD, WITH_NOSE, WITH_LIPS, DOUBTFUL_DEG)]
    errors, subjects, rests = [], [], {}
    with open_tracker(default_model(data_dir(None)), Input.STILL) as tracker:

        def photograph(row):
            image = cv2.imread(str(folder / row["file"]))
            return photograph_of(image, tracker.track(image, 0.0))

        for rest, move in pairs_of(rows_of(folder)):
            if move["movement"] != Movement.PUCKER.value:
                continue
            if rest["file"] not in rests:
                rests = {rest["file"]: RestFace.of(photograph(rest))}
            now = photograph(move)
            found = _errors(rests[rest["file"]], now, rest, move, choices) if isinstance(now, Photograph) else None
            if found is not None:
                errors.append(found)
                subjects.append(rest["subject"])
    report(np.array(errors), np.array(subjects), choices)


def _errors(face, now, rest, move, choices):
    affected, found = Side(move["affected"]), []
    weak, healthy = affected_first(true_mm(rest, move), affected)
    laid = face.lay(now, Movement.PUCKER)
    for forward, nose, lips, doubtful_deg in choices:
        movements.FORWARD, movements.SHARED_WITH_NOSE, movements.SHARED_WITH_LIPS = forward, nose, lips
        common_direction.DOUBTFUL_DEG = doubtful_deg
        read = face.excursion(laid, Movement.PUCKER).excursion
        if read is None:
            return None
        found.append(abs(ratio(*affected_first((read.left_mm, read.right_mm), affected)) - weak / healthy))
    return found


def report(errors, subjects, choices):
    fold = np.unique(subjects, return_inverse=True)[1] % FOLDS
    best = [int(errors[fold != k].mean(axis=0).argmin()) for k in range(FOLDS)]
    held_out = np.concatenate([errors[fold == k, best[k]] for k in range(FOLDS)])
    print(
        f"{len(errors)} pairs; chosen by fold (forward, with nose, with lips, doubtful): {[choices[k] for k in best]}"
    )
    print(f"without {errors[:, 0].mean():.3f}, on subjects left out {held_out.mean():.3f}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["stills_more"]))
