"""How even a face is at rest, from one photograph.

A net that has learnt that faces are symmetrical draws a drooping corner less than half as low as it is.  So the face is
held against its own mirror image: where the left corner of the mouth lies, the mirror image shows the right one, and
how far that one is off is read from the picture as a movement would be (docs/measurement.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from mirror.perception.face import Doubt, Image, Side
from mirror.perception.landmarks import INNER_CANTHUS, OUTER_CANTHUS
from mirror.perception.refined.both_ways import BothWays, RestBothWays
from mirror.perception.refined.camera import Vectors
from mirror.perception.refined.eyelids import openings_px
from mirror.perception.refined.frontal import FrontalFace, Photograph
from mirror.perception.refined.movements import BROW, CORNER, SMALL_PATCH_PX, WING_AND_LIP, Region
from mirror.perception.refined.pair import RestFace, certainty_of_size
from mirror.perception.refined.readings import View, patch_shift, sparse_flow
from mirror.perception.resting import NOISE_MM, RestingItem, RestingReading

#: The wings of the nose, between which the mid-line is: as deep as the mouth, so that a turn moves both alike.
_WINGS: Final = {side: points[:1] for side, points in WING_AND_LIP.items()}
_CANTHI: Final = {side: (OUTER_CANTHUS[side], INNER_CANTHUS[side]) for side in Side}


def resting_asymmetry(seen: BothWays, rest: RestBothWays) -> Mapping[RestingItem, RestingReading | Doubt]:
    """Every item of the face at rest; ``rest`` is the same photograph, prepared."""
    plain = _read(seen.plain, rest.plain)
    mirrored = _read(seen.mirrored, rest.mirrored)
    size = certainty_of_size(seen.plain)
    found: dict[RestingItem, RestingReading | Doubt] = {
        item: _mean(item, plain[item], mirrored[item], size) for item in RestingItem
    }
    if rest.plain.eye_is_shut or rest.mirrored.eye_is_shut:
        found[RestingItem.EYE] = Doubt.SHUT_AT_REST
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """One item in one picture, mm."""

    left: float
    right: float


def _mean(item: RestingItem, plain: _Read, mirrored: _Read, size: float) -> RestingReading:
    """Both ways together.  Confidence is halved where they are as far apart as the noise."""
    left_mm, right_mm = (plain.left + mirrored.right) / 2.0, (plain.right + mirrored.left) / 2.0
    apart_mm = abs((plain.left - plain.right) - (mirrored.right - mirrored.left)) / 2.0
    noise_mm = NOISE_MM[item]
    return RestingReading(left_mm, right_mm, noise_mm, size * (1.0 - 0.5 * min(1.0, apart_mm / noise_mm)))


def _read(photograph: Photograph, rest: RestFace) -> dict[RestingItem, _Read]:
    face, mm = rest.face, rest.face.mm_per_px
    frontal = face.seen_from_front(photograph.image, photograph.camera, face.at_rest)
    openings, _ = openings_px(rest.eyes[Side.LEFT], rest.eyes[Side.RIGHT], frontal)
    middle_px = _middle_px(face, _WINGS)
    return {
        RestingItem.EYE: _Read(*(opening * mm for opening in openings)),
        RestingItem.BROW: _heights(face, BROW, _right_lower_px(frontal, face, BROW)),
        RestingItem.MOUTH: _heights(face, CORNER, _right_corner_lower_px(frontal, face)),
        RestingItem.MIDLINE: _Read(
            *(float(abs(face.mesh[CORNER[side][0], 0] - middle_px)) * mm for side in (Side.LEFT, Side.RIGHT))
        ),
    }


def _heights(face: FrontalFace, region: Region, right_lower_px: float) -> _Read:
    """How high both sides of a region are: their mean by the mesh, what is between them by the picture."""
    mean_px = _height_px(face, region)
    half_px = (right_lower_px - _tilt(face) * _width_px(face, region)) / 2.0
    return _Read((mean_px + half_px) * face.mm_per_px, (mean_px - half_px) * face.mm_per_px)


def _beside_its_mirror_image(frontal: Image, around: Vectors) -> tuple[View, View]:
    return View(frontal, around), View(np.ascontiguousarray(frontal[:, ::-1]), around)


def _right_corner_lower_px(frontal: Image, face: FrontalFace) -> float:
    """How much lower the right corner of the mouth is than the left one: an affine patch on it."""
    place = face.mesh[CORNER[Side.LEFT][0], :2]
    here, there = _beside_its_mirror_image(frontal, place[None])
    return float(patch_shift(here, there, place, SMALL_PATCH_PX, np.zeros(2))[1])


def _right_lower_px(frontal: Image, face: FrontalFace, region: Region) -> float:
    """How much lower the right side of a region is than the left one: sparse flow."""
    places = face.mesh[list(region[Side.LEFT]), :2]
    return float(sparse_flow(*_beside_its_mirror_image(frontal, places), places)[1])


def _tilt(face: FrontalFace) -> float:
    """How much lower the right corners of the eyes are than the left ones, per pixel between them."""
    left, right = (face.mesh[list(_CANTHI[side]), :2].mean(axis=0) for side in (Side.LEFT, Side.RIGHT))
    return float((right[1] - left[1]) / (left[0] - right[0]))


def _height_px(face: FrontalFace, region: Region) -> float:
    """How high a region is over the line through the corners of the eyes, the mean of both sides."""
    line = np.mean([face.mesh[list(_CANTHI[side]), 1].mean() for side in Side])
    return float(line - np.mean([face.mesh[list(region[side]), 1].mean() for side in Side]))


def _width_px(face: FrontalFace, region: Region) -> float:
    """How far the two sides of a region are from each other."""
    left, right = (face.mesh[list(region[side]), 0].mean() for side in (Side.LEFT, Side.RIGHT))
    return float(left - right)


def _middle_px(face: FrontalFace, region: Region) -> float:
    return float(np.mean([face.mesh[list(region[side]), 0].mean() for side in Side]))
