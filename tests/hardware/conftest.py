"""What the tests of devices share: time that passes when somebody sleeps, and small films."""

import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from hardware.camera.frame import Frame, Image


class Clock:
    """Call it for the time; ``clock.sleep`` goes where the world would sleep."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.slept_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0.0
        self.slept_s.append(seconds)
        self.now_s += seconds


class FilmMaker:
    """Writes films of 160x120: a frame's brightness says its number, a red square is at its upper left."""

    width_px, height_px = 160, 120

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def picture(self, number: int) -> Image:
        """What frame ``number`` shows."""
        image = np.full((self.height_px, self.width_px, 3), 20 + 8 * number, np.uint8)
        image[:40, :40] = (0, 0, 255)
        return image

    def number_of(self, frame: object) -> int:
        """The number a frame says, read where compression cannot blur it."""
        assert isinstance(frame, Frame)
        return round((float(frame.image[-40:, -40:].mean()) - 20) / 8)

    def write(self, name: str, frames: int, fps: float = 10.0) -> Path:
        """A film; its container goes by the ending of ``name``."""
        path = self.folder / name
        fourcc = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
        writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, fourcc, fps, (self.width_px, self.height_px))
        assert writer.isOpened()
        for number in range(frames):
            writer.write(self.picture(number))
        writer.release()
        return path

    def turn_upright(self, path: Path) -> None:
        """Mark an MP4 as recorded on a phone held upright: the matrix in its track header (ISO 14496-12)."""
        data = bytearray(path.read_bytes())
        matrix = data.index(b"tkhd") + 4 + 4 + 20 + 16
        quarter = (0, 1 << 16, 0, -(1 << 16), 0, 0, self.height_px << 16, 0, 1 << 30)
        data[matrix : matrix + 36] = struct.pack(">9i", *quarter)
        path.write_bytes(data)

    def spoil(self, path: Path, number: int) -> None:
        """Overwrite an MP4's pictures from frame ``number`` on, as a card that failed would; its tables stay whole."""
        data = bytearray(path.read_bytes())
        table = data.index(b"stsz") + 12
        (count,) = struct.unpack_from(">I", data, table)
        sizes = struct.unpack_from(f">{count}I", data, table + 4)
        (chunks,) = struct.unpack_from(">I", data, data.index(b"stco") + 8)
        assert chunks == 1
        (first,) = struct.unpack_from(">I", data, data.index(b"stco") + 12)
        start, end = first + sum(sizes[:number]), first + sum(sizes)
        data[start:end] = bytes(end - start)
        path.write_bytes(data)

    def stretch(self, path: Path, periods: Sequence[int]) -> None:
        """Give an MP4 a variable frame rate: frame i lasts ``periods[i]`` of its customary periods.

        Rewrites the time-to-sample table (ISO 14496-12, stts) and the lengths of the boxes around it.  They
        lie after the pictures, so nothing else moves.
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


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def films(tmp_path: Path) -> FilmMaker:
    return FilmMaker(tmp_path)
