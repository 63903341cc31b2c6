"""The own face: mirrored, the size of the demonstration, never covered, and spared where that is wished."""

import cv2
import numpy as np
import pytest

from mirror.clips.twice import EYE_DISTANCE, OUTER_LEFT, OUTER_RIGHT, midline
from mirror.perception.face import Face, Pose, Quality, Side
from mirror.screen.views import LivePanel, placeholder
from mirror.therapy.view import View

SIZE = (400, 500)
CAMERA = (640, 480)
RED, BLUE, GREEN = (0, 0, 255), (255, 0, 0), (0, 255, 0)


def face_at(x: float = 320.0, y: float = 200.0, eye_px: float = 100.0, roll_deg: float = 0.0) -> Face:
    """A face whose eyes are around (x, y); the subject's left is on the image's right."""
    turn = np.radians(roll_deg)
    across, down = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    points = np.zeros((478, 3), np.float32)
    points[:, :2] = (x, y)
    points[OUTER_LEFT, :2] += across * eye_px / 2
    points[OUTER_RIGHT, :2] -= across * eye_px / 2
    for index, below in ((10, -0.7), (151, -0.5), (9, -0.25), (8, -0.12), (168, 0.0), (6, 0.12), (197, 0.3)):
        points[index, :2] = np.array([x, y]) + down * below * eye_px
    quality = Quality(eye_px, 0.0, 120.0, 100.0)
    return Face(points, *CAMERA, Pose(0.0, 0.0, roll_deg), quality, None)


def camera_image(face: Face) -> np.ndarray:
    """Grey, with a red spot on the subject's left eye corner, a blue one on the right one."""
    image = np.full((CAMERA[1], CAMERA[0], 3), 70, np.uint8)
    for index, colour in ((OUTER_LEFT, RED), (OUTER_RIGHT, BLUE)):
        x, y = face.points[index, :2]
        cv2.circle(image, (round(float(x)), round(float(y))), 5, colour, -1)
    return image


def spot(image: np.ndarray, channel: int) -> tuple[float, float]:
    """The middle of what is brightest in one channel against the others."""
    others = image.astype(int).sum(axis=2) - image[..., channel]
    ys, xs = np.nonzero(image[..., channel].astype(int) - others / 2 > 80)
    return float(xs.mean()), float(ys.mean())


def test_the_true_view_is_a_mirror():
    """The subject's left eye is on the left of the panel."""
    face = face_at()
    panel = LivePanel(SIZE).render(camera_image(face), face, View.TRUE, None, 0.0)
    assert spot(panel, 2)[0] < SIZE[0] / 2 < spot(panel, 0)[0]


@pytest.mark.parametrize("eye_px", [60.0, 100.0, 130.0])
def test_the_face_has_the_size_of_the_demonstration(eye_px):
    """Whatever the distance, the outer eye corners are 0.36 of the panel apart."""
    face = face_at(eye_px=eye_px)
    panel = LivePanel(SIZE).render(camera_image(face), face, View.TRUE, None, 0.0)
    assert spot(panel, 0)[0] - spot(panel, 2)[0] == pytest.approx(EYE_DISTANCE * SIZE[0], abs=2.5)


def test_the_crop_stays_inside_the_picture():
    """A face at the very edge is shown with what the camera sees, never with an invented border."""
    face = face_at(x=30.0, y=30.0)
    image = np.full((CAMERA[1], CAMERA[0], 3), 70, np.uint8)
    assert int(LivePanel(SIZE).render(image, face, View.TRUE, None, 0.0).min()) == 70


def test_a_trembling_face_does_not_shake_the_picture():
    """Landmark jitter of two pixels moves the crop by less than a third of a pixel from frame to frame."""
    panel, noise = LivePanel(SIZE), np.random.default_rng(3)
    image = camera_image(face_at())
    places = []
    for frame in range(90):
        dx, dy = noise.normal(0.0, 2.0, 2)
        shown = panel.render(image, face_at(320.0 + dx, 200.0 + dy), View.TRUE, None, frame / 30)
        places.append(spot(shown, 2))
    steps = np.abs(np.diff(np.array(places)[30:], axis=0))
    assert float(np.median(steps)) < 0.33


def test_the_crop_follows_a_person_who_moves():
    """Two seconds after a step aside the face is back in the middle."""
    panel = LivePanel(SIZE)
    here, there = face_at(x=260.0), face_at(x=380.0)
    panel.render(camera_image(here), here, View.TRUE, None, 0.0)
    for frame in range(1, 91):
        shown = panel.render(camera_image(there), there, View.TRUE, None, frame / 30)
    assert (spot(shown, 0)[0] + spot(shown, 2)[0]) / 2 == pytest.approx(SIZE[0] / 2, abs=4)


def test_without_a_face_the_plain_picture_is_mirrored():
    """Somebody who is not found yet sees the middle of the camera's picture as in a mirror."""
    image = np.full((CAMERA[1], CAMERA[0], 3), 70, np.uint8)
    cv2.circle(image, (400, 240), 8, RED, -1)
    assert spot(LivePanel(SIZE).render(image, None, View.TRUE, None, 0.0), 2)[0] < SIZE[0] / 2


