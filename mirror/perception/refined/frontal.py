"""The resting face seen from the front: its mesh with depth, and any picture of it laid into that view.

Everything here is in frontal pixels: a square view of ``SIZE`` pixels in which the outer eye corners of the resting
face are ``EYES_PX`` apart.  The head's origin is the middle of its stable points.
"""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from mirror.perception.face import Image, Points
from mirror.perception.head import Similarity
from mirror.perception.landmarks import CANONICAL_IMAGE_AXES, STABLE
from mirror.perception.refined.camera import Camera, HeadPosition, Vectors
from mirror.perception.scale import mm_per_unit

Floats = npt.NDArray[np.float32]

SIZE: Final = 400
EYES_PX: Final = 150.0
#: Where the middle of the four eye corners lies.
EYES_AT: Final = (200.0, 160.0)
#: The depth is known on a lattice this fine and interpolated between.
CELL: Final = 8
#: Within this distance the depth of the nearest mesh points counts alike.
SMOOTH_PX: Final = 8.0

_STABLE: Final = np.array(STABLE)
_EYE_CORNERS: Final = np.array([33, 133, 362, 263])
#: Points of the mesh itself; the irises come after them.
MESH: Final = 468


@dataclass(frozen=True, slots=True)
class Photograph:
    """One face in one picture."""

    image: Image
    """(height, width, 3), or (height, width) where brightness is enough."""
    points: Points
    camera: Camera

    @property
    def grey(self) -> Image:
        """(height, width)"""
        return (
            self.image if self.image.ndim == 2 else np.asarray(cv2.cvtColor(self.image, cv2.COLOR_BGR2GRAY), np.uint8)
        )


