"""What a face is doing, as numbers between nothing and its full size."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from mirror.problem import Problem


def _mix(start: float, end: float, amount: float) -> float:
    return start + (end - start) * amount


def _check(name: str, value: float, lowest: float) -> None:
    if not lowest <= value <= 1.0:
        raise Problem(f"{name} = {value} is outside what the portrait can draw ({lowest:g} to 1).")


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a face.  Each value is 0 (rest) to 1 (full size) and moves its side only.

    ``eee`` draws the corner out and the lower lip down, ``press`` the red of both lips in, ``flare`` the nostril out;
    ``hollow`` is a cheek drawn in.  ``droop`` is a posture at rest, not a movement: a lower brow, a lower corner, a
    flatter fold.
    """

    brow_raise: float = 0.0
    frown: float = 0.0
    eye_closure: float = 0.0
    smile: float = 0.0
    snarl: float = 0.0
    pucker: float = 0.0
    cheek_puff: float = 0.0
    eee: float = 0.0
    lid_lift: float = 0.0
    flare: float = 0.0
    hollow: float = 0.0
    corner_down: float = 0.0
    press: float = 0.0
    chin_lift: float = 0.0
    droop: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name), 0.0)

    def blend(self, other: Half, amount: float) -> Half:
        """This half on its way to ``other``: 0 is this one, 1 the other."""
        return Half(*(_mix(getattr(self, f.name), getattr(other, f.name), amount) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where the head is in the picture: shifted by fractions of the picture's width, scaled, rolled (clockwise).

    ``yaw_deg`` turns the face to the subject's left, ``pitch_deg`` lifts it; both are drawn believably to about 15.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    roll_deg: float = 0.0
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0

    def blend(self, other: HeadPose, amount: float) -> HeadPose:
        """This pose on its way to ``other``."""
        return HeadPose(*(_mix(getattr(self, f.name), getattr(other, f.name), amount) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole face.  ``left`` and ``right`` are the subject's own sides.

    ``teeth`` parts the lips as in a smile, ``jaw`` opens the mouth (both 0..1).  The gaze runs from -1 to 1, to the
    subject's left and downwards.
    """

    left: Half = Half()
    right: Half = Half()
    teeth: float = 0.0
    jaw: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    pose: HeadPose = HeadPose()

    def __post_init__(self) -> None:
        for name, lowest in (("teeth", 0.0), ("jaw", 0.0), ("gaze_x", -1.0), ("gaze_y", -1.0)):
            _check(name, getattr(self, name), lowest)

    @classmethod
    def both(cls, **amounts: float) -> Expression:
        """Both halves alike, for example ``Expression.both(smile=0.5)``; ``teeth`` and ``jaw`` may be among them."""
        teeth, jaw, gaze_x, gaze_y = (amounts.pop(name, 0.0) for name in ("teeth", "jaw", "gaze_x", "gaze_y"))
        half = Half(**amounts)
        return cls(half, half, teeth, jaw, gaze_x, gaze_y)

    def blend(self, other: Expression, amount: float) -> Expression:
        """This expression on its way to ``other``: 0 is this one, 1 the other."""
        return Expression(
            self.left.blend(other.left, amount),
            self.right.blend(other.right, amount),
            _mix(self.teeth, other.teeth, amount),
            _mix(self.jaw, other.jaw, amount),
            _mix(self.gaze_x, other.gaze_x, amount),
            _mix(self.gaze_y, other.gaze_y, amount),
            self.pose.blend(other.pose, amount),
        )

    def posed(self, pose: HeadPose) -> Expression:
        """The same expression with the head elsewhere."""
        return replace(self, pose=pose)
