"""The mirror's own loop on the pictures of the drawn patient: session, measurement and drawing, frame after frame.

The refined reading of a hold is not in it: it is a figure of its own, once per repetition and on another thread.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hardware.camera.frame import Image
from mirror.bench.blocks import Bench
from mirror.bench.found import enough
from mirror.bench.stored import pictures

if TYPE_CHECKING:
    from mirror.kiosk.refining import Refining

DISPLAY_HZ: Final = 30.0


def frame_every_time(bench: Bench) -> float:
    """Processor time of one displayed frame with the model on every frame, in ms."""
    return run(bench, bench.frames, model_every=1)


def frame_at_ten_hz(bench: Bench) -> float:
    """The same with the model ten times a second."""
    return run(bench, bench.frames, model_every=3)


def run(
    bench: Bench,
    frames: int,
    model_every: int,
    watch: Callable[[int], None] = lambda _number: None,
    images: Sequence[Image] = (),
    refining: "Refining | None" = None,
) -> float:
    """Milliseconds of processor time per displayed frame of a practice of smiles that goes on and on.

    ``watch`` is called after every displayed frame with its number; ``images`` are the pictures, those in memory if
    there are none; ``refining`` reads the holds.  Counted from the first movement on.  Raises Problem where the smile
    cannot be read from the pictures.
    """
    from mirror.bench.practice import practising

    seen, step_s = images or pictures(bench.folder), 1.0 / DISPLAY_HZ
    with practising(Path(bench.folder), Path(bench.model), seen, model_every, step_s, refining) as practice:
        begun_s = time.process_time()
        for number in range(frames):
            practice.frame(step_s)
            watch(number)
        took_s = time.process_time() - begun_s
        enough(practice.reads, practice.looks, "The smile could be read")
        return 1000.0 * took_s / frames