@pytest.mark.parametrize(("healthy", "channel"), [(Side.LEFT, 2), (Side.RIGHT, 0)])
@pytest.mark.parametrize("roll_deg", [0.0, 12.0, -9.0])
def test_the_healthy_half_is_on_both_sides(healthy, channel, roll_deg):
    """The picture is its own mirror image, made of the healthy side only, upright however the head is tipped."""
    face = face_at(roll_deg=roll_deg)
    panel = LivePanel(SIZE).render(camera_image(face), face, View.HEALTHY_HALF, healthy, 0.0)
    assert int(np.abs(panel.astype(int) - panel[:, ::-1]).max()) <= 2
    other = panel[..., 2 - channel].astype(int) - panel[..., channel]
    assert int(other.max()) < 60, "the affected side is to be seen"
    xs = np.nonzero(panel[..., channel].astype(int) - panel[..., 1] > 80)[1]
    assert xs.min() < SIZE[0] * 0.4
    assert xs.max() > SIZE[0] * 0.6


def test_the_seam_leaves_no_crease():
    """Across the mid-line a steady gradient stays smooth: no step and no sharp bend."""
    face = face_at()
    ramp = np.tile(np.linspace(0, 250, CAMERA[0], dtype=np.float32)[None, :, None], (CAMERA[1], 1, 3)).astype(np.uint8)
    panel = LivePanel(SIZE).render(ramp, face, View.HEALTHY_HALF, Side.LEFT, 0.0).astype(float)[250, :, 0]
    middle = slice(SIZE[0] // 2 - 12, SIZE[0] // 2 + 12)
    assert np.abs(np.diff(panel))[middle].max() <= 2


def test_the_mid_line_stays_where_bone_is():
    """It runs through the bridge of the nose at right angles to the eyes; lips and chin do not move it."""
    face = face_at(roll_deg=10.0)
    before = midline(face.points)
    face.points[152, :2] += (40.0, 0.0)
    face.points[61, :2] += (25.0, -10.0)
    assert np.allclose(before, midline(face.points))
    assert before[2:] == pytest.approx((-np.sin(np.radians(10)), np.cos(np.radians(10))), abs=1e-5)


def test_the_healthy_half_of_an_unknown_side_is_the_true_mirror():
    """Nothing is guessed: the view shows the face as it is."""
    face = face_at()
    image = camera_image(face)
    assert np.array_equal(
        LivePanel(SIZE).render(image, face, View.HEALTHY_HALF, None, 0.0),
        LivePanel(SIZE).render(image, face, View.TRUE, None, 0.0),
    )


@pytest.mark.parametrize("view", [View.OUTLINE, View.NONE])
@pytest.mark.parametrize("seen", [True, False])
def test_the_outline_and_the_hidden_view_show_no_camera_pixel(view, seen):
    """They exist to spare the sight of the face: whatever the camera sees makes no difference to their colours."""
    face = face_at() if seen else None
    panels = [
        LivePanel(SIZE).render(np.full((480, 640, 3), level, np.uint8), face, view, None, 0.0) for level in (0, 250)
    ]
    assert np.array_equal(*panels)


def test_the_outline_moves_with_the_face(tracker):
    """A raised corner of the mouth on one side is a raised line on the same side of the panel, as in a mirror."""
    from mirror.clips.expression import Expression, Half
    from mirror.clips.portrait import Portrait

    portrait = Portrait(640, 480)
    rows = []
    for amount in (0.0, 0.9):
        image = portrait.draw(Expression(left=Half(smile=amount)))
        for instant in range(6):
            points = tracker.track(image, amount * 100 + instant / 30)
        face = Face(points, 640, 480, Pose(0, 0, 0), Quality(120.0, 0.0, 120.0, 100.0), None)
        panel = LivePanel(SIZE).render(image, face, View.OUTLINE, None, 0.0)
        mouth = panel[round(SIZE[1] * 0.55) : round(SIZE[1] * 0.72), : SIZE[0] // 2, 1]
        ys, xs = np.nonzero(mouth > 150)
        rows.append(float(ys[xs == xs[xs > SIZE[0] * 0.3].min()].mean()))
    assert rows[1] < rows[0] - 3


def test_the_hidden_view_is_calm():
    """Nothing but a faint oval: less than two hundredths of it are lit, and not brightly."""
    panel = placeholder(SIZE)
    assert 0.001 < (panel[:, :, :3] > 20).any(axis=2).mean() < 0.02
    assert panel[:, :, :3].max() < 128


def test_the_same_frame_is_not_rendered_twice():
    """A display that asks again before the camera has a new picture gets the one that is there."""
    panel, face = LivePanel(SIZE), face_at(320.0, 200.0)
    image = camera_image(face)
    first = panel.render(image, face, View.TRUE, None, 1.0)
    assert panel.render(image, face, View.TRUE, None, 1.0) is first
    assert panel.render(image, face, View.TRUE, None, 1.1) is not first
    assert panel.render(image, face, View.NONE, None, 1.1).shape == first.shape
