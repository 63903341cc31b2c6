"""A kiosk in the middle of a hold, thirty times a second: python -m tests.stimulator.kiosk_process FOLDER.

FOLDER/face holds ``seen``, ``lost`` or ``frozen``; ``cut`` there drops the connection for good.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

from hardware.stimulator.client import Client
from hardware.stimulator.clock import day_of
from hardware.stimulator.report import Sight
from tests.stimulator.given import REPORT


def speak(folder: Path) -> None:
    client = Client(folder / "guard.sock", time.monotonic)
    face_s = time.monotonic()
    while True:
        # A picture bears the instant at which it was taken, before anybody has read anything in it.
        now_s = time.monotonic()
        face = (folder / "face").read_text()
        face_s = face_s if face == "frozen" else now_s
        sight = Sight.UNSEEN if face == "lost" else Sight.SEEN
        if face == "cut":
            client.close()
        else:
            client.tell(replace(REPORT, sight=sight, face_s=face_s, answered_on=day_of(time.time())))
        time.sleep(1.0 / 30.0)


if __name__ == "__main__":
    speak(Path(sys.argv[1]))
