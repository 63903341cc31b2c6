"""One frame with a face in it, and what every reader of it needs first."""

from dataclasses import dataclass
from typing import Self

from mirror.perception.face import Face, Image, Points
from mirror.perception.head import pose_of
from mirror.perception.live.glance import glance_of
from mirror.perception.quality import fault_of, quality_of
from mirror.perception.refined.frontal import Photograph


@dataclass(frozen=True, slots=True)
class Look:
    """A frame, the face in it, and that face cut out in grey: made once, read by all."""

    image: Image
    face: Face
    glance: Photograph

    @classmethod
    def at(cls, image: Image, points: Points) -> Self:
        """The face with these points (478, 3): how it is turned, what the image allows, whether it can be measured."""
        height_px, width_px = image.shape[:2]
        glance, pose = glance_of(image, points), pose_of(points)
        quality = quality_of(points, width_px, height_px, glance)
        fault = fault_of(quality, pose, width_px, height_px)
        return cls(image, Face(points, width_px, height_px, pose, quality, fault), glance)

    @classmethod
    def again(cls, image: Image, face: Face) -> Self:
        """The frame in which this face was seen before."""
        return cls(image, face, glance_of(image, face.points))