@dataclass(frozen=True, slots=True)
class FrontalFace:
    """The resting face as a rigid head."""

    mesh: Vectors
    """(478, 3) frontal pixels."""
    lattice: Vectors
    """(n, n, 3) a point of the face every ``CELL`` frontal pixels."""
    origin: npt.NDArray[np.float64]
    """(3,) the head's origin in frontal pixels."""
    at_rest: HeadPosition
    mm_per_px: float

    @classmethod
    def of(cls, rest: Photograph) -> Self:
        camera = rest.camera
        points = rest.points.astype(np.float64)
        depth = points[:, 2] - points[_STABLE, 2].mean()
        away = camera.focal_px + depth
        # Perspective undone: in units of a pixel at the face's own distance.
        space = np.column_stack(((points[:, :2] - camera.centre) * (away / camera.focal_px)[:, None], away))
        rotation = Similarity.between(CANONICAL_IMAGE_AXES, space[_STABLE]).rotation
        upright = space @ rotation
        scale = EYES_PX / float(np.linalg.norm(upright[33, :2] - upright[263, :2]))
        mesh = upright * scale
        mesh -= [*(mesh[_EYE_CORNERS, :2].mean(axis=0) - EYES_AT), mesh[_EYE_CORNERS, 2].mean()]
        origin = mesh[_STABLE].mean(axis=0)
        shift = scale * space[0] - rotation @ (mesh[0] - origin)
        return cls(mesh, _lattice(mesh), origin, HeadPosition(rotation, shift), mm_per_unit(mesh))

    def head(self, frontal: Vectors) -> Vectors:
        """Frontal points (n, 3) about the head's origin, as positions of the head take them."""
        return frontal - self.origin

    def seen_from_front(self, picture: Image, camera: Camera, position: HeadPosition) -> Image:
        """A picture of this head, laid into the frontal view: (SIZE, SIZE), with as many colours as the picture."""
        return self._laid(picture, camera, position, SIZE, cv2.INTER_CUBIC)

    def glimpsed_from_front(self, picture: Image, camera: Camera, position: HeadPosition) -> Image:
        """The same, half as fine and quick: (SIZE / 2, SIZE / 2)."""
        return self._laid(picture, camera, position, SIZE // 2, cv2.INTER_LINEAR)

    def _laid(self, picture: Image, camera: Camera, position: HeadPosition, size: int, between: int) -> Image:
        rows, columns = self.lattice.shape[:2]
        coarse = position.seen(self.head(self.lattice.reshape(-1, 3)), camera).reshape(rows, columns, 2)
        at = cv2.resize(coarse.astype(np.float32), (size, size), interpolation=cv2.INTER_LINEAR)
        # See ``between_pixels`` for the empty map.
        seen = cv2.remap(picture, at, None, between, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
        return np.asarray(seen, np.uint8)

    def surface(self, xy: Vectors) -> Vectors:
        """(n, 3) the points of the resting face at frontal places (n, 2)."""
        depth = between_pixels(self.lattice[..., 2].astype(np.float32), (xy + 0.5) / CELL - 0.5)
        return np.column_stack((xy, depth))

    def steepness(self, xy: Vectors) -> npt.NDArray[np.float64]:
        """(n,) how fast the face falls away from the viewer at frontal places (n, 2): depth per frontal pixel."""
        reach = CELL / 2.0
        across, down = (
            (self.surface(xy + step)[:, 2] - self.surface(xy - step)[:, 2]) / (2.0 * reach)
            for step in (np.array([reach, 0.0]), np.array([0.0, reach]))
        )
        return np.hypot(across, down)


def between_pixels(layer: Floats, places: Vectors) -> npt.NDArray[np.float64]:
    """The values (n,) or (n, k) of a layer (height, width) or (height, width, k) at places (n, 2), read linearly."""
    at = places.astype(np.float32)[None]
    # The second map stays empty because the first holds both coordinates; OpenCV's type stubs do not know that.
    found = cv2.remap(layer, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return np.asarray(found[0], np.float64)


def inwards_px(edge: Vectors, shape: tuple[int, int]) -> Floats:
    """(height, width) how far each pixel lies inside a closed outline (n, 2); negative outside."""
    inside = np.zeros(shape, np.uint8)
    cv2.fillPoly(inside, [np.round(edge * 16).astype(np.int32)], 1, shift=4)
    within = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    without = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3)
    return np.asarray(within - without, np.float32)


def _lattice(mesh: Vectors) -> Vectors:
    """The face's surface on the lattice, by weighted planes through the mesh (moving least squares).

    Every lattice point gets the plane that fits the mesh best where it is near: the weight of a point of the mesh falls
    with the eighth power of its distance.
    """
    places = (np.arange(SIZE // CELL) + 0.5) * CELL - 0.5
    points = mesh[:MESH]
    middle = points.mean(axis=0)
    px, py, pz = (points - middle).T
    terms = np.column_stack((np.ones(MESH), px, py, pz, px * px, px * py, py * py, px * pz, py * pz))
    across = np.square(places[:, None] - middle[0] - px) + SMOOTH_PX**2
    sums = []
    for y in places - middle[1]:
        # A row at a time and in place, so that all of it stays in the processor's cache: a twentieth of the time.
        weight = across + np.square(y - py)
        np.square(np.square(weight, out=weight), out=weight)
        sums.append(np.reciprocal(weight, out=weight) @ terms)
    total = np.concatenate(sums)
    x, y, z, xx, xy, yy, xz, yz = (total[:, 1:] / total[:, :1]).T
    # The plane goes through the weighted mean, and its slopes solve the two equations that are left.  A little ridge
    # on the slopes: far outside the mesh a plane would run away.
    xx, xy, yy, xz, yz = xx - x * x + 1.0, xy - x * y, yy - y * y + 1.0, xz - x * z, yz - y * z
    at_x, at_y = (grid.ravel() for grid in np.meshgrid(places, places))
    dx, dy = x + middle[0] - at_x, y + middle[1] - at_y
    depth = z - (dx * (yy * xz - xy * yz) + dy * (xx * yz - xy * xz)) / (xx * yy - xy * xy) + middle[2]
    depth = np.clip(depth, points[:, 2].min() - 5.0, points[:, 2].max() + 5.0)
    return np.column_stack((at_x, at_y, depth)).reshape(len(places), len(places), 3)
