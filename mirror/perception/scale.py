"""Millimetres, from two measures of the face that differ little between people."""

from typing import Final

import numpy as np

from mirror.perception.head import Vectors
from mirror.perception.landmarks import CANONICAL

#: Diameter of the human iris in mm.  Emotrics (JAMA Facial Plast Surg 2018); 11.7 +- 0.5 mm in people (MediaPipe Iris).
IRIS_MM: Final = 11.77
OUTER_CORNERS: Final = (33, 263)
#: From outer eye corner to outer eye corner in mm: 88.9, that of MediaPipe's canonical face.  In people 93.0 +- 5.6
#: (men) and 88.4 +- 3.7 mm (women), "Normative findings for periocular anthropometric measurements among Chinese young
#: adults in Hong Kong", BioMed Research International 2013.
EYES_MM: Final = 10.0 * (CANONICAL[OUTER_CORNERS[1]][0] - CANONICAL[OUTER_CORNERS[0]][0])
#: Opposite ends of each iris, across and up and down.
_IRIS: Final = ((474, 476), (469, 471), (475, 477), (470, 472))


def mm_per_unit(points: Vectors) -> float:
    """Millimetres per unit of ``points`` (478, 3), a face seen from the front.

    The geometric mean of what both measures say: their errors have nothing to do with each other.  The iris differs
    less between people, but it is a few pixels wide, and the net draws it too wide and a little too low (so both
    diameters count); the eye corners are drawn well and differ more between people.
    """
    flat = points[:, :2]
    iris = float(np.mean([np.linalg.norm(flat[a] - flat[b]) for a, b in _IRIS]))
    eyes = float(np.linalg.norm(flat[OUTER_CORNERS[0]] - flat[OUTER_CORNERS[1]]))
    return float(np.sqrt(IRIS_MM / iris * EYES_MM / eyes))
