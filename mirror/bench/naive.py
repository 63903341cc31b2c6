"""The loop everyone writes: what the mirror is measured against.  Kept plain on purpose.

``python -m mirror.bench.naive BENCH`` is the same script up to its first landmarks.
"""

import sys
import time
from collections.abc import Sequence

from hardware.camera.frame import Image
from mirror.bench.blocks import Bench
from mirror.bench.found import enough
from mirror.bench.stored import pictures


def naive_frame(bench: Bench) -> float:
    """Processor time of one displayed frame, in ms."""
    return run(bench, pictures(bench.folder))


def first_landmarks(bench: Bench) -> None:
    """To the first landmarks and no further."""
    import cv2
    import mediapipe as mp

    image = pictures(bench.folder)[0]
    with _landmarker(bench) as landmarker:
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
        landmarker.detect_for_video(picture, 0)


def _landmarker(bench: Bench):  # type: ignore[no-untyped-def]  # mediapipe ships no types
    import mediapipe as mp

    vision = mp.tasks.vision
    # Only the official bundle has what these two need.
    whole = bench.official != bench.model
    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=bench.official),
            running_mode=vision.RunningMode.VIDEO,
            output_face_blendshapes=whole,
            output_facial_transformation_matrixes=whole,
        )
    )


def run(bench: Bench, images: Sequence[Image]) -> float:
    """Milliseconds of processor time per displayed frame of these pictures, again and again."""
    import cv2
    import mediapipe as mp
    import numpy as np
    import pygame

    height, width = images[0].shape[:2]
    pygame.display.init()
    screen = pygame.display.set_mode((width, height))
    faces, begun_s = 0, 0.0
    with _landmarker(bench) as landmarker:
        for number in range(bench.frames + 30):
            if number == 30:
                faces, begun_s = 0, time.process_time()
            image = cv2.cvtColor(cv2.flip(images[number % len(images)], 1), cv2.COLOR_BGR2RGB)
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
            result = landmarker.detect_for_video(picture, number * 33)
            if result.face_landmarks:
                faces += 1
                points = np.array([(point.x * width, point.y * height) for point in result.face_landmarks[0]])
                for x, y in points:
                    cv2.circle(image, (int(x), int(y)), 1, (0, 255, 0), -1)
            screen.blit(pygame.surfarray.make_surface(np.rot90(image)), (0, 0))
            pygame.display.flip()
        took_s = time.process_time() - begun_s
    pygame.quit()
    enough(faces, bench.frames, "A face was found")
    return 1000.0 * took_s / bench.frames


if __name__ == "__main__":
    first_landmarks(Bench.read(sys.argv[1]))
