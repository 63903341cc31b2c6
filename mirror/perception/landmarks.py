"""Which of the 478 points is what.  Left and right are the subject's own sides; the images are unmirrored."""

from typing import Final

import numpy as np

from mirror.perception.face import Side

#: Outer and inner eye corners (canthi).
OUTER_CANTHUS: Final = {Side.RIGHT: 33, Side.LEFT: 263}
INNER_CANTHUS: Final = {Side.RIGHT: 133, Side.LEFT: 362}

#: Facing points of the upper and lower lid, round the pupil.
LIDS: Final = {
    Side.RIGHT: ((159, 145), (158, 153), (160, 144)),
    Side.LEFT: ((386, 374), (385, 380), (387, 373)),
}
#: The upper edge of the brow's body, inner to outer, without its ends: they slide along the ridge.
BROW: Final = {Side.RIGHT: (105, 66, 63, 52, 53, 65), Side.LEFT: (334, 296, 293, 282, 283, 295)}
#: The corner of the mouth (commissure) and the skin that goes with it.
COMMISSURE: Final = {Side.RIGHT: (61, 57, 43, 186), Side.LEFT: (291, 287, 273, 410)}
#: Upper lip half-way between mid-line and corner, and the nose wing above it: what a snarl lifts.
UPPER_LIP: Final = {Side.RIGHT: (39, 40), Side.LEFT: (269, 270)}
NOSE_WING: Final = {Side.RIGHT: (129, 98), Side.LEFT: (358, 327)}
#: Lower lip half-way between mid-line and corner.
LOWER_LIP: Final = {Side.RIGHT: (181, 91), Side.LEFT: (405, 321)}

#: Points that facial movement hardly shifts, with their places in MediaPipe's canonical face model (Apache-2.0; cm,
#: x to the image's right, y up, z towards the viewer).
CANONICAL: Final = {
    33: (-4.4459, 2.6640, 3.1734),
    133: (-1.8564, 2.5852, 3.7579),
    362: (1.8564, 2.5852, 3.7579),
    263: (4.4459, 2.6640, 3.1734),
    168: (0.0, 3.2710, 5.2360),
    6: (0.0, 2.4733, 5.7886),
    197: (0.0, 1.7284, 6.3168),
    195: (0.0, 1.0594, 6.7746),
    5: (0.0, 0.3657, 7.2429),
    4: (0.0, -0.4632, 7.5866),
    127: (-7.7431, 2.3650, -2.0052),
    356: (7.7431, 2.3650, -2.0052),
    234: (-7.6642, 0.6731, -2.4359),
    454: (7.6642, 0.6731, -2.4359),
    93: (-7.5422, -1.0493, -2.4313),
    323: (7.5422, -1.0493, -2.4313),
    132: (-7.2709, -2.8909, -2.2525),
    361: (7.2709, -2.8909, -2.2525),
    162: (-7.5558, 4.1068, -0.9919),
    389: (7.5558, 4.1068, -0.9919),
}
STABLE: Final = tuple(CANONICAL)

#: The same points on the image's axes: y down, z away from the viewer.
CANONICAL_IMAGE_AXES: Final = np.array(list(CANONICAL.values())) * np.array([1.0, -1.0, -1.0])

#: The silhouette, for finding the face's box; any closed chain round it will do.
OVAL: Final = (10, 338, 284, 454, 361, 397, 152, 172, 132, 234, 54, 109)
