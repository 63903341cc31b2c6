"""From the words after ``--camera`` to a camera."""

from collections.abc import Callable, Sequence

from hardware.board import is_raspberry_pi
from hardware.camera.camera import Camera, Pace
from hardware.camera.film import FilmCamera
from hardware.camera.frame import VGA, Size
from hardware.camera.pi import PiCamera, pi_sensors
from hardware.camera.spec import CameraSpec, Source
from hardware.camera.video_devices import webcams
from hardware.camera.webcam import Webcam
from hardware.problem import DeviceProblem


def auto_order(
    find_pi: Callable[[], Sequence[int]] = pi_sensors,
    find_webcams: Callable[[], Sequence[int]] = webcams,
    on_pi: Callable[[], bool] = is_raspberry_pi,
) -> CameraSpec:
    """What ``auto`` means on this machine.

    The Pi's camera if a sensor is listed, else a webcam, else DeviceProblem, which speaks of the Pi's camera on
    a Pi only.
    """
    try:
        sensors, why_no_pi = find_pi(), "no sensor is connected to its camera socket"
    except DeviceProblem as problem:
        # No fault yet: a laptop has no picamera2, and a webcam will do.
        sensors, why_no_pi = (), str(problem)
    if sensors:
        return CameraSpec(Source.PI)
    if cameras := find_webcams():
        return CameraSpec(Source.WEBCAM, number=cameras[0])
    why = f" This Pi's own camera cannot be used: {why_no_pi.rstrip('.')}." if on_pi() else ""
    raise DeviceProblem(
        "There is no camera: plug in a webcam, or use a film with --camera file:FILM or the drawn patient "
        f"with --camera portrait.{why}"
    )


def camera_for(
    spec: CameraSpec,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
    *,
    size: Size = VGA,
    fps: float = 30.0,
    pace: Pace = Pace.REAL_TIME,
) -> Camera:
    """The camera that ``spec`` means, not yet open.  ``pace`` is for films.

    DeviceProblem for ``auto`` without a camera, and for ``portrait``: whoever can draw one makes a
    DrawnCamera.
    """
    match spec.source:
        case Source.AUTO:
            return camera_for(auto_order(), clock, sleep, size=size, fps=fps, pace=pace)
        case Source.PI:
            return PiCamera(clock, size, fps)
        case Source.WEBCAM:
            return Webcam(spec.number, clock, size, fps)
        case Source.FILE if spec.path is not None:
            return FilmCamera(spec.path, pace, clock, sleep, spec.after_last)
        case Source.FILE:
            raise DeviceProblem("A film needs a path: --camera file:PATH.")
        case Source.PORTRAIT:
            raise DeviceProblem("The portrait is drawn by mirror run and mirror demo; it is no device.")
