"""Which mesh points the attention net's refined points replace.

The net gives 468 coarse mesh points and five refinements: lips, the two eyes with their brows, the two irises.  "Left"
and "right" are the image's here, as in the net's own output names: the image's left eye is the subject's right one.
"""

from typing import Final

MESH_POINTS: Final = 468
IRIS_POINTS: Final = 5
POINTS: Final = MESH_POINTS + 2 * IRIS_POINTS

EYE_RING: Final = 16
"""The first entries of an eye's table are the edge of its lids; their mean depth is the iris's depth."""

# fmt: off
LIPS: Final = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
    76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
    62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
)
"""Four rings of twenty: outer edge, inner edge, and two between them."""

LEFT_EYE: Final = (
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173,
    130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190,
    226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
    35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245,
    156, 70, 63, 105, 66, 107, 55, 193,
)
"""Rings around the eye from the lids outwards, then the brow."""

RIGHT_EYE: Final = (
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
    359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
    446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
    265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
    383, 300, 293, 334, 296, 336, 285, 417,
)
# fmt: on


def xy_sources() -> tuple[int, ...]:
    """For each of the 478 points, the row it comes from.

    Rows are the six blocks one below the other: mesh, lips, left eye, right eye, left iris, right iris (700 in all).
    Where two blocks hold the same mesh point the later one counts, as in MediaPipe's own graph.
    """
    source = list(range(MESH_POINTS))
    row = MESH_POINTS
    for table in (LIPS, LEFT_EYE, RIGHT_EYE):
        for point in table:
            source[point] = row
            row += 1
    return (*source, *range(row, row + 2 * IRIS_POINTS))


def z_sources() -> tuple[int, ...]:
    """For each of the 478 points, the row its depth comes from.

    Rows are the mesh's own depths, then the mean of the left eye's ring, then the right eye's.
    """
    left_mean, right_mean = MESH_POINTS, MESH_POINTS + 1
    return (*range(MESH_POINTS), *(left_mean,) * IRIS_POINTS, *(right_mean,) * IRIS_POINTS)
