"""Small films for the tests: a frame's number is its brightness."""

import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from hardware.camera.frame import Frame, Image

WIDTH_PX, HEIGHT_PX = 160, 120


def numbered(number: int) -> Image:
    """A grey frame that says its number, with a red square at its upper left."""
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 20 + 8 * number, np.uint8)
    image[:40, :40] = (0, 0, 255)
    return image


def number_of(frame: Frame) -> int:
    """The number a frame says, off its lower right, where compression cannot blur it."""
    return round((float(frame.image[-40:, -40:].mean()) - 20) / 8)


def write_film(path: Path, frames: int, fps: float = 10.0) -> Path:
    """A film of numbered frames; the container goes by the file's ending."""
    fourcc = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, fourcc, fps, (WIDTH_PX, HEIGHT_PX))
    assert writer.isOpened()
    for number in range(frames):
        writer.write(numbered(number))
    writer.release()
    return path


def turn_upright(path: Path) -> None:
    """Mark an MP4 as recorded with the phone turned a quarter: the matrix in its track header (ISO 14496-12)."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 4 + 20 + 16
    data[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, HEIGHT_PX << 16, 0, 1 << 30)
    path.write_bytes(data)


def stretch(path: Path, periods: Sequence[int]) -> None:
    """Give an MP4 a variable frame rate: frame i lasts ``periods[i]`` of its customary periods.

    Rewrites the time-to-sample table (ISO 14496-12, stts) and the lengths of the boxes around it.  They lie after the
    pictures, so nothing else moves.
    """
    data = path.read_bytes()
    start = data.index(b"stts") - 4
    size, entries, delta = (struct.unpack(">I", data[start + at : start + at + 4])[0] for at in (0, 12, 20))
    assert entries == 1
    table = b"".join(struct.pack(">II", 1, delta * count) for count in periods)
    box = struct.pack(">I4sII", 16 + len(table), b"stts", 0, len(periods)) + table
    grown = bytearray(data[:start] + box + data[start + size :])
    for around in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = grown.index(around) - 4
        struct.pack_into(">I", grown, at, struct.unpack_from(">I", grown, at)[0] + len(box) - size)
    # The edit list still ends the film at its old length: make it a box that players pass over.
    path.write_bytes(grown.replace(b"edts", b"free"))
