"""The words after --camera, and what auto means."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.board import is_raspberry_pi
from hardware.camera.camera import Kind
from hardware.camera.choice import auto_order, camera_for
from hardware.camera.spec import AfterLast, CameraSpec, Source, parse_camera
from hardware.camera.video_devices import webcams
from hardware.problem import DeviceProblem

if TYPE_CHECKING:
    from tests.hardware.conftest import Clock


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("auto", CameraSpec(Source.AUTO)),
        ("pi", CameraSpec(Source.PI)),
        ("portrait", CameraSpec(Source.PORTRAIT)),
        ("webcam", CameraSpec(Source.WEBCAM)),
        ("webcam:0", CameraSpec(Source.WEBCAM, number=0)),
        ("webcam:12", CameraSpec(Source.WEBCAM, number=12)),
        ("file:me.mp4", CameraSpec(Source.FILE, path=Path("me.mp4"))),
        ("file:/a b/c:d.mp4", CameraSpec(Source.FILE, path=Path("/a b/c:d.mp4"))),
        ("file:me.mp4?loop", CameraSpec(Source.FILE, path=Path("me.mp4"), after_last=AfterLast.BEGIN_AGAIN)),
        ("file:how are you?.mp4", CameraSpec(Source.FILE, path=Path("how are you?.mp4"))),
    ],
)
def test_each_word_means_one_camera(text: str, spec: CameraSpec) -> None:
    """What the contract lists is understood, and said again it is the same words."""
    assert parse_camera(text) == spec
    assert str(spec) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pi",
        "webcams",
        "webcam:",
        "webcam:one",
        "webcam:-1",
        "file",
        "file:",
        "file:?loop",
        "file:a.mp4?lop",
        "pi:0",
    ],
)
def test_anything_else_is_a_sentence_that_says_what_is_allowed(text: str) -> None:
    """The option and the way out are in it."""
    with pytest.raises(DeviceProblem, match=r"--camera .*(allowed|comes)"):
        parse_camera(text)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Every text is a camera or a sentence; no other error comes out."""
    try:
        said = str(parse_camera(text))
    except DeviceProblem as problem:
        said = str(problem)
    assert said


def no_picamera2() -> tuple[int, ...]:
    raise DeviceProblem("The Pi camera needs picamera2. On Raspberry Pi OS: sudo apt install python3-picamera2.")


def test_auto_prefers_the_pi_then_a_webcam() -> None:
    """A sensor on the Pi's socket comes first; on a laptop without picamera2 the first webcam does."""
    assert auto_order(lambda: (0,), lambda: (0,)) == CameraSpec(Source.PI)
    assert auto_order(lambda: (), lambda: (2, 4)) == CameraSpec(Source.WEBCAM, number=2)
    assert auto_order(no_picamera2, lambda: (0,)) == CameraSpec(Source.WEBCAM, number=0)


def test_a_laptop_without_a_camera_is_told_in_one_sentence() -> None:
    """What to plug in, and what works without; not a word about a Pi's camera."""
    with pytest.raises(DeviceProblem) as raised:
        auto_order(no_picamera2, tuple, lambda: False)
    assert str(raised.value) == (
        "There is no camera: plug in a webcam, or use a film with --camera file:FILM "
        "or the drawn patient with --camera portrait."
    )


@pytest.mark.parametrize(
    ("find_pi", "why"), [(no_picamera2, "apt install python3-picamera2."), (tuple, "no sensor is connected")]
)
def test_a_pi_without_a_camera_is_also_told_why_its_own_cannot_be_used(find_pi, why: str) -> None:
    """One message for the webcam, the Pi camera, and what works without either."""
    with pytest.raises(DeviceProblem, match="There is no camera") as raised:
        auto_order(find_pi, tuple, lambda: True)
    assert why in str(raised.value)
    assert "--camera portrait" in str(raised.value)


def test_a_raspberry_pi_is_told_from_other_boards(tmp_path: Path) -> None:
    """Linux names the board in the device tree, ended by a NUL; a PC has no such file."""
    board = tmp_path / "model"
    assert not is_raspberry_pi(board)
    board.write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")
    assert is_raspberry_pi(board)
    board.write_bytes(b"Radxa ROCK 5B\0")
    assert not is_raspberry_pi(board)


def test_a_spec_becomes_the_camera_it_means(clock: "Clock") -> None:
    """Making a camera touches no device; the portrait needs somebody who can draw."""
    kinds = {"pi": Kind.PI, "webcam": Kind.WEBCAM, "webcam:3": Kind.WEBCAM, "file:none.mp4": Kind.FILM}
    for text, kind in kinds.items():
        assert camera_for(parse_camera(text), clock, clock.sleep).kind is kind
    with pytest.raises(DeviceProblem, match="portrait"):
        camera_for(parse_camera("portrait"), clock, clock.sleep)


def test_webcams_are_told_from_a_pis_own_nodes(tmp_path: Path) -> None:
    """Sensor receivers, codecs and a webcam's second node are not webcams."""
    nodes = {
        "video0": ("unicam-image", "0"),
        "video10": ("bcm2835-codec-decode", "0"),
        "video19": ("rpi-hevc-dec", "0"),
        "video20": ("pispbe-input", "0"),
        "video8": ("HD Pro Webcam C920", "0"),
        "video9": ("HD Pro Webcam C920", "1"),
        "video2": ("Integrated Camera", "0"),
    }
    for node, (name, index) in nodes.items():
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(name + "\n")
        (tmp_path / node / "index").write_text(index + "\n")
    (tmp_path / "v4l-subdev0").mkdir()
    assert webcams(tmp_path) == (2, 8)
    assert webcams(tmp_path / "missing") == ()
